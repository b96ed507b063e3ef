import { onScopeDispose, watch } from 'vue';
import { MINUTE_MS } from '#core/kernel/time.ts';
import { useCallsStore } from '#renderer/client/callsStore.ts';
import { useSessionStore } from '#renderer/client/sessionStore.ts';
import { useClient } from '#renderer/client/useClient.ts';
import { useMessages } from '#renderer/i18n/useMessages.ts';
import { useToastStore } from '#renderer/ui/toastStore.ts';
import { useShellStore } from './shellStore.ts';

export const LOCK_AFTER_MS = 10 * MINUTE_MS;
const LOOK_EVERY_MS = 5_000;
const IN_CALL = new Set(['claimed', 'answered', 'held']);

/** Locks the seat ten minutes after the last key or click; never during a call, and not while one rings. */
export function useSeatLock(): { readonly onKey: () => void } {
  const client = useClient();
  const session = useSessionStore();
  const calls = useCallsStore();
  const shell = useShellStore();
  let lastTouch = performance.now();

  const onKey = (): void => {
    lastTouch = performance.now();
  };
  const look = (): void => {
    const states = (calls.calls?.calls ?? []).map((call) => call.state);
    if (states.some((state) => IN_CALL.has(state)) || session.session?.state !== 'open') onKey();
    // Whoever reaches for F2 finds no password asked. A ring that nobody answers is no sign of somebody.
    else if (states.includes('ringing')) return;
    else if (performance.now() - lastTouch >= LOCK_AFTER_MS) {
      shell.isLockedByItself = true;
      void client.do('session.lock', {});
    }
  };
  watch(
    () => session.session?.state,
    (state) => {
      if (state === 'open') shell.isLockedByItself = false;
    },
  );
  useReadyAgain();
  const timer = setInterval(look, LOOK_EVERY_MS);
  window.addEventListener('pointerdown', onKey);
  onScopeDispose(() => {
    clearInterval(timer);
    window.removeEventListener('pointerdown', onKey);
  });
  return { onKey };
}

/** Whoever comes back to a seat that was free has it free again: said, with the way to a break before it rings. */
function useReadyAgain(): void {
  const client = useClient();
  const session = useSessionStore();
  const calls = useCallsStore();
  const toasts = useToastStore();
  const m = useMessages();
  let isBack = false;
  watch(
    () => session.session?.state,
    (state, before) => {
      isBack = state === 'open' && before === 'locked';
    },
  );
  watch(
    () => calls.calls?.seatState,
    (state, before) => {
      if (!isBack || before !== 'break') return;
      isBack = false;
      if (state !== 'idle') return;
      toasts.show({
        kind: 'notice',
        text: m.value.shell.readyAgain,
        act: {
          label: m.value.intake.phone.takeBreak,
          run: () => void client.do('seat.state', { state: 'break' }),
        },
      });
    },
  );
}
