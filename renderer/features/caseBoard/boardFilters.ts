import type { BoardFilter } from '#core/protocol/console/views.ts';

/** Six filters with the keys 1 to 6, by where the desk stands. A unit's desk begins with signing. */
const DISTRICT: readonly BoardFilter[] = [
  'mine',
  'toDispatch',
  'returned',
  'toSign',
  'near',
  'all',
];
const STREET: readonly BoardFilter[] = [
  'mine',
  'toDispatch',
  'inHand',
  'toCheck',
  'pending',
  'all',
];
const UNIT: readonly BoardFilter[] = ['mine', 'toSign', 'inHand', 'near', 'closedToday', 'all'];

export function filtersFor(scope: string | null): readonly BoardFilter[] {
  if (scope === null || scope === 'district') return DISTRICT;
  return scope.startsWith('unit:') ? UNIT : STREET;
}

export type CountTone = 'plain' | 'now' | 'soon' | 'sync';

/** Colour only where a person must act: what burns among mine, what is due soon, what waits to be sent. */
export function toneOf(
  filter: BoardFilter,
  counts: Readonly<Partial<Record<BoardFilter, number>>>,
): CountTone {
  if ((counts[filter] ?? 0) === 0) return 'plain';
  if (filter === 'near') return 'soon';
  return filter === 'pending' ? 'sync' : 'plain';
}

/** A filter that a person kept, with what was typed and how it was sorted. */
export type SavedFilter = {
  readonly name: string;
  readonly filter: BoardFilter;
  readonly text: string;
  readonly sort: 'clock' | 'newest' | 'updated';
};

/** Reads what was kept; anything that is not a saved filter is left out. */
export function readSaved(body: unknown): readonly SavedFilter[] {
  if (!Array.isArray(body)) return [];
  return body.filter(isSaved).slice(0, SAVED_MOST);
}

export const SAVED_MOST = 20;
const SORTS: readonly string[] = ['clock', 'newest', 'updated'];
const FILTERS: readonly string[] = [...new Set([...DISTRICT, ...STREET, ...UNIT])];

function isSaved(value: unknown): value is SavedFilter {
  if (typeof value !== 'object' || value === null) return false;
  const v = value as Record<string, unknown>;
  return (
    typeof v['name'] === 'string' &&
    typeof v['text'] === 'string' &&
    typeof v['filter'] === 'string' &&
    FILTERS.includes(v['filter']) &&
    typeof v['sort'] === 'string' &&
    SORTS.includes(v['sort'])
  );
}
