import type { Gazetteer } from '../../domain/area/gazetteer.ts';
import type { Ground } from '../../domain/area/ground.ts';
import { buildAreaIndex } from '../../domain/area/locate.ts';
import type { CellRef } from '../../domain/area/locate.ts';
import type { Wgs84Point } from '../../domain/area/point.ts';
import { isInside } from '../../domain/area/polygonIndex.ts';
import { must } from '../../kernel/assert.ts';
import { pick } from '../../kernel/rng.ts';
import type { Rng } from '../../kernel/rng.ts';
import { shuffle } from '../ground/words.ts';
import { weighted } from './sampling.ts';

const HOT_SHARE_OF_CELLS = 0.05;
const HOT_SHARE_OF_CASES = 0.3;
/** 双高: hot for grid finds and for calls alike. */
const DOUBLE_HOT = 6;

export type Where = {
  readonly ref: CellRef;
  readonly point: Wgs84Point;
  /** A named place in the cell, for people. */
  readonly text: string;
};

export type WhereSampler = {
  readonly grid: (rng: Rng) => Where;
  readonly hotline: (rng: Rng) => Where;
  /** Somewhere in the same cell. */
  readonly near: (rng: Rng, where: Where) => Where;
  readonly doubleHot: readonly number[];
};

/** Cases are not spread evenly: a twentieth of the cells has a third of them. */
export function whereSampler(ground: Ground, gazetteer: Gazetteer, rng: Rng): WhereSampler {
  const areas = buildAreaIndex(ground);
  const namesOf = new Map<string, string[]>();
  for (const place of gazetteer.places) {
    if (place.cell === null || place.kind === 'street') continue;
    const list = namesOf.get(place.cell);
    if (list === undefined) namesOf.set(place.cell, [place.name]);
    else list.push(place.name);
  }
  const order = shuffle(
    ground.cells.map((_, i) => i),
    rng.fork('hot'),
  );
  const hot = Math.round(ground.cells.length * HOT_SHARE_OF_CELLS);
  const both = order.slice(0, DOUBLE_HOT);
  const gridHot = new Set([...both, ...order.slice(DOUBLE_HOT, hot)]);
  const lineHot = new Set([...both, ...order.slice(hot, 2 * hot - DOUBLE_HOT)]);
  const at = (cell: number, dice: Rng): Where => {
    const ref = must(areas.cellByCode(must(ground.cells[cell], 'cell').code), 'cell');
    const names = namesOf.get(ref.cell);
    const community = must(ground.communities[ref.communityIndex], 'community').name;
    const text = names === undefined ? community : `${pick(dice, names)}附近`;
    return { ref, point: pointIn(ground, cell, dice), text };
  };
  const sampler = (hotCells: ReadonlySet<number>): ((dice: Rng) => Where) => {
    const cold = ground.cells.length - hotCells.size;
    const choose = weighted(
      ground.cells.map((_, i) => i),
      (cell) =>
        hotCells.has(cell) ? HOT_SHARE_OF_CASES / hotCells.size : (1 - HOT_SHARE_OF_CASES) / cold,
    );
    return (dice) => at(choose(dice), dice);
  };
  return {
    grid: sampler(gridHot),
    hotline: sampler(lineHot),
    near: (dice, where) => ({ ...where, point: pointIn(ground, where.ref.cellIndex, dice) }),
    doubleHot: both,
  };
}

function pointIn(ground: Ground, cell: number, rng: Rng): Wgs84Point {
  const ring = must(ground.cells[cell], 'cell').ring.flatMap((i) => [
    must(ground.corners[2 * i], 'corner'),
    must(ground.corners[2 * i + 1], 'corner'),
  ]);
  const lons = ring.filter((_, i) => i % 2 === 0);
  const lats = ring.filter((_, i) => i % 2 === 1);
  const [west, east] = [Math.min(...lons), Math.max(...lons)];
  const [south, north] = [Math.min(...lats), Math.max(...lats)];
  for (;;) {
    const lonE6 = west + rng.int(east - west);
    const latE6 = south + rng.int(north - south);
    if (isInside([ring], lonE6, latE6)) return { lonE6, latE6 };
  }
}
