import { computed } from 'vue';
import type { CallRow } from '#core/protocol/console/rows.ts';
import { useRouterStore } from '#renderer/app/routerStore.ts';
import { useCallsStore } from '#renderer/client/callsStore.ts';
import { shellOfWindow } from '#renderer/client/shellOfWindow.ts';
import { useClient } from '#renderer/client/useClient.ts';
import { errorText } from '#renderer/i18n/errorText.ts';
import { useMessages } from '#renderer/i18n/useMessages.ts';
import { useToastStore } from '#renderer/ui/toastStore.ts';
import { useIntakeStore } from './intakeStore.ts';

const LIVE = new Set(['claimed', 'answered', 'held']);

/** The call in the phone bar and what can be done with it. States come from the view alone. */
export function usePhone() {
  const client = useClient();
  const calls = useCallsStore();
  const intake = useIntakeStore();
  const toasts = useToastStore();
  const router = useRouterStore();
  const m = useMessages();

  /** Forms stand at the seat; a window torn off keeps its own screen. */
  const toSeat = (): void => {
    if (shellOfWindow()?.body.window !== 'tearOff') router.go('intake');
  };
  const live = computed<CallRow | null>(() => {
    const own = intake.activeCall;
    if (own !== null && LIVE.has(own.state)) return own;
    return calls.calls?.calls.find((call) => LIVE.has(call.state)) ?? null;
  });
  /** A call in hand has the bar; a ringing one only while none is. */
  const shown = computed<CallRow | null>(() => live.value ?? intake.ringing ?? intake.activeCall);

  const run = async (ask: Promise<{ ok: boolean; error?: { code: string } }>): Promise<boolean> => {
    const reply = await ask;
    if (!reply.ok && reply.error !== undefined) {
      toasts.show({ kind: 'refused', text: errorText(m.value, reply.error) });
    }
    return reply.ok;
  };
  const answer = async (): Promise<void> => {
    const call = intake.ringing;
    if (call !== null) {
      if (await run(client.do('call.claim', { callId: call.callId }))) toSeat();
    } else if (live.value !== null && router.route.screen !== 'intake') {
      intake.openCall(live.value.callId);
      toSeat();
    } else if (intake.isJustGone()) {
      // The hand went to the key for a caller who gave up: it wanted no blank form.
      toasts.show({ kind: 'refused', text: m.value.intake.phone.gone });
    } else {
      intake.openBlank();
      toSeat();
    }
  };
  const pass = (): Promise<boolean> | null => {
    const call = intake.ringing;
    if (call === null) return null;
    intake.passed(call.callId);
    return run(client.do('call.pass', { callId: call.callId }));
  };
  const hold = (): Promise<boolean> | null => {
    const call = live.value;
    if (call === null) return null;
    return run(client.do('call.hold', { callId: call.callId, on: call.state !== 'held' }));
  };
  const hangUp = (): Promise<boolean> | null =>
    live.value === null ? null : run(client.do('call.end', { callId: live.value.callId }));
  const setSeat = (state: 'idle' | 'break'): Promise<boolean> =>
    run(client.do('seat.state', { state }));
  return { live, shown, answer, pass, hold, hangUp, setSeat };
}
export type Phone = ReturnType<typeof usePhone>;
