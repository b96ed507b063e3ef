import { computed, ref, shallowRef, watch } from 'vue';
import type { NoticeRow } from '#core/protocol/console/rows.ts';
import { useSessionStore } from '#renderer/client/sessionStore.ts';
import { useView } from '#renderer/client/useView.ts';

/** Rows asked for at once: what a pane shows and some pages on both sides. */
const WINDOW_ROWS = 200;
const MARGIN_ROWS = 60;

/** The list of notices of which only a window is here, and the one that is being read. */
export function useNoticeWindow() {
  const session = useSessionStore();
  const list = ref<'all' | 'mine'>('all');
  const asked = shallowRef({ from: 0, count: WINDOW_ROWS });
  const isWanted = computed(
    () => session.session?.state === 'open' || session.session?.state === 'locked',
  );
  const { data, error } = useView('notices', () =>
    isWanted.value ? { list: list.value, ...asked.value } : null,
  );
  const total = computed(() => data.value?.total ?? 0);
  const rowAt = (index: number): NoticeRow | undefined =>
    data.value?.notices[index - data.value.from];

  const chosenId = ref<string | null>(null);
  const chosenAt = ref(0);
  /** What arrives above does not take the row away that is being read. */
  const current = computed({
    get: () => {
      const here = data.value?.notices.findIndex((row) => row.id === chosenId.value) ?? -1;
      const at = here < 0 ? chosenAt.value : here + (data.value?.from ?? 0);
      return Math.max(0, Math.min(at, total.value - 1));
    },
    set: (at) => {
      chosenAt.value = at;
      chosenId.value = rowAt(at)?.id ?? null;
    },
  });
  /** Somewhere far away was chosen and its row has come. */
  watch(data, () => {
    chosenAt.value = current.value;
    chosenId.value ??= rowAt(chosenAt.value)?.id ?? null;
  });
  watch(
    list,
    () => {
      asked.value = { from: 0, count: WINDOW_ROWS };
      chosenAt.value = 0;
      chosenId.value = null;
    },
    { flush: 'sync' },
  );

  return {
    list,
    notices: data,
    error,
    total,
    rowAt,
    current,
    chosen: computed(() => rowAt(current.value) ?? null),
    /** These rows are in view: another window, when the one that was asked for does not hold them. */
    look: (from: number, count: number) => {
      const { from: first, count: held } = asked.value;
      const to = Math.min(from + count, total.value);
      if (from >= first && to <= first + held) return;
      asked.value = { from: Math.max(0, from - MARGIN_ROWS), count: WINDOW_ROWS };
    },
  };
}
