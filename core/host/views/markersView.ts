import { createHmac, randomBytes } from 'node:crypto';
import type { MarkerTuple } from '../../protocol/console/rows.ts';
import type { MarkersDelta, MarkersSnapshot } from '../../protocol/console/views.ts';
import { andOpenedBy, type Keys } from '../board/boardKeys.ts';
import type { ConsoleCore } from '../consoleCore.ts';

type MarkerRow = {
  readonly case_id: string;
  readonly lon: number;
  readonly lat: number;
  readonly urgency: number;
  readonly lane: number;
  readonly own_lane: number;
  readonly near_at: number;
  readonly due_at: number;
  readonly sync: number;
  readonly street: string;
};

/** Open cases with a place, as tuples for the map: those that these keys open. */
export async function markersView(core: ConsoleCore, keys: Keys): Promise<MarkersSnapshot> {
  const now = core.now();
  const own = andOpenedBy(keys);
  const rows = await core.replica.read((reader) =>
    reader.all<MarkerRow>(
      `SELECT case_id, lon, lat, urgency, lane, own_lane, near_at, due_at, sync, street
       FROM board WHERE open = 1 AND lon IS NOT NULL${own.sql}`,
      own.params,
    ),
  );
  return { asOf: now, markers: rows.map((row) => marker(row, now)) };
}

/**
 * The same for a wall, whoever sits here or nobody: points under names that mean nothing outside this process
 * and cannot be traced back to a case, all that this console holds.
 */
export function wallMarkers(): (core: ConsoleCore) => Promise<MarkersSnapshot> {
  const secret = randomBytes(32);
  const nameOf = (caseId: string): string =>
    createHmac('sha256', secret).update(caseId).digest('hex').slice(0, 16);
  return async (core) => {
    const { asOf, markers } = await markersView(core, null);
    const anonymous = markers.map(
      ([caseId, lon, lat, urgency, lateness, isUnsigned, , street]): MarkerTuple => {
        return [nameOf(caseId), lon, lat, urgency, lateness, isUnsigned, 0, street];
      },
    );
    return { asOf, markers: anonymous };
  };
}

function marker(row: MarkerRow, now: number): MarkerTuple {
  const lateness = row.due_at <= now ? 2 : row.near_at <= now ? 1 : 0;
  const isUnsigned = row.own_lane <= 4 ? 1 : 0;
  const isLocal = row.sync === 1 ? 1 : 0;
  return [row.case_id, row.lon, row.lat, row.urgency, lateness, isUnsigned, isLocal, row.street];
}

/** Null when nothing moved. */
export function markersDelta(before: MarkersSnapshot, now: MarkersSnapshot): MarkersDelta | null {
  const old = new Map(before.markers.map((one) => [one[0], one.join()]));
  const upsert: MarkerTuple[] = [];
  for (const one of now.markers) {
    if (old.get(one[0]) !== one.join()) upsert.push(one);
    old.delete(one[0]);
  }
  const remove = [...old.keys()];
  if (upsert.length === 0 && remove.length === 0) return null;
  return { asOf: now.asOf, upsert, remove };
}
