import type { CaseRow } from '#core/protocol/console/rows.ts';
import type { BoardWindow } from '#core/protocol/console/views.ts';

/**
 * What the board shows, and what waits. A list under live change must not jump: while a row has the focus or
 * a key went down within two seconds, a new window changes the contents of rows that stand there and nothing
 * else; order, arrivals and departures wait and are offered with their number.
 */
export type BoardRows = {
  readonly shown: BoardWindow;
  /** The newest window, when its order is not the one shown. */
  readonly waiting: BoardWindow | null;
  /** Rows that arrived by the last applied change, to be tinted for two seconds. */
  readonly arrived: ReadonlySet<string>;
};

export const HOLD_MS = 2_000;
const PUSHED_MOST = 20;

export function firstRows(window: BoardWindow): BoardRows {
  return { shown: window, waiting: null, arrived: new Set() };
}

/** A person is at it: `focused` is whether a row has the focus. */
export function isHeld(focused: boolean, lastKeyAt: number, now: number): boolean {
  return focused || now - lastKeyAt < HOLD_MS;
}

/**
 * A window came in. A window of another place in the list (the person scrolled, or soon will) is shown at
 * once, unless rows that are read would move by it.
 */
export function receive(rows: BoardRows, next: BoardWindow, held: boolean): BoardRows {
  if (rows.shown.from !== next.from) {
    if (!held || sameWhereBothAre(rows.shown, next)) return moved(rows.shown, next);
  } else if (!held || sameOrder(rows.shown, next)) {
    return apply(rows.shown, next);
  }
  return { shown: refreshed(rows.shown, next), waiting: next, arrived: new Set() };
}

/** The window holds a row for every index of the span that the list has. */
export function covers(
  window: BoardWindow,
  span: { readonly from: number; readonly count: number },
): boolean {
  const end = Math.min(window.total, span.from + span.count);
  return window.from <= span.from && end <= window.from + window.rows.length;
}

/** Lets the waiting order in: the person asked for it, or let go of the list. */
export function release(rows: BoardRows): BoardRows {
  if (rows.waiting === null) return rows;
  const isSamePlace = rows.waiting.from === rows.shown.from;
  return (isSamePlace ? apply : moved)(rows.shown, rows.waiting);
}

/** What the chip says: rows of the waiting window that the shown one lacks, at least 1 for a mere reorder. */
export function waitingCount(rows: BoardRows): number {
  if (rows.waiting === null) return 0;
  const { a, b } = common(rows.shown, rows.waiting);
  const here = new Set(a.map((row) => row.caseId));
  return Math.max(1, b.filter((row) => !here.has(row.caseId)).length);
}

/** Rows that stand here still but are in the newest window no more: acted on, or overtaken. */
export function goneRows(rows: BoardRows): ReadonlySet<string> {
  if (rows.waiting === null) return new Set();
  const there = new Set(rows.waiting.rows.map((row) => row.caseId));
  const isWhole = rows.waiting.rows.length >= rows.waiting.total - rows.waiting.from;
  const first = Math.max(0, rows.waiting.from - rows.shown.from);
  // Near an end of the waiting window a row may merely have been pushed out of it.
  const start = first === 0 ? 0 : first + PUSHED_MOST;
  const end = first + common(rows.shown, rows.waiting).a.length - PUSHED_MOST;
  const known = rows.shown.rows.slice(start, isWhole ? undefined : Math.max(start, end));
  return new Set(known.filter((row) => !there.has(row.caseId)).map((row) => row.caseId));
}

/** Index in the whole list of a case that is in the shown window, or -1. */
export function indexOfCase(window: BoardWindow, caseId: string | null): number {
  if (caseId === null) return -1;
  const at = window.rows.findIndex((row) => row.caseId === caseId);
  return at < 0 ? -1 : window.from + at;
}

export function rowAt(window: BoardWindow, index: number): CaseRow | undefined {
  return index < window.from ? undefined : window.rows[index - window.from];
}

function apply(before: BoardWindow, next: BoardWindow): BoardRows {
  const old = new Map(before.rows.map((row) => [row.caseId, row]));
  const arrived = new Set(next.rows.filter((row) => !old.has(row.caseId)).map((row) => row.caseId));
  // A whole new list (another filter) is not an arrival.
  const tinted = arrived.size < next.rows.length ? arrived : new Set<string>();
  const rows = next.rows.map((row) => kept(old.get(row.caseId), row));
  return { shown: { ...next, rows }, waiting: null, arrived: tinted };
}

/** Contents of the rows that stand there, counts of the filters; order and groups as they were. */
function refreshed(shown: BoardWindow, next: BoardWindow): BoardWindow {
  const fresh = new Map(next.rows.map((row) => [row.caseId, row]));
  const rows = shown.rows.map((row) => kept(row, fresh.get(row.caseId) ?? row));
  return { ...shown, rows, counts: next.counts, asOf: next.asOf };
}

/** Another place in the list: nothing arrived, rows that both places have keep their object. */
function moved(before: BoardWindow, next: BoardWindow): BoardRows {
  return { ...apply(before, next), arrived: new Set() };
}

/** The rows at the indexes that both windows hold. */
function common(one: BoardWindow, other: BoardWindow) {
  const from = Math.max(one.from, other.from);
  const cut = ({ from: start, rows }: BoardWindow, end: number): readonly CaseRow[] =>
    rows.slice(from - start, Math.max(from, end) - start);
  const end = Math.min(one.from + one.rows.length, other.from + other.rows.length);
  return { a: cut(one, end), b: cut(other, end) };
}

function sameWhereBothAre(one: BoardWindow, other: BoardWindow): boolean {
  const { a, b } = common(one, other);
  if (a.length === 0) return true;
  return one.total === other.total && a.every((row, at) => row.caseId === b[at]?.caseId);
}

function sameOrder(a: BoardWindow, b: BoardWindow): boolean {
  return (
    a.total === b.total &&
    a.rows.length === b.rows.length &&
    a.rows.every((row, at) => row.caseId === b.rows[at]?.caseId)
  );
}

/** The same object while nothing in it changed, so that a row is not drawn again. */
function kept(old: CaseRow | undefined, row: CaseRow): CaseRow {
  return old !== undefined && JSON.stringify(old) === JSON.stringify(row) ? old : row;
}
