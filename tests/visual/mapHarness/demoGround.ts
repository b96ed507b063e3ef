import { resolve } from 'node:path';
import { buildBasemap } from '#core/demo/ground/basemap.ts';
import { buildGround } from '#core/demo/ground/buildGround.ts';
import { buildTown } from '#core/demo/ground/buildTown.ts';
import { readProfileSources } from '#core/demo/readProfileSources.ts';
import type { Ground } from '#core/domain/area/ground.ts';
import { levelRings } from '#core/domain/area/rings.ts';
import { createRng, type Rng } from '#core/kernel/rng.ts';
import type { CallOutput } from '#core/protocol/console/calls.ts';
import type { MarkerTuple } from '#core/protocol/console/rows.ts';

type RawArea = CallOutput<'map.areas'>['areas'][number];
export type DemoGround = {
  readonly ground: Ground;
  readonly basemap: Uint8Array;
  readonly areas: Readonly<Record<'street' | 'community' | 'grid' | 'cell', readonly RawArea[]>>;
};

/** The demo district's ground without a server, for pictures and measurements of the map alone. */
export function buildDemoGround(): DemoGround {
  const profiles = resolve(import.meta.dirname, '../../../profiles');
  const ground = buildGround(readProfileSources(profiles, 'dongcheng'), 20_260_101);
  const basemap = buildBasemap(ground, buildTown(ground, 20_260_101));
  return {
    ground,
    basemap,
    areas: {
      street: areasOf(ground, 'street'),
      community: areasOf(ground, 'community'),
      grid: areasOf(ground, 'baseGrid'),
      cell: areasOf(ground, 'cell'),
    },
  };
}

function areasOf(ground: Ground, level: 'street' | 'community' | 'baseGrid' | 'cell'): RawArea[] {
  const groups = {
    street: ground.streets,
    community: ground.communities,
    baseGrid: ground.baseGrids,
    cell: ground.cells,
  }[level];
  return levelRings(ground, level).map((rings, i): RawArea => {
    const group = groups[i];
    const flat = rings.map((ring) =>
      ring.flatMap((c) => [ground.corners[2 * c] ?? 0, ground.corners[2 * c + 1] ?? 0]),
    );
    const name = group !== undefined && 'name' in group ? group.name : '';
    return { code: group?.code ?? '', name, label: middleOf(flat[0] ?? []), rings: flat };
  });
}

/** Centroid of a ring. */
function middleOf(ring: readonly number[]): [number, number] {
  const ox = ring[0] ?? 0;
  const oy = ring[1] ?? 0;
  let area = 0;
  let x = 0;
  let y = 0;
  for (let i = 0; i < ring.length; i += 2) {
    const ax = (ring[i] ?? 0) - ox;
    const ay = (ring[i + 1] ?? 0) - oy;
    const bx = (ring[(i + 2) % ring.length] ?? 0) - ox;
    const by = (ring[(i + 3) % ring.length] ?? 0) - oy;
    const cross = ax * by - bx * ay;
    area += cross;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
  }
  return [Math.round(ox + x / (3 * area)), Math.round(oy + y / (3 * area))];
}

/** Open cases inside the district: a few late, more of them near, a few critical unsigned. */
export function scatterCases(ground: Ground, count: number, seed: number): MarkerTuple[] {
  const rng = createRng(seed);
  return Array.from({ length: count }, (_, i): MarkerTuple => {
    const at = Math.floor(rng.next() ** 1.6 * ground.cells.length);
    const [lon, lat] = pointIn(ground, at, rng);
    const dice = rng.next();
    const lateness = dice < 0.012 ? 2 : dice < 0.075 ? 1 : 0;
    const isCritical = rng.next() < 0.006;
    const urgency = isCritical ? 2 : Number(rng.next() < 0.1);
    const isPending = Number(rng.next() < 0.01);
    const id = `case-${String(i).padStart(5, '0')}`;
    return [id, lon, lat, urgency, lateness, Number(isCritical), isPending, streetOf(ground, at)];
  });
}

/** A point inside a convex cell: a weighted mean of its corners. */
function pointIn(ground: Ground, cell: number, rng: Rng): readonly [number, number] {
  let lon = 0;
  let lat = 0;
  let sum = 0;
  for (const corner of ground.cells[cell]?.ring ?? []) {
    const weight = rng.next() + 0.05;
    lon += (ground.corners[2 * corner] ?? 0) * weight;
    lat += (ground.corners[2 * corner + 1] ?? 0) * weight;
    sum += weight;
  }
  return [Math.round(lon / sum), Math.round(lat / sum)];
}

function streetOf(ground: Ground, cell: number): string {
  const grid = ground.baseGrids[ground.cells[cell]?.baseGrid ?? -1];
  const community = ground.communities[grid?.community ?? -1];
  return ground.streets[community?.street ?? -1]?.code ?? '';
}
