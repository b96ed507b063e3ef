import { assert, must } from '../../kernel/assert.ts';
import { componentsOf } from './cellGraph.ts';
import type { AreaGraph } from './cellGraph.ts';

/** Cuts a connected set into `parts` connected groups of about equal size by halving again and again. */
export function splitConnected(
  graph: AreaGraph,
  nodes: readonly number[],
  parts: number,
): number[][] {
  assert(parts >= 1 && nodes.length >= parts, 'each part needs a member');
  if (parts === 1) return [[...nodes]];
  const { first, second, firstParts } = halve(graph, nodes, parts);
  return [
    ...splitConnected(graph, first, firstParts),
    ...splitConnected(graph, second, parts - firstParts),
  ];
}

type Halves = { readonly first: number[]; readonly second: number[]; readonly firstParts: number };

const DIRECTIONS: readonly (readonly [number, number])[] = [
  [1, 0],
  [2, 1],
  [1, 1],
  [1, 2],
  [0, 1],
  [-1, 2],
  [-1, 1],
  [-2, 1],
  [-1, 0],
  [-2, -1],
  [-1, -1],
  [-1, -2],
  [0, -1],
  [1, -2],
  [1, -1],
  [2, -1],
];

function halve(graph: AreaGraph, nodes: readonly number[], parts: number): Halves {
  const firstParts = Math.floor(parts / 2);
  const want = Math.round((nodes.length * firstParts) / parts);
  let best: (Halves & { readonly cost: number }) | null = null;
  for (const direction of DIRECTIONS) {
    const halves = sweep(graph, nodes, { want, direction });
    const { first, second } = halves;
    if (first.length < firstParts || second.length < parts - firstParts) continue;
    const off = Math.abs(first.length - want) / nodes.length;
    const cost = cutLength(graph, first) * (1 + 8 * off * parts);
    if (best === null || cost < best.cost) best = { ...halves, firstParts, cost };
  }
  return best ?? cutTree(graph, nodes, parts);
}

/** Grows one half from an end, always by the touching member that lies furthest back. */
function sweep(
  graph: AreaGraph,
  nodes: readonly number[],
  by: { readonly want: number; readonly direction: readonly [number, number] },
): { first: number[]; second: number[] } {
  const key = (n: number): number => {
    const [x, y] = must(graph.centers[n], 'centre');
    return x * by.direction[0] + y * by.direction[1];
  };
  const ordered = [...nodes].sort((a, b) => key(a) - key(b) || a - b);
  const rank = new Map(ordered.map((n, i) => [n, i]));
  const taken = new Set<number>();
  const frontier = new Set<number>([must(ordered[0], 'a set to halve')]);
  while (taken.size < by.want && frontier.size > 0) {
    const next = lowest(frontier, rank);
    frontier.delete(next);
    taken.add(next);
    for (const to of graph.links[next]?.keys() ?? []) {
      if (rank.has(to) && !taken.has(to)) frontier.add(to);
    }
  }
  const rest = componentsOf(
    graph,
    ordered.filter((n) => !taken.has(n)),
  );
  return { first: [...taken, ...rest.slice(1).flat()], second: rest[0] ?? [] };
}

function lowest(frontier: ReadonlySet<number>, rank: ReadonlyMap<number, number>): number {
  let best = -1;
  let bestRank = Infinity;
  for (const n of frontier) {
    const r = rank.get(n) ?? Infinity;
    if (r < bestRank) [best, bestRank] = [n, r];
  }
  return best;
}

function cutLength(graph: AreaGraph, first: readonly number[]): number {
  const inside = new Set(first);
  let length = 0;
  for (const n of first) {
    for (const [to, edge] of graph.links[n] ?? []) if (!inside.has(to)) length += edge;
  }
  return length;
}

/** Always possible: some edge of a spanning tree parts a connected set into two connected halves. */
function cutTree(graph: AreaGraph, nodes: readonly number[], parts: number): Halves {
  const allowed = new Set(nodes);
  const order: number[] = [];
  const parent = new Map<number, number>();
  const stack = [must(nodes[0], 'a set to halve')];
  const seen = new Set(stack);
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    order.push(at);
    for (const to of graph.links[at]?.keys() ?? []) {
      if (!allowed.has(to) || seen.has(to)) continue;
      seen.add(to);
      parent.set(to, at);
      stack.push(to);
    }
  }
  assert(order.length === nodes.length, 'only a connected set can be halved');
  const below = new Map<number, number[]>(order.map((n) => [n, [n]]));
  for (const n of [...order].reverse()) {
    const p = parent.get(n);
    if (p !== undefined) below.get(p)?.push(...(below.get(n) ?? []));
  }
  const offBalance = (size: number): number => Math.abs(2 * size - nodes.length);
  const [root] = order
    .filter((n) => parent.has(n))
    .sort((a, b) => offBalance(size(below, a)) - offBalance(size(below, b)) || a - b);
  const first = must(below.get(must(root, 'two members')), 'subtree');
  const inFirst = new Set(first);
  const second = order.filter((n) => !inFirst.has(n));
  const fair = Math.round((parts * first.length) / nodes.length);
  const least = Math.max(1, parts - second.length);
  const most = Math.min(first.length, parts - 1);
  return { first, second, firstParts: Math.min(most, Math.max(least, fair)) };
}

function size(below: ReadonlyMap<number, readonly number[]>, n: number): number {
  return below.get(n)?.length ?? 0;
}

/** Shares out `total` by weight, at least one and at most the weight each; largest remainder. */
export function shareOut(weights: readonly number[], total: number): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  assert(total >= weights.length && total <= sum, 'one each, and no more than there is');
  const exact = weights.map((w) => (w * total) / sum);
  const shares = exact.map((x) => Math.max(1, Math.floor(x)));
  const order = exact
    .map((x, i) => ({ i, rest: x - Math.floor(x) }))
    .sort((a, b) => b.rest - a.rest || a.i - b.i);
  let left = total - shares.reduce((a, b) => a + b, 0);
  for (let k = 0; left > 0; k += 1) {
    const i = must(order[k % order.length], 'order').i;
    if (must(shares[i], 'share') >= must(weights[i], 'weight')) continue;
    shares[i] = must(shares[i], 'share') + 1;
    left -= 1;
  }
  while (left < 0) {
    const largest = shares.indexOf(Math.max(...shares));
    shares[largest] = must(shares[largest], 'share') - 1;
    left += 1;
  }
  return shares;
}
