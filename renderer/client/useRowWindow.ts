import { computed, ref, shallowRef, watch, type Ref, type WatchSource } from 'vue';

/** Rows asked for at once: what a pane shows and some pages on both sides. */
const WINDOW_ROWS = 200;
const MARGIN_ROWS = 60;

export type RowWindow<Row> = {
  readonly from: number;
  readonly total: number;
  readonly rows: readonly Row[];
};

/** Which rows of a long list are asked of the host. Another list begins at its first row. */
export function useAskedRows(list: WatchSource) {
  const asked = shallowRef({ from: 0, count: WINDOW_ROWS });
  watch(list, () => (asked.value = { from: 0, count: WINDOW_ROWS }), { flush: 'sync' });
  return asked;
}

type Asked = Ref<{ readonly from: number; readonly count: number }>;

type Listed<Row> = {
  readonly list: WatchSource;
  readonly asked: Asked;
  readonly shown: () => RowWindow<Row> | null;
  readonly keyOf: (row: Row) => string;
};

/** A long list of which only a window is here, and the row of it that is being read. */
export function useRowWindow<Row>({ list, asked, shown, keyOf }: Listed<Row>) {
  const total = computed(() => shown()?.total ?? 0);
  const rowAt = (index: number): Row | undefined => {
    const window = shown();
    return window?.rows[index - window.from];
  };
  const keyAt = (index: number): string | null => {
    const row = rowAt(index);
    return row === undefined ? null : keyOf(row);
  };
  const chosenKey = ref<string | null>(null);
  const chosenAt = ref(0);
  /** What arrives above does not take the row away that is being read. */
  const current = computed({
    get: () => {
      const window = shown();
      const here = window?.rows.findIndex((row) => keyOf(row) === chosenKey.value) ?? -1;
      const at = here < 0 ? chosenAt.value : here + (window?.from ?? 0);
      return Math.max(0, Math.min(at, total.value - 1));
    },
    set: (at) => {
      chosenAt.value = at;
      chosenKey.value = keyAt(at);
    },
  });
  /** Somewhere far away was chosen and its row has come. */
  watch(shown, () => {
    chosenAt.value = current.value;
    chosenKey.value ??= keyAt(chosenAt.value);
  });
  watch(
    list,
    () => {
      chosenAt.value = 0;
      chosenKey.value = null;
    },
    { flush: 'sync' },
  );
  return {
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
