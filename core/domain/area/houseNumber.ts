import type { GazetteerRoad } from './gazetteer.ts';
import { metresPerMicroDegree } from './measure.ts';
import type { Wgs84Point } from './point.ts';

/** Metres from the middle of the road to its doors, by class. */
const DOOR_OFF_M = { 1: 24, 2: 15, 3: 8 } as const;

/** Where a house number stands, or null when the road has no such number. */
export function houseNumberPoint(road: GazetteerRoad, number: number): Wgs84Point | null {
  if (!Number.isInteger(number) || number < 1 || number > road.lastNumber) return null;
  const scale = metresPerMicroDegree(road.path[1] ?? 0);
  const along = (Math.ceil(number / 2) - 0.5) * road.spacingM;
  const side = number % 2 === 1 ? 1 : -1;
  let passed = 0;
  for (let i = 0; i + 3 < road.path.length; i += 2) {
    const ax = road.path[i] ?? 0;
    const ay = road.path[i + 1] ?? 0;
    const dx = ((road.path[i + 2] ?? 0) - ax) * scale.lon;
    const dy = ((road.path[i + 3] ?? 0) - ay) * scale.lat;
    const length = Math.sqrt(dx * dx + dy * dy);
    const isLast = i + 5 >= road.path.length;
    if (length === 0 || (passed + length < along && !isLast)) {
      passed += length;
      continue;
    }
    const t = Math.min(1, (along - passed) / length);
    const off = (side * DOOR_OFF_M[road.roadClass]) / length;
    return {
      lonE6: Math.round(ax + (dx * t - dy * off) / scale.lon),
      latE6: Math.round(ay + (dy * t + dx * off) / scale.lat),
    };
  }
  return null;
}
