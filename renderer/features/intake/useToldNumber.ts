import { watch } from 'vue';
import { useLinkStore } from '#renderer/client/linkStore.ts';
import { useClient } from '#renderer/client/useClient.ts';
import { useIntakeStore } from './intakeStore.ts';

/**
 * The number that the open form will take, so that the caller can be told before it is sent. Only one
 * form at a time holds it: with several in hand the others say that their number follows.
 */
export function useToldNumber(): void {
  const client = useClient();
  const link = useLinkStore();
  const store = useIntakeStore();
  let turn = 0;
  watch(
    () => [store.activeKey, store.forms.length, link.state] as const,
    async () => {
      turn += 1;
      const mine = turn;
      const reply = await client.do('number.peek', {});
      if (mine !== turn || store.active === null || !reply.ok) return;
      const next = reply.value.caseNo;
      const isTaken = store.forms.some((form) => form !== store.active && form.toldNo === next);
      if (!isTaken) store.active.toldNo = next;
      else if (store.active.toldNo === next) store.active.toldNo = null;
    },
    { immediate: true },
  );
}
