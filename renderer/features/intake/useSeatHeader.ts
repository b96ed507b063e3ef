import type { CallRow } from '#core/protocol/console/rows.ts';
import { useScreenHeader } from '#renderer/app/shell/shellStore.ts';
import { useCallsStore } from '#renderer/client/callsStore.ts';
import { useScopeName } from '#renderer/client/useScopeName.ts';
import { useSessionStore } from '#renderer/client/sessionStore.ts';
import { useFormat } from '#renderer/i18n/useFormat.ts';
import { useMessages } from '#renderer/i18n/useMessages.ts';
import { callLook } from './callLook.ts';

/** The head of the seat: its number and state, who sits there, and how the hall stands. */
export function useSeatHeader(call: () => CallRow | null): void {
  const calls = useCallsStore();
  const session = useSessionStore();
  const { deskName } = useScopeName();
  const m = useMessages();
  const format = useFormat();
  useScreenHeader(() => {
    const now = calls.calls;
    const words = m.value.intake.phone;
    return {
      title: m.value.shell.titles.intake(now?.seat ?? session.session?.seat ?? ''),
      tag: words[callLook(call(), now?.seatState ?? 'off')],
      note: [session.session?.person?.name, deskName(session.session?.scope ?? 'district')]
        .filter(Boolean)
        .join(' · '),
      figures:
        now === null
          ? []
          : [
              { label: m.value.shell.queue, value: String(now.queue) },
              { label: m.value.shell.longest, value: format.value.minutes(now.longestWaitMs) },
              { label: m.value.shell.idleSeats, value: `${now.idleSeats} / ${now.seatsTotal}` },
            ],
    };
  });
}
