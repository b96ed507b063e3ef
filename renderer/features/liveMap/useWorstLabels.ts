import { computed, shallowRef, watch } from 'vue';
import type { CaseRow } from '#core/protocol/console/rows.ts';
import { useClient } from '#renderer/client/useClient.ts';
import { useFormat } from '#renderer/i18n/useFormat.ts';
import { useMessages } from '#renderer/i18n/useMessages.ts';
import { clockStateAt } from '#renderer/ui/clockState.ts';
import { useNowStore } from '#renderer/ui/nowStore.ts';

const TITLE_MOST = 8;
const TAIL = 4;

/** What stands in brackets at the end of a matter's name tells it from its kin; on the map there is no room. */
function withoutNote(name: string): string {
  return name.replace(/[(（].*$/u, '').trim() || name;
}

/** Short words for the worst cases in view: tail of the number, matter, clock. */
export function useWorstLabels(worst: () => readonly string[]) {
  const client = useClient();
  const m = useMessages();
  const format = useFormat();
  const ticking = useNowStore();
  const rows = shallowRef<readonly CaseRow[]>([]);
  const matterNames = new Map<string, string>();
  const nameMatter = async (matter: string | null): Promise<void> => {
    if (matter === null || matterNames.has(matter)) return;
    const reply = await client.do('matter.get', { matter });
    if (reply.ok && reply.value.matter !== null) matterNames.set(matter, reply.value.matter.name);
  };
  const load = async (ids: readonly string[]): Promise<void> => {
    if (ids.length === 0) {
      rows.value = [];
      return;
    }
    const reply = await client.do('case.rows', { caseIds: [...ids] });
    if (!reply.ok) return;
    await Promise.all(reply.value.rows.map((row) => nameMatter(row.matter)));
    rows.value = reply.value.rows;
  };
  watch(
    () => worst().join(' '),
    () => void load(worst()),
    { immediate: true },
  );
  const clockWords = (row: CaseRow): string => {
    if (row.clock === null) return '';
    const state = clockStateAt(ticking.now, row.clock);
    if (state.level === 'paused') return m.value.common.clockPaused;
    const hours = format.value.hours(Math.abs(state.leftMs));
    return state.level === 'over'
      ? m.value.common.clockOver(hours)
      : m.value.common.clockLeft(hours);
  };
  // Titles begin with the place, which the map shows already: the matter says more in eight characters.
  const shortMatter = (row: CaseRow): string =>
    withoutNote(matterNames.get(row.matter ?? '') ?? row.title).slice(0, TITLE_MOST);
  const words = computed(() =>
    rows.value
      .map((row) => {
        const parts = [row.caseNo?.slice(-TAIL) ?? '', shortMatter(row), clockWords(row)];
        return `${row.caseId}\n${parts.filter((part) => part !== '').join(' ')}`;
      })
      .join('\n\n'),
  );
  // A new map only when a word changed, not every second.
  return computed(
    () =>
      new Map(
        words.value
          .split('\n\n')
          .filter((line) => line !== '')
          .map((line) => line.split('\n') as [string, string]),
      ),
  );
}
