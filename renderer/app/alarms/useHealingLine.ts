import { watch } from 'vue';
import { useSessionStore } from '#renderer/client/sessionStore.ts';
import { useSyncStore } from '#renderer/client/syncStore.ts';
import { useMessages } from '#renderer/i18n/useMessages.ts';
import { useToastStore } from '#renderer/ui/toastStore.ts';
import { useRouterStore } from '../routerStore.ts';

const SHOWN_SECONDS = 30;

/**
 * The line is back and what was done meanwhile is decided: what became of it is said once, with the way to the
 * screen that keeps it. A healing of before the login is on that screen only.
 */
export function useHealingLine(): void {
  const store = useSyncStore();
  const session = useSessionStore();
  const toasts = useToastStore();
  const router = useRouterStore();
  const m = useMessages();
  let known: number | null | undefined;

  watch(
    () => session.session?.person?.id ?? null,
    () => (known = undefined),
  );
  watch(
    () => store.sync,
    (now) => {
      if (now === null) return;
      const before = known;
      known = now.healing?.healedAt ?? null;
      if (now.healing === null || before === undefined || before === known) return;
      const { sent, conflicts } = now.healing;
      toasts.show({
        kind: conflicts === 0 ? 'done' : 'notice',
        text: m.value.shell.healed(sent, conflicts),
        seconds: SHOWN_SECONDS,
        act: { label: m.value.shell.syncDetail, run: () => router.go('sync') },
      });
    },
    { immediate: true },
  );
}
