import { createHmac, randomBytes } from 'node:crypto';
import type { MarkerTuple } from '../../protocol/console/rows.ts';
import type { MarkersDelta, MarkersSnapshot } from '../../protocol/console/views.ts';
import type { Keys } from '../board/boardKeys.ts';
import type { ConsoleCore } from '../consoleCore.ts';
import { MarkerBook } from './markerBook.ts';

export type MarkersView = {
  readonly heard: (cases: ReadonlySet<string> | undefined) => void;
  readonly look: (core: ConsoleCore, keys: Keys) => Promise<MarkersSnapshot>;
};

/** Open cases with a place, as tuples for the map: those that these keys open. */
export function markersView(): MarkersView {
  const book = new MarkerBook();
  return {
    heard: (cases) => {
      book.heard(cases);
    },
    look: async (core, keys) => {
      const asOf = core.now();
      return { asOf, markers: await book.read(core.replica, keys, asOf) };
    },
  };
}

/**
 * The same for a wall, whoever sits here or nobody: points under names that mean nothing outside this process
 * and cannot be traced back to a case, all that this console holds.
 */
export function wallMarkers(): {
  readonly heard: MarkersView['heard'];
  readonly look: (core: ConsoleCore) => Promise<MarkersSnapshot>;
} {
  const secret = randomBytes(32);
  const nameOf = (caseId: string): string =>
    createHmac('sha256', secret).update(caseId).digest('hex').slice(0, 16);
  const view = markersView();
  const known = new WeakMap<MarkerTuple, MarkerTuple>();
  const nameless = (one: MarkerTuple): MarkerTuple => {
    const before = known.get(one);
    if (before !== undefined) return before;
    const [caseId, lon, lat, urgency, lateness, isUnsigned, , street] = one;
    const tuple: MarkerTuple = [nameOf(caseId), lon, lat, urgency, lateness, isUnsigned, 0, street];
    known.set(one, tuple);
    return tuple;
  };
  let last: MarkersSnapshot['markers'] = [];
  let shown: MarkersSnapshot['markers'] = [];
  return {
    heard: view.heard,
    look: async (core) => {
      const { asOf, markers } = await view.look(core, null);
      if (markers !== last) shown = markers.map(nameless);
      last = markers;
      return { asOf, markers: shown };
    },
  };
}

/** Null when nothing moved. A tuple that says the same is the same object (MarkerBook). */
export function markersDelta(before: MarkersSnapshot, now: MarkersSnapshot): MarkersDelta | null {
  if (before.markers === now.markers) return null;
  const old = new Map(before.markers.map((one) => [one[0], one]));
  const upsert: MarkerTuple[] = [];
  for (const one of now.markers) {
    if (old.get(one[0]) !== one) upsert.push(one);
    old.delete(one[0]);
  }
  const remove = [...old.keys()];
  if (upsert.length === 0 && remove.length === 0) return null;
  return { asOf: now.asOf, upsert, remove };
}
