import { must } from '../../kernel/assert.ts';
import { componentsOf, groupGraph } from './cellGraph.ts';
import type { AreaGraph } from './cellGraph.ts';
import { shareOut, splitConnected } from './halving.ts';
import { distance, toPlane } from './plane.ts';
import type { Lattice, Plane } from './plane.ts';

/** Each cell to the nearest street point; a piece cut off joins the neighbour it touches longest. */
export function groupByPoints(graph: AreaGraph, points: readonly Lattice[]): number[][] {
  const plane = points.map(toPlane);
  const streetOf = graph.centers.map((c) => nearest(plane, c));
  for (;;) {
    let moved = false;
    for (let street = 0; street < points.length; street += 1) {
      const members = streetOf.flatMap((s, cell) => (s === street ? [cell] : []));
      for (const piece of componentsOf(graph, members).slice(1)) {
        const to = longestNeighbour(graph, piece, streetOf);
        for (const cell of piece) streetOf[cell] = to;
        moved = true;
      }
    }
    if (!moved) break;
  }
  return points.map((_, street) => streetOf.flatMap((s, cell) => (s === street ? [cell] : [])));
}

function nearest(points: readonly Plane[], to: Plane): number {
  let best = 0;
  points.forEach((p, i) => {
    if (distance(p, to) < distance(must(points[best], 'point'), to)) best = i;
  });
  return best;
}

function longestNeighbour(
  graph: AreaGraph,
  piece: readonly number[],
  groupOf: readonly number[],
): number {
  const own = groupOf[must(piece[0], 'piece')];
  const lengths = new Map<number, number>();
  for (const cell of piece) {
    for (const [to, length] of graph.links[cell] ?? []) {
      const group = must(groupOf[to], 'group');
      if (group !== own) lengths.set(group, (lengths.get(group) ?? 0) + length);
    }
  }
  const [best] = [...lengths].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return must(best, 'the district is connected')[0];
}

/** Communities per street: the real number, and the missing ones where a community has most cells. */
export function communityCounts(real: readonly number[], cells: readonly number[], total: number) {
  const counts = [...real];
  for (let missing = total - sum(real); missing > 0; missing -= 1) {
    const load = counts.map((n, i) => must(cells[i], 'cells') / n);
    const street = load.indexOf(Math.max(...load));
    counts[street] = must(counts[street], 'count') + 1;
  }
  return counts;
}

export type Groups = {
  /** Cells of each street. */
  readonly streets: readonly (readonly number[])[];
  /** Cells of each community, by street. */
  readonly communities: readonly (readonly (readonly number[])[])[];
  /** Cells of each base grid, by street and community. */
  readonly baseGrids: readonly (readonly (readonly (readonly number[])[])[])[];
};

/** Streets, then communities inside them, then base grids: everything connected. */
export function groupCells(
  graph: AreaGraph,
  wanted: {
    readonly points: readonly Lattice[];
    readonly realCommunities: readonly number[];
    readonly communities: number;
    readonly baseGrids: number;
  },
): Groups {
  const streets = groupByPoints(graph, wanted.points);
  const cells = streets.map((s) => s.length);
  const counts = communityCounts(wanted.realCommunities, cells, wanted.communities);
  const communities = streets.map((members, s) =>
    inReadingOrder(graph, splitConnected(graph, members, must(counts[s], 'count'))),
  );
  const gridsOfStreet = shareOut(cells, wanted.baseGrids);
  const baseGrids = communities.map((list, s) => {
    const least = Math.max(list.length, must(gridsOfStreet[s], 'share'));
    const shares = shareOut(
      list.map((c) => c.length),
      least,
    );
    return list.map((members, c) =>
      inReadingOrder(graph, splitConnected(graph, members, must(shares[c], 'share'))),
    );
  });
  return { streets, communities, baseGrids };
}

/** Bands of about 110 m from north to south, west to east inside a band. */
export function readingOrder(graph: AreaGraph, nodes: readonly number[]): number[] {
  const band = (n: number): number => -Math.floor(must(graph.centers[n], 'centre')[1] / 1000);
  const x = (n: number): number => must(graph.centers[n], 'centre')[0];
  return [...nodes].sort((a, b) => band(a) - band(b) || x(a) - x(b) || a - b);
}

function inReadingOrder(graph: AreaGraph, groups: readonly number[][]): number[][] {
  const whole = groupGraph(graph, groups);
  return readingOrder(
    whole,
    groups.map((_, g) => g),
  ).map((g) => must(groups[g], 'group'));
}

/** Free groupings of 2 to 8 base grids of one street. */
export function dutyGroups(graph: AreaGraph, grids: readonly number[]): number[][] {
  if (grids.length <= 3) return [[...grids]];
  const groups = splitConnected(graph, grids, Math.max(1, Math.round(grids.length / 4.5)));
  for (let i = groups.findIndex((g) => g.length < 2); i >= 0;) {
    const [single] = groups.splice(i, 1);
    const member = must(must(single, 'group')[0], 'member');
    const touching = groups
      .filter((g) => g.some((n) => graph.links[member]?.has(n)))
      .sort((a, b) => a.length - b.length);
    must(touching[0], 'a street is connected').push(member);
    i = groups.findIndex((g) => g.length < 2);
  }
  return groups.flatMap((g) => (g.length > 8 ? splitConnected(graph, g, 2) : [g]));
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
