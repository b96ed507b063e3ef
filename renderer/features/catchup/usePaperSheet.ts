import { computed, nextTick, onMounted, ref, shallowRef } from 'vue';
import type { PaperCardRow } from '#core/protocol/console/rows.ts';
import type { WireError } from '#core/protocol/console/envelope.ts';
import { useClient } from '#renderer/client/useClient.ts';

/** Blank cards of this console: printed, printed again, given up. */
export function usePaperSheet() {
  const client = useClient();
  const cards = shallowRef<readonly PaperCardRow[] | null>(null);
  const error = shallowRef<WireError | null>(null);
  const onPaper = shallowRef<readonly string[]>([]);
  const isBusy = ref(false);
  const blank = computed(() =>
    (cards.value ?? []).filter((card) => card.state === 'blank').map((card) => card.caseNo),
  );

  const load = async (): Promise<void> => {
    const reply = await client.do('cards.list', {});
    if (reply.ok) cards.value = reply.value.cards;
    error.value = reply.ok ? null : reply.error;
  };
  onMounted(load);

  const toPaper = async (caseNos: readonly string[]): Promise<void> => {
    if (caseNos.length === 0) return;
    onPaper.value = caseNos;
    await nextTick();
    window.print();
  };
  /** How many numbers there were, of those asked for; null where none could be taken. */
  const print = async (count: number, day: 'today' | 'tomorrow'): Promise<number | null> => {
    if (isBusy.value) return null;
    isBusy.value = true;
    const reply = await client.do('cards.print', { count, day });
    isBusy.value = false;
    error.value = reply.ok ? null : reply.error;
    if (!reply.ok) return null;
    await load();
    await toPaper(reply.value.caseNos);
    return reply.value.caseNos.length;
  };
  const release = async (): Promise<void> => {
    const reply = await client.do('cards.release', { caseNos: blank.value });
    error.value = reply.ok ? null : reply.error;
    await load();
  };
  return {
    cards,
    error,
    blank,
    onPaper,
    isBusy,
    load,
    print,
    again: () => toPaper(blank.value),
    release,
  };
}

export type PaperSheet = ReturnType<typeof usePaperSheet>;
