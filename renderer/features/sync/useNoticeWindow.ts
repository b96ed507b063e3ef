import { computed, ref } from 'vue';
import type { NoticeRow } from '#core/protocol/console/rows.ts';
import { useAskedRows, useRowWindow } from '#renderer/client/useRowWindow.ts';
import { useSessionStore } from '#renderer/client/sessionStore.ts';
import { useView } from '#renderer/client/useView.ts';

/** The list of notices of which only a window is here, and the one that is being read. */
export function useNoticeWindow() {
  const session = useSessionStore();
  const list = ref<'all' | 'mine'>('all');
  const asked = useAskedRows(list);
  const isWanted = computed(
    () => session.session?.state === 'open' || session.session?.state === 'locked',
  );
  const { data, error } = useView('notices', () =>
    isWanted.value ? { list: list.value, ...asked.value } : null,
  );
  const shown = (): { from: number; total: number; rows: readonly NoticeRow[] } | null =>
    data.value === null
      ? null
      : { from: data.value.from, total: data.value.total, rows: data.value.notices };
  const window = useRowWindow({ list, asked, shown, keyOf: (row) => row.id });
  return { list, notices: data, error, ...window };
}
