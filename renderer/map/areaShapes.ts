import { buildPolygonIndex, type PolygonIndex } from '#core/domain/area/polygonIndex.ts';
import type { CallInput, CallOutput } from '#core/protocol/console/calls.ts';
import { toPlane, type PlanePoint } from './mercator.ts';

export type AreaLevel = CallInput<'map.areas'>['level'];
export type RawArea = CallOutput<'map.areas'>['areas'][number];
export const AREA_LEVELS: readonly AreaLevel[] = ['cell', 'grid', 'community', 'street'];

export type Box = {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
};

/** Areas of one level in the plane: rings as flat numbers, no object a corner. */
export type AreaShapes = {
  readonly codes: readonly string[];
  readonly names: readonly string[];
  readonly labels: readonly PlanePoint[];
  readonly rings: readonly (readonly Float64Array[])[];
  readonly boxes: readonly Box[];
  readonly box: Box;
  /** Exact, in the millionths of a degree that the areas came in. */
  readonly index: PolygonIndex;
};

export function buildAreaShapes(areas: readonly RawArea[]): AreaShapes {
  const rings = areas.map((area) => area.rings.map(toPlaneRing));
  const boxes = rings.map(boxOf);
  return {
    codes: areas.map((area) => area.code),
    names: areas.map((area) => area.name),
    labels: areas.map((area) => toPlane(area.label[0], area.label[1])),
    rings,
    boxes,
    box: boxes.reduce(joinBox, EMPTY_BOX),
    index: buildPolygonIndex(areas.map((area) => area.rings)),
  };
}

const EMPTY_BOX: Box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };

function joinBox(a: Box, b: Box): Box {
  return {
    west: Math.min(a.west, b.west),
    south: Math.min(a.south, b.south),
    east: Math.max(a.east, b.east),
    north: Math.max(a.north, b.north),
  };
}

function toPlaneRing(ring: readonly number[]): Float64Array {
  const plane = new Float64Array(ring.length);
  for (let i = 0; i + 1 < ring.length; i += 2) {
    const { x, y } = toPlane(ring[i] ?? 0, ring[i + 1] ?? 0);
    plane[i] = x;
    plane[i + 1] = y;
  }
  return plane;
}

function boxOf(rings: readonly Float64Array[]): Box {
  let box = EMPTY_BOX;
  for (const ring of rings) {
    for (let i = 0; i + 1 < ring.length; i += 2) {
      const x = ring[i] ?? 0;
      const y = ring[i + 1] ?? 0;
      box = joinBox(box, { west: x, south: y, east: x, north: y });
    }
  }
  return box;
}

export function touchesBox(a: Box, b: Box): boolean {
  return a.west <= b.east && a.east >= b.west && a.south <= b.north && a.north >= b.south;
}
