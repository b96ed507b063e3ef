import { computed, onScopeDispose, shallowRef, triggerRef, watch } from 'vue';
import type { CaseRow } from '#core/protocol/console/rows.ts';
import { useClient } from '#renderer/client/useClient.ts';
import { useSelectionStore } from '#renderer/client/selectionStore.ts';
import { useMapFeedStore } from '#renderer/map/mapFeedStore.ts';
import { orderSelection } from './selectionOrder.ts';

const ROWS_MOST = 200;
const REFRESH_MS = 1_000;

/**
 * What is selected on the map: one case or those of a group, worst first, with their rows. The current one is
 * the program's shared selection, so board and case file follow.
 */
export function useMapSelection() {
  const client = useClient();
  const selection = useSelectionStore();
  const feed = useMapFeedStore();
  const ids = shallowRef<readonly string[]>(selection.caseId === null ? [] : [selection.caseId]);
  const rows = shallowRef<ReadonlyMap<string, CaseRow>>(new Map());
  let timer: ReturnType<typeof setTimeout> | undefined;

  const load = async (): Promise<void> => {
    const asked = ids.value.slice(0, ROWS_MOST);
    if (asked.length === 0) {
      rows.value = new Map();
      return;
    }
    const reply = await client.do('case.rows', { caseIds: [...asked] });
    if (reply.ok) rows.value = new Map(reply.value.rows.map((row) => [row.caseId, row]));
  };
  const stop = feed.markers.listen({
    onChange() {
      clearTimeout(timer);
      timer = setTimeout(() => {
        // Order and rows are looked at again.
        triggerRef(ids);
      }, REFRESH_MS);
    },
  });
  onScopeDispose(() => {
    clearTimeout(timer);
    stop();
  });

  const cases = computed(() => orderSelection(ids.value, feed.markers.tupleOf, rows.value));
  watch(ids, () => void load(), { immediate: true });
  watch(
    () => selection.caseId,
    (id) => {
      if (id !== null && !ids.value.includes(id)) ids.value = [id];
    },
  );

  const choose = (chosen: readonly string[]): void => {
    ids.value = chosen;
    const first = orderSelection(chosen, feed.markers.tupleOf, rows.value)[0];
    selection.select(first?.caseId ?? null, 'map');
  };
  const step = (by: 1 | -1): void => {
    const list = cases.value;
    if (list.length === 0) return;
    const at = list.findIndex((each) => each.caseId === selection.caseId);
    const next = list[(at + by + list.length) % list.length];
    if (next !== undefined) selection.select(next.caseId, 'map');
  };
  return {
    cases,
    current: computed(() => selection.caseId),
    choose,
    step,
    setCurrent: (caseId: string) => selection.select(caseId, 'map'),
    clear() {
      ids.value = [];
      selection.select(null, 'map');
    },
  };
}
