import type { Ground } from './ground.ts';

export type AreaLevel = 'street' | 'community' | 'grid' | 'cell';
export type ShownArea = {
  readonly code: string;
  readonly name: string;
  readonly label: [number, number];
  readonly rings: number[][];
};

/** Shapes of a level as rings of lonE6, latE6: unions of cells, so no level gaps or overlaps. */
export function areaRings(ground: Ground, level: AreaLevel): ShownArea[] {
  const groups = new Map<number, number[]>();
  ground.cells.forEach((_, cell) => {
    const group = groupOf(ground, cell, level);
    const list = groups.get(group) ?? [];
    list.push(cell);
    groups.set(group, list);
  });
  return [...groups].map(([group, cells]) => {
    const rings = unionRings(ground, cells);
    return { ...namedArea(ground, group, level), label: labelOf(rings), rings };
  });
}

function groupOf(ground: Ground, cell: number, level: AreaLevel): number {
  if (level === 'cell') return cell;
  const grid = ground.cells[cell]?.baseGrid ?? -1;
  if (level === 'grid') return grid;
  const community = ground.baseGrids[grid]?.community ?? -1;
  return level === 'community' ? community : (ground.communities[community]?.street ?? -1);
}

function namedArea(
  ground: Ground,
  group: number,
  level: AreaLevel,
): { readonly code: string; readonly name: string } {
  if (level === 'cell') {
    const code = ground.cells[group]?.code ?? '';
    return { code, name: code };
  }
  if (level === 'grid') {
    const code = ground.baseGrids[group]?.code ?? '';
    return { code, name: code };
  }
  const area = level === 'community' ? ground.communities[group] : ground.streets[group];
  return { code: area?.code ?? '', name: area?.name ?? '' };
}

/** Edges that occur in one direction only are the border of the union; walked into rings. */
function unionRings(ground: Ground, cells: readonly number[]): number[][] {
  const next = new Map<number, number[]>();
  const inner = new Set<string>();
  for (const cell of cells) {
    eachEdge(ground, cell, (p, q) => inner.add(`${p} ${q}`));
  }
  for (const cell of cells) {
    eachEdge(ground, cell, (p, q) => {
      if (inner.has(`${q} ${p}`)) return;
      const list = next.get(p) ?? [];
      list.push(q);
      next.set(p, list);
    });
  }
  const rings: number[][] = [];
  for (const start of next.keys()) {
    for (let ring = walk(start, next); ring.length > 0; ring = walk(start, next)) {
      rings.push(ring.flatMap((p) => [ground.corners[2 * p] ?? 0, ground.corners[2 * p + 1] ?? 0]));
    }
  }
  return rings.sort((a, b) => b.length - a.length);
}

function eachEdge(ground: Ground, cell: number, visit: (p: number, q: number) => void): void {
  const ring = ground.cells[cell]?.ring ?? [];
  ring.forEach((p, i) => {
    visit(p, ring[(i + 1) % ring.length] ?? p);
  });
}

function walk(start: number, next: Map<number, number[]>): number[] {
  const ring: number[] = [];
  let at = start;
  for (let to = next.get(at)?.pop(); to !== undefined; to = next.get(at)?.pop()) {
    ring.push(at);
    at = to;
    if (at === start) break;
  }
  return ring;
}

/** Middle of the outer ring's box: close enough for a name. */
function labelOf(rings: readonly (readonly number[])[]): [number, number] {
  const outer = rings[0] ?? [];
  let [west, east, south, north] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < outer.length; i += 2) {
    west = Math.min(west, outer[i] ?? west);
    east = Math.max(east, outer[i] ?? east);
    south = Math.min(south, outer[i + 1] ?? south);
    north = Math.max(north, outer[i + 1] ?? north);
  }
  return [Math.round((west + east) / 2), Math.round((south + north) / 2)];
}
