import type { Ground } from './ground.ts';

export type AreaLevel = 'district' | 'street' | 'community' | 'baseGrid' | 'cell';

/** Group index of a cell on a level. */
export function groupOfCell(ground: Ground, level: AreaLevel, cellIndex: number): number {
  const baseGrid = ground.cells[cellIndex]?.baseGrid ?? -1;
  const community = ground.baseGrids[baseGrid]?.community ?? -1;
  switch (level) {
    case 'district':
      return 0;
    case 'street':
      return ground.communities[community]?.street ?? -1;
    case 'community':
      return community;
    case 'baseGrid':
      return baseGrid;
    case 'cell':
      return cellIndex;
  }
}

/**
 * Shapes of a level as unions of cells: for each group its rings of corner indices, outer rings
 * anticlockwise and holes clockwise. Edges between two cells of one group cancel out.
 */
export function levelRings(ground: Ground, level: AreaLevel): number[][][] {
  const groups: Map<number, number[]>[] = [];
  const stride = ground.corners.length / 2;
  const groupOfEdge = new Map<number, number>();
  ground.cells.forEach((cell, index) => {
    const group = groupOfCell(ground, level, index);
    cell.ring.forEach((p, i) => {
      groupOfEdge.set(p * stride + (cell.ring[(i + 1) % cell.ring.length] ?? p), group);
    });
  });
  for (const [edge, group] of groupOfEdge) {
    const from = Math.floor(edge / stride);
    const to = edge % stride;
    if (groupOfEdge.get(to * stride + from) === group) continue;
    groups[group] ??= new Map();
    const next = groups[group];
    const list = next.get(from);
    if (list === undefined) next.set(from, [to]);
    else list.push(to);
  }
  return Array.from(groups, (edges: Map<number, number[]> | undefined) => traceRings(edges));
}

/** Borders between groups of a level (and around the district) as single edges with both owners. */
export type BorderEdge = {
  readonly from: number;
  readonly to: number;
  /** Cell on the left of from → to, and on the right; -1 outside the district. */
  readonly left: number;
  readonly right: number;
};

export function cellBorders(ground: Ground): BorderEdge[] {
  const stride = ground.corners.length / 2;
  const ownerOf = new Map<number, number>();
  ground.cells.forEach((cell, index) => {
    cell.ring.forEach((p, i) => {
      ownerOf.set(p * stride + (cell.ring[(i + 1) % cell.ring.length] ?? p), index);
    });
  });
  const borders: BorderEdge[] = [];
  for (const [edge, left] of ownerOf) {
    const from = Math.floor(edge / stride);
    const to = edge % stride;
    const right = ownerOf.get(to * stride + from) ?? -1;
    if (right >= 0 && from > to) continue;
    borders.push({ from, to, left, right });
  }
  return borders;
}

function traceRings(next: Map<number, number[]> | undefined): number[][] {
  const rings: number[][] = [];
  for (const [start, list] of next ?? []) {
    while (list.length > 0) {
      const ring: number[] = [];
      let at: number | undefined = start;
      do {
        ring.push(at);
        at = next?.get(at)?.pop();
      } while (at !== undefined && at !== start);
      rings.push(...splitAtTouch(ring));
    }
  }
  return rings;
}

/** Two parts of a group may touch in one corner; each part becomes a ring of its own. */
function splitAtTouch(walk: readonly number[]): number[][] {
  const rings: number[][] = [];
  const path: number[] = [];
  for (const corner of walk) {
    const before = path.indexOf(corner);
    if (before >= 0) rings.push(path.splice(before));
    path.push(corner);
  }
  rings.push(path);
  return rings;
}
