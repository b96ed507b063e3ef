import { computed, ref, shallowRef, watch } from 'vue';
import type { BoardFilter, BoardParams, BoardWindow } from '#core/protocol/console/views.ts';
import { useView } from '#renderer/client/useView.ts';
import { layOut, visibleSpan, windowFor, type Sizes, type Span } from './boardLayout.ts';
import {
  covers,
  firstRows,
  indexOfCase,
  isHeld,
  receive,
  release,
  waitingCount,
  type BoardRows,
} from './boardRows.ts';

/** Rows asked for at once: what a screen shows and two pages on each side; the host gives no more. */
const WINDOW_ROWS = 200;
const TYPING_MS = 120;

export type BoardPorts = {
  /** A row has the focus now. */
  readonly isFocused: () => boolean;
  readonly sizes: () => Sizes;
  readonly now: () => number;
  /** Another list stands there: the person chose its filter, its words or its order. */
  readonly onOtherList?: () => void;
};

/** The list of one filter: what is asked for, what is shown, what waits. */
export function useBoard(ports: BoardPorts) {
  const filter = ref<BoardFilter>('mine');
  const typed = ref('');
  const text = ref('');
  const sort = ref<BoardParams['sort']>('clock');
  const asked = shallowRef<Span>({ from: 0, count: WINDOW_ROWS });
  const rows = shallowRef<BoardRows | null>(null);
  let lastKeyAt = 0;
  let isFresh = true;

  const params = computed<BoardParams>(() => ({
    filter: filter.value,
    text: text.value,
    sort: sort.value,
    from: asked.value.from,
    count: asked.value.count,
  }));
  const { data, error, receivedAt } = useView('board', params);

  const restart = (): void => {
    isFresh = true;
    asked.value = { from: 0, count: WINDOW_ROWS };
  };
  watch([filter, sort, text], restart, { flush: 'sync' });
  watch(typed, (value, _, onCleanup) => {
    const timer = setTimeout(() => {
      text.value = value.trim();
    }, TYPING_MS);
    onCleanup(() => clearTimeout(timer));
  });

  const held = (): boolean => isHeld(ports.isFocused(), lastKeyAt, ports.now());
  watch(data, (next) => {
    if (next === null) return;
    const isOther = rows.value !== null && isFresh;
    rows.value =
      rows.value === null || isFresh ? firstRows(next) : receive(rows.value, next, held());
    isFresh = false;
    if (isOther) ports.onOtherList?.();
  });
  watch(ports.now, () => {
    if (rows.value?.waiting !== null && rows.value !== null && !held()) letIn();
  });

  const letIn = (): void => {
    if (rows.value !== null) rows.value = release(rows.value);
  };
  const shown = computed<BoardWindow | null>(() => rows.value?.shown ?? null);
  const layout = computed(() => layOut(shown.value ?? { total: 0, lanes: [] }, ports.sizes()));

  return {
    filter,
    typed,
    sort,
    rows,
    shown,
    layout,
    error,
    receivedAt,
    waiting: computed(() => (rows.value === null ? 0 : waitingCount(rows.value))),
    letIn,
    noteKey: () => {
      lastKeyAt = ports.now();
    },
    /** The viewport moved: asks for another window before the present one no longer covers it. */
    look: (view: { readonly top: number; readonly height: number }) => {
      const seen = visibleSpan(layout.value, view);
      const { total } = layout.value;
      asked.value = windowFor(seen, asked.value, { size: WINDOW_ROWS, total });
      // Nothing that is read stands still where no rows are: the newer order may come in.
      if (rows.value !== null && !covers(rows.value.shown, seen)) letIn();
      return seen;
    },
    indexOf: (caseId: string | null) =>
      shown.value === null ? -1 : indexOfCase(shown.value, caseId),
  };
}
