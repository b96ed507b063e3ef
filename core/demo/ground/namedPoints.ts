import { must } from '../../kernel/assert.ts';
import { pick } from '../../kernel/rng.ts';
import type { Rng } from '../../kernel/rng.ts';
import type { Ground } from '../../domain/area/ground.ts';
import { buildAreaIndex } from '../../domain/area/locate.ts';
import { cellCenter } from '../../domain/area/measure.ts';
import { UNIT_METRES, toLattice, toPlane } from './plane.ts';
import type { Lattice, Plane } from './plane.ts';
import type { Building, Road, TownPlace, TownPoint } from './town.ts';
import { shuffle } from './words.ts';
import type { NameSource } from './words.ts';

type PointKind = {
  readonly category: string;
  readonly endings: readonly string[];
  readonly weight: number;
  readonly rank: 1 | 2 | 3;
  /** Named after the road it stands on. */
  readonly byRoad?: boolean;
};

const KINDS: readonly PointKind[] = [
  {
    category: 'shop',
    endings: ['便利店', '超市', '百货店', '烟酒店', '水果店', '文具店'],
    weight: 22,
    rank: 3,
  },
  {
    category: 'food',
    endings: ['饭馆', '面馆', '小吃店', '烧烤店', '包子铺', '火锅店', '茶馆'],
    weight: 20,
    rank: 3,
  },
  {
    category: 'service',
    endings: ['理发店', '洗衣店', '修车铺', '快递站', '开锁店', '家政服务部'],
    weight: 12,
    rank: 3,
  },
  { category: 'bus_stop', endings: ['公交站'], weight: 9, rank: 3, byRoad: true },
  { category: 'toilet', endings: ['公共厕所'], weight: 6, rank: 3, byRoad: true },
  { category: 'waste', endings: ['垃圾分类驿站'], weight: 5, rank: 3, byRoad: true },
  { category: 'parking', endings: ['停车场'], weight: 5, rank: 2, byRoad: true },
  { category: 'office', endings: ['大厦', '写字楼', '商务中心', '创业园'], weight: 5, rank: 2 },
  { category: 'hotel', endings: ['宾馆', '酒店', '客栈', '招待所'], weight: 3, rank: 2 },
  { category: 'bank', endings: ['银行网点', '储蓄所'], weight: 2, rank: 3 },
  { category: 'kindergarten', endings: ['幼儿园'], weight: 2, rank: 2 },
  { category: 'school', endings: ['小学', '中学', '职业学校'], weight: 1.5, rank: 1 },
  { category: 'clinic', endings: ['社区卫生服务站', '诊所', '药店'], weight: 4, rank: 2 },
  { category: 'hospital', endings: ['医院'], weight: 0.3, rank: 1 },
  { category: 'market', endings: ['菜市场', '农贸市场'], weight: 1, rank: 2 },
  { category: 'elderly', endings: ['养老驿站', '托老所'], weight: 1, rank: 2 },
  { category: 'sport', endings: ['健身广场', '体育馆', '游泳馆'], weight: 1, rank: 2 },
  { category: 'charging', endings: ['充电站', '电动自行车充电棚'], weight: 2, rank: 3 },
  { category: 'culture', endings: ['书店', '图书馆', '剧场', '文化站'], weight: 1, rank: 2 },
];

/** Offices first (streets, communities), then invented places along the roads; `count` in all. */
export function placePoints(
  ground: Ground,
  on: { readonly count: number; readonly roads: readonly Road[]; readonly names: NameSource },
  rng: Rng,
): TownPoint[] {
  const points: TownPoint[] = offices(ground);
  const taken = new Set(points.map((p) => p.name));
  const areas = buildAreaIndex(ground);
  const named = on.roads.filter((r) => r.name !== null);
  const roads = weighted(named, (r) => r.lengthM);
  const kinds = weighted(KINDS, (k) => k.weight);
  while (points.length < on.count) {
    const kind = kinds(rng);
    const road = roads(rng);
    const stem = kind.byRoad === true ? must(road.name, 'named') : on.names.word();
    const at = besideRoad(road, rng);
    if (at === null || areas.locate({ lonE6: at[0], latE6: at[1] }) === null) continue;
    const name = firstFree(taken, stem, pick(rng, kind.endings));
    points.push({ name, at, category: kind.category, rank: kind.rank });
  }
  return points;
}

