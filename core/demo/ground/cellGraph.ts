import { must } from '../../kernel/assert.ts';
import { centroid, distance, toPlane } from './plane.ts';
import type { Lattice, Plane } from './plane.ts';

/** Areas, their centres, sizes and who touches whom along which length. Grouping works on this alone. */
export type AreaGraph = {
  readonly centers: readonly Plane[];
  readonly areas: readonly number[];
  readonly links: readonly ReadonlyMap<number, number>[];
};

export function cellGraph(
  corners: readonly Lattice[],
  rings: readonly (readonly number[])[],
): AreaGraph {
  const plane = corners.map(toPlane);
  const ownerOf = new Map<number, number>();
  const stride = corners.length;
  const pairsOf = (ring: readonly number[]): [number, number][] =>
    ring.map((p, i) => [p, must(ring[(i + 1) % ring.length], 'ring')]);
  rings.forEach((ring, cell) => {
    for (const [p, q] of pairsOf(ring)) ownerOf.set(p * stride + q, cell);
  });
  const links = rings.map((ring) => {
    const link = new Map<number, number>();
    for (const [p, q] of pairsOf(ring)) {
      const other = ownerOf.get(q * stride + p);
      if (other === undefined) continue;
      const length = distance(must(plane[p], 'corner'), must(plane[q], 'corner'));
      link.set(other, (link.get(other) ?? 0) + length);
    }
    return link;
  });
  const measured = rings.map((ring) => centroid(ring.map((p) => must(plane[p], 'corner'))));
  return { centers: measured.map((m) => m.at), areas: measured.map((m) => m.area), links };
}

/** The graph of groups: group g of `groups` becomes node g. */
export function groupGraph(graph: AreaGraph, groups: readonly (readonly number[])[]): AreaGraph {
  const groupOf = new Map<number, number>();
  groups.forEach((members, g) => {
    for (const m of members) groupOf.set(m, g);
  });
  const links = groups.map((members, g) => {
    const link = new Map<number, number>();
    for (const m of members) {
      for (const [to, length] of graph.links[m] ?? []) {
        const other = groupOf.get(to);
        if (other !== undefined && other !== g) link.set(other, (link.get(other) ?? 0) + length);
      }
    }
    return link;
  });
  const areas = groups.map((members) => members.reduce((sum, m) => sum + (graph.areas[m] ?? 0), 0));
  const centers = groups.map((members, g): Plane => {
    let x = 0;
    let y = 0;
    for (const m of members) {
      const [cx, cy] = must(graph.centers[m], 'centre');
      x += cx * (graph.areas[m] ?? 0);
      y += cy * (graph.areas[m] ?? 0);
    }
    const area = must(areas[g], 'area');
    return [x / area, y / area];
  });
  return { centers, areas, links };
}

/** Connected pieces of a set of nodes, largest first. */
export function componentsOf(graph: AreaGraph, nodes: readonly number[]): number[][] {
  const left = new Set(nodes);
  const found: number[][] = [];
  for (const start of nodes) {
    if (!left.delete(start)) continue;
    const piece = [start];
    for (let i = 0; i < piece.length; i += 1) {
      for (const to of graph.links[piece[i] ?? -1]?.keys() ?? []) {
        if (left.delete(to)) piece.push(to);
      }
    }
    found.push(piece);
  }
  return found.sort((a, b) => b.length - a.length);
}
