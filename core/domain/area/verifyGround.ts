import type { Ground } from './ground.ts';

export type GroundFault =
  | { readonly code: 'ground/cell-not-simple'; readonly cell: string }
  | { readonly code: 'ground/cell-not-anticlockwise'; readonly cell: string }
  | { readonly code: 'ground/edge-twice'; readonly cell: string }
  | { readonly code: 'ground/border-not-one-ring'; readonly rings: number }
  | { readonly code: 'ground/areas-do-not-add-up' }
  | { readonly code: 'ground/bad-index'; readonly what: string }
  | { readonly code: 'ground/code-twice'; readonly what: string }
  | { readonly code: 'ground/group-not-connected'; readonly group: string };

/**
 * The topology of a ground, in integers: each inner edge occurs once in each direction, the border is one
 * ring, the cells' areas add up to the border's exactly, every base grid is connected. Returns all faults.
 */
export function verifyGround(ground: Ground): readonly GroundFault[] {
  const indexFaults = badIndices(ground);
  if (indexFaults.length > 0) return indexFaults;
  const faults: GroundFault[] = [];
  const ownerOf = new Map<number, number>();
  const stride = ground.corners.length / 2;
  let areaSum = 0;
  ground.cells.forEach((cell, index) => {
    if (new Set(cell.ring).size !== cell.ring.length || cell.ring.length < 3) {
      faults.push({ code: 'ground/cell-not-simple', cell: cell.code });
    }
    const area = ringArea2(ground.corners, cell.ring);
    if (area <= 0) faults.push({ code: 'ground/cell-not-anticlockwise', cell: cell.code });
    areaSum += area;
    cell.ring.forEach((p, i) => {
      const edge = p * stride + (cell.ring[(i + 1) % cell.ring.length] ?? 0);
      if (ownerOf.has(edge)) faults.push({ code: 'ground/edge-twice', cell: cell.code });
      ownerOf.set(edge, index);
    });
  });
  const border = borderRings(ownerOf, stride);
  if (border.length !== 1) {
    faults.push({ code: 'ground/border-not-one-ring', rings: border.length });
  }
  const borderArea = border.reduce((sum, ring) => sum + ringArea2(ground.corners, ring), 0);
  if (borderArea !== areaSum) faults.push({ code: 'ground/areas-do-not-add-up' });
  return [...faults, ...unconnected(ground, ownerOf, stride)];
}

/** Twice the signed area in 1e-12 square degrees: an exact integer. */
export function ringArea2(corners: readonly number[], ring: readonly number[]): number {
  const first = ring[0] ?? 0;
  const ox = corners[2 * first] ?? 0;
  const oy = corners[2 * first + 1] ?? 0;
  let sum = 0;
  for (let i = 0; i < ring.length; i += 1) {
    const p = ring[i] ?? 0;
    const q = ring[(i + 1) % ring.length] ?? 0;
    const px = (corners[2 * p] ?? 0) - ox;
    const py = (corners[2 * p + 1] ?? 0) - oy;
    const qx = (corners[2 * q] ?? 0) - ox;
    const qy = (corners[2 * q + 1] ?? 0) - oy;
    sum += px * qy - qx * py;
  }
  return sum;
}

function badIndices(ground: Ground): GroundFault[] {
  const faults: GroundFault[] = [];
  const cornerCount = ground.corners.length / 2;
  const claim = (isGood: boolean, what: string): void => {
    if (!isGood) faults.push({ code: 'ground/bad-index', what });
  };
  claim(Number.isInteger(cornerCount) && ground.corners.every(Number.isInteger), 'corners');
  const within = (i: number, below: number): boolean => Number.isInteger(i) && i >= 0 && i < below;
  const codes = new Set<string>();
  const unique = (code: string): void => {
    if (codes.has(code)) faults.push({ code: 'ground/code-twice', what: code });
    codes.add(code);
  };
  for (const street of ground.streets) unique(street.code);
  for (const community of ground.communities) {
    unique(community.code);
    claim(within(community.street, ground.streets.length), community.code);
  }
  for (const grid of ground.baseGrids) {
    unique(grid.code);
    claim(within(grid.community, ground.communities.length), grid.code);
  }
  for (const cell of ground.cells) {
    unique(cell.code);
    claim(within(cell.baseGrid, ground.baseGrids.length), cell.code);
    claim(
      cell.ring.every((i) => within(i, cornerCount)),
      cell.code,
    );
  }
  return faults;
}

function borderRings(ownerOf: ReadonlyMap<number, number>, stride: number): number[][] {
  const next = new Map<number, number>();
  for (const edge of ownerOf.keys()) {
    const from = Math.floor(edge / stride);
    const to = edge % stride;
    if (!ownerOf.has(to * stride + from)) next.set(from, to);
  }
  const rings: number[][] = [];
  for (const start of next.keys()) {
    const ring: number[] = [];
    let at = start;
    for (let to = next.get(at); to !== undefined; to = next.get(at)) {
      next.delete(at);
      ring.push(at);
      at = to;
    }
    if (ring.length > 0) rings.push(ring);
  }
  return rings;
}

function unconnected(
  ground: Ground,
  ownerOf: ReadonlyMap<number, number>,
  stride: number,
): GroundFault[] {
  const neighbours = ground.cells.map((cell, index) =>
    cell.ring.flatMap((p, i) => {
      const q = cell.ring[(i + 1) % cell.ring.length] ?? 0;
      const other = ownerOf.get(q * stride + p);
      return other === undefined || other === index ? [] : [other];
    }),
  );
  const reached = ground.cells.map(() => false);
  const seen = ground.baseGrids.map(() => false);
  const faults: GroundFault[] = [];
  ground.cells.forEach((cell, start) => {
    if (reached[start] === true) return;
    if (seen[cell.baseGrid] === true) {
      faults.push({
        code: 'ground/group-not-connected',
        group: ground.baseGrids[cell.baseGrid]?.code ?? '',
      });
    }
    seen[cell.baseGrid] = true;
    const stack = [start];
    reached[start] = true;
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      for (const to of neighbours[at] ?? []) {
        if (reached[to] === true || ground.cells[to]?.baseGrid !== cell.baseGrid) continue;
        reached[to] = true;
        stack.push(to);
      }
    }
  });
  return faults;
}
