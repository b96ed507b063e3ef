import type { Ground } from '../../domain/area/ground.ts';
import type { Unit } from '../../domain/catalogue/unit.ts';

const known = new WeakMap<Ground, Map<string, readonly [number, number]>>();

/** Where a unit is at home: the middle of its base grid, its community or its street; null when unknown. */
export function unitPoint(ground: Ground, unit: Unit): readonly [number, number] | null {
  const middles = known.get(ground) ?? middlesOf(ground);
  known.set(ground, middles);
  return middles.get(unit.baseGrid ?? unit.community ?? unit.street ?? '') ?? null;
}

function middlesOf(ground: Ground): Map<string, readonly [number, number]> {
  const sums = new Map<string, { lon: number; lat: number; count: number }>();
  const add = (code: string | undefined, lon: number, lat: number): void => {
    if (code === undefined) return;
    const sum = sums.get(code) ?? { lon: 0, lat: 0, count: 0 };
    sums.set(code, { lon: sum.lon + lon, lat: sum.lat + lat, count: sum.count + 1 });
  };
  for (const cell of ground.cells) {
    const corner = cell.ring[0] ?? 0;
    const lon = ground.corners[2 * corner] ?? 0;
    const lat = ground.corners[2 * corner + 1] ?? 0;
    const grid = ground.baseGrids[cell.baseGrid];
    const community = ground.communities[grid?.community ?? -1];
    add(grid?.code, lon, lat);
    add(community?.code, lon, lat);
    add(ground.streets[community?.street ?? -1]?.code, lon, lat);
  }
  return new Map(
    [...sums].map(([code, { lon, lat, count }]) => [
      code,
      [Math.round(lon / count), Math.round(lat / count)],
    ]),
  );
}
