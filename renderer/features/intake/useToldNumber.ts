import { computed, watch } from 'vue';
import { useLinkStore } from '#renderer/client/linkStore.ts';
import { useSyncStore } from '#renderer/client/syncStore.ts';
import { useClient } from '#renderer/client/useClient.ts';
import { useIntakeStore } from './intakeStore.ts';

/**
 * The number that the open form will take, so that the caller can be told before it is sent: each form has
 * its own, and keeps it over a crash.
 */
export function useToldNumber(): void {
  const client = useClient();
  const link = useLinkStore();
  const store = useIntakeStore();
  const sync = useSyncStore();
  /** Numbers came while a form stood open without one. */
  const hasNumbers = computed(() => (sync.sync?.numbersLeft ?? 0) > 0);
  let turn = 0;
  watch(
    () => [store.activeKey, store.forms.length, link.state, hasNumbers.value] as const,
    async () => {
      turn += 1;
      const mine = turn;
      const form = store.active;
      if (form === null) return;
      const reply = await client.do('number.peek', { form: form.once });
      if (mine === turn && reply.ok) form.toldNo = reply.value.caseNo;
    },
    { immediate: true },
  );
}
