import type { GazetteerPlace, GazetteerRoad } from './gazetteer.ts';
import type { AreaIndex } from './locate.ts';
import { metresPerMicroDegree } from './measure.ts';
import type { Wgs84Point } from './point.ts';

/** Metres from the middle of the road to its doors, by class. */
const DOOR_OFF_M = { 1: 24, 2: 15, 3: 8 } as const;

/** Where a house number stands, or null when the road has no such number. */
function houseNumberPoint(road: GazetteerRoad, number: number): Wgs84Point | null {
  if (!Number.isInteger(number) || number < 1 || number > road.lastNumber) return null;
  const along = (Math.ceil(number / 2) - 0.5) * road.spacingM;
  const leg = legAt(road.path, along);
  if (leg === null) return null;
  const side = number % 2 === 1 ? 1 : -1;
  const off = (side * DOOR_OFF_M[road.roadClass]) / leg.length;
  return {
    lonE6: Math.round(leg.lonE6 + (leg.dx * leg.share - leg.dy * off) / leg.scale.lon),
    latE6: Math.round(leg.latE6 + (leg.dy * leg.share + leg.dx * off) / leg.scale.lat),
  };
}

/** The door as a place, or null when the road has no such number or it stands in another district. */
export function doorOnRoad(
  road: GazetteerRoad,
  number: number,
  areas: AreaIndex,
): GazetteerPlace | null {
  const point = houseNumberPoint(road, number);
  if (point === null) return null;
  // The outer side of the ring road is another district's.
  const at = areas.locate(point);
  if (at === null) return null;
  return {
    id: `${road.id}-${number}`,
    name: `${road.name}${number}\u53f7`,
    initials: `${road.initials}${number}h`,
    kind: 'houseNumber',
    category: null,
    point: [point.lonE6, point.latE6],
    cell: at.cell,
    street: at.street,
  };
}

type Leg = {
  readonly lonE6: number;
  readonly latE6: number;
  /** Metres from the leg's beginning to its end. */
  readonly dx: number;
  readonly dy: number;
  readonly length: number;
  /** How far along the leg, 0 to 1. */
  readonly share: number;
  readonly scale: { readonly lon: number; readonly lat: number };
};

/** The leg of the path that `along` metres fall on; beyond the end the last one's end. */
function legAt(path: readonly number[], along: number): Leg | null {
  let found: Leg | null = null;
  let passed = 0;
  for (let i = 0; i + 3 < path.length; i += 2) {
    const [lonE6 = 0, latE6 = 0, toLon = 0, toLat = 0] = path.slice(i, i + 4);
    const scale = metresPerMicroDegree(latE6);
    const dx = (toLon - lonE6) * scale.lon;
    const dy = (toLat - latE6) * scale.lat;
    const length = Math.sqrt(dx * dx + dy * dy);
    if (length === 0) continue;
    const share = Math.min(1, (along - passed) / length);
    found = { lonE6, latE6, dx, dy, length, share, scale };
    passed += length;
    if (passed >= along) break;
  }
  return found;
}
