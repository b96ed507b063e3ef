import { computed } from 'vue';
import type { CallRow } from '#core/protocol/console/rows.ts';
import { useCallsStore } from '#renderer/client/callsStore.ts';
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
  const m = useMessages();

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
    if (call === null) {
      intake.openBlank();
      return;
    }
    await run(client.do('call.claim', { callId: call.callId }));
  };
  const pass = (): Promise<boolean> | null =>
    intake.ringing === null ? null : run(client.do('call.pass', { callId: intake.ringing.callId }));
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
