import type { BoardLane, BoardWindow } from '#core/protocol/console/views.ts';

/**
 * Where every row of the filtered list stands, from the counts of its groups alone: the list may hold tens of
 * thousands of rows of which only a window is here.
 */
export type BoardLayout = {
  readonly rowHeight: number;
  readonly headHeight: number;
  readonly total: number;
  readonly height: number;
  readonly groups: readonly BoardGroup[];
};

export type BoardGroup = {
  readonly lane: BoardLane | null;
  /** Index of its first row. */
  readonly first: number;
  readonly count: number;
  /** Top of its head, or of its first row where the list has no heads. */
  readonly top: number;
};

export type Sizes = { readonly rowHeight: number; readonly headHeight: number };

export function layOut(window: Pick<BoardWindow, 'total' | 'lanes'>, sizes: Sizes): BoardLayout {
  const shown = window.lanes.filter((lane) => lane.count > 0);
  const covered = shown.reduce((sum, lane) => sum + lane.count, 0);
  // Counts that do not add up would put rows at wrong places: better no heads than wrong ones.
  const plain = shown.length === 0 || covered !== window.total;
  const groups: BoardGroup[] = [];
  if (plain) {
    groups.push({ lane: null, first: 0, count: window.total, top: 0 });
    return { ...sizes, total: window.total, height: window.total * sizes.rowHeight, groups };
  }
  let first = 0;
  let top = 0;
  for (const { lane, count } of shown) {
    groups.push({ lane, first, count, top });
    first += count;
    top += sizes.headHeight + count * sizes.rowHeight;
  }
  return { ...sizes, total: window.total, height: top, groups };
}

/** Top of a row. An index outside the list is taken as the nearest end. */
export function topOf(layout: BoardLayout, index: number): number {
  const group = groupOf(layout, index);
  if (group === undefined) return 0;
  const head = group.lane === null ? 0 : layout.headHeight;
  return group.top + head + (index - group.first) * layout.rowHeight;
}

/** The row at a height; on a head, the first row below it. */
export function indexAt(layout: BoardLayout, y: number): number {
  if (layout.total === 0) return 0;
  let found = layout.groups[0];
  for (const group of layout.groups) if (group.top <= y) found = group;
  if (found === undefined) return 0;
  const head = found.lane === null ? 0 : layout.headHeight;
  const inside = Math.floor((y - found.top - head) / layout.rowHeight);
  const index = found.first + Math.min(Math.max(inside, 0), found.count - 1);
  return Math.min(index, layout.total - 1);
}

export type Span = { readonly from: number; readonly count: number };

/** Rows to draw for a viewport, with some above and below so that a key press shows no gap. */
export function visibleSpan(
  layout: BoardLayout,
  view: { readonly top: number; readonly height: number },
  spare = 8,
): Span {
  if (layout.total === 0) return { from: 0, count: 0 };
  const from = Math.max(0, indexAt(layout, view.top) - spare);
  const to = Math.min(layout.total - 1, indexAt(layout, view.top + view.height) + spare);
  return { from, count: to - from + 1 };
}

/**
 * The window to ask for: stays as it is while it covers what is seen and the rows that the next page would
 * show, so that a page key finds its rows here; otherwise a window of the size given around what is seen.
 */
export function windowFor(
  seen: Span,
  asked: Span,
  { size, total }: { readonly size: number; readonly total: number },
): Span {
  const end = Math.min(total, asked.from + asked.count);
  const before = Math.max(0, seen.from - seen.count);
  const after = Math.min(total, seen.from + 2 * seen.count);
  const isNear = asked.from <= before && after <= end;
  if (isNear && asked.count > 0) return asked;
  const spare = Math.max(0, size - seen.count);
  return { from: Math.max(0, seen.from - Math.floor(spare / 2)), count: size };
}

/** The scroll position at which a row is wholly in view, moving as little as possible. */
export function scrollToShow(
  layout: BoardLayout,
  index: number,
  view: { readonly top: number; readonly height: number },
): number {
  const top = topOf(layout, index);
  const group = groupOf(layout, index);
  // The first row of a group is shown together with its head.
  const upper =
    group !== undefined && group.lane !== null && group.first === index ? group.top : top;
  if (upper < view.top) return upper;
  const lower = top + layout.rowHeight;
  if (lower > view.top + view.height) return lower - view.height;
  return view.top;
}

export function groupOf(layout: BoardLayout, index: number): BoardGroup | undefined {
  let found = layout.groups[0];
  for (const group of layout.groups) if (group.first <= index) found = group;
  return found;
}