function firstFree(taken: Set<string>, stem: string, ending: string): string {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? stem + ending : `${stem}${n}号${ending}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}

function offices(ground: Ground): TownPoint[] {
  const firstCellOf = (belongs: (cell: number) => boolean): Lattice => {
    const cells = ground.cells.flatMap((_, i) => (belongs(i) ? [i] : []));
    const at = cellCenter(ground, must(cells[Math.floor(cells.length / 2)], 'a cell'));
    return [at.lonE6, at.latE6];
  };
  const communityOf = (cell: number): number =>
    must(ground.baseGrids[must(ground.cells[cell], 'cell').baseGrid], 'grid').community;
  const streets = ground.streets.map((s, i): TownPoint => ({
    name: `${s.name}办事处`,
    at: firstCellOf((c) => ground.communities[communityOf(c)]?.street === i),
    category: 'government',
    rank: 1,
  }));
  const communities = ground.communities.map((c, i): TownPoint => ({
    name: `${c.name}居委会`,
    at: firstCellOf((cell) => communityOf(cell) === i),
    category: 'community',
    rank: 2,
  }));
  return [...streets, ...communities];
}

/** A place 9 to 24 m beside a road. */
function besideRoad(road: Road, rng: Rng): Lattice | null {
  const k = rng.int(road.path.length - 1);
  const a = toPlane(must(road.path[k], 'path'));
  const b = toPlane(must(road.path[k + 1], 'path'));
  const t = rng.next();
  const dx = b[0] - a[0];
  const dy = b[1] - a[1];
  const length = Math.sqrt(dx * dx + dy * dy);
  const off = ((9 + rng.next() * 15) / UNIT_METRES) * (rng.next() < 0.5 ? -1 : 1);
  if (length === 0) return null;
  const p: Plane = [a[0] + dx * t - (dy * off) / length, a[1] + dy * t + (dx * off) / length];
  return toLattice(p);
}

export function placeEstates(
  buildings: readonly Building[],
  on: { readonly count: number; readonly names: NameSource },
  rng: Rng,
): TownPlace[] {
  const cells = [...new Set(buildings.map((b) => b.cell))];
  const chosen = new Set(shuffle(cells, rng).slice(0, on.count));
  const first = new Map<number, Building[]>();
  for (const building of buildings) {
    if (!chosen.has(building.cell)) continue;
    first.set(building.cell, [...(first.get(building.cell) ?? []), building]);
  }
  return [...first.values()].map((list) => {
    const middle = must(list[Math.floor(list.length / 2)], 'building');
    return { name: on.names.estate(), at: must(middle.ring[0], 'corner') };
  });
}

/** Where two named roads meet, one of them at least of class 2. */
export function junctionsOf(roads: readonly Road[]): TownPlace[] {
  const at = new Map<number, Road[]>();
  for (const road of roads) {
    if (road.name === null) continue;
    for (const node of road.nodes) at.set(node, [...(at.get(node) ?? []), road]);
  }
  const seen = new Set<string>();
  const found: TownPlace[] = [];
  for (const [node, meeting] of at) {
    const [a, b] = [...new Set(meeting)].sort((x, y) => x.roadClass - y.roadClass);
    if (a === undefined || b === undefined || a.roadClass > 2) continue;
    const name = `${a.name ?? ''}与${b.name ?? ''}路口`;
    if (seen.has(name)) continue;
    seen.add(name);
    found.push({ name, at: must(a.path[a.nodes.indexOf(node)], 'node') });
  }
  return found;
}

function weighted<T>(items: readonly T[], weightOf: (item: T) => number): (rng: Rng) => T {
  const sums: number[] = [];
  let sum = 0;
  for (const item of items) {
    sum += weightOf(item);
    sums.push(sum);
  }
  return (rng) => {
    const at = rng.next() * sum;
    let low = 0;
    let high = sums.length - 1;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((sums[middle] ?? 0) > at) high = middle;
      else low = middle + 1;
    }
    return must(items[low], 'item');
  };
}
