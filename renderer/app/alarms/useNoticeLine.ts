import { watch } from 'vue';
import { useNoticesStore } from '#renderer/client/noticesStore.ts';
import { useScopeName } from '#renderer/client/useScopeName.ts';
import { useSessionStore } from '#renderer/client/sessionStore.ts';
import { noticeText } from '#renderer/i18n/noticeText.ts';
import { useMessages } from '#renderer/i18n/useMessages.ts';
import { useCommandStore } from '../command/commandStore.ts';

/**
 * What is new for the person here is said once, in one quiet line of the command bar: no sound, no band.
 * What he finds at his login is news of before: the count says that.
 */
export function useNoticeLine(): void {
  const store = useNoticesStore();
  const session = useSessionStore();
  const command = useCommandStore();
  const m = useMessages();
  const { scopeName } = useScopeName();
  let known: Set<string> | null = null;

  watch(
    () => session.session?.person?.id ?? null,
    () => (known = null),
  );
  watch(
    () => store.notices,
    (now) => {
      if (now === null) return;
      const isFirst = known === null;
      const before = known ?? new Set<string>();
      // What the whole scope is told may come a moment before the same is told to the person.
      const own = now.notices.filter((row) => row.mine);
      const fresh = own.filter((row) => !row.read && !before.has(row.id));
      known = new Set([...before, ...own.map((row) => row.id)]);
      const newest = fresh[0];
      if (isFirst || newest === undefined) return;
      const text = m.value.notices.line(
        noticeText(newest, m.value, scopeName),
        newest.caseNo ?? '',
      );
      command.say({ text, chord: 'G N' });
    },
    { immediate: true },
  );
}
