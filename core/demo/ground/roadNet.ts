import { must } from '../../kernel/assert.ts';
import type { Rng } from '../../kernel/rng.ts';
import type { Ground } from '../../domain/area/ground.ts';
import { cellBorders, groupOfCell } from '../../domain/area/rings.ts';
import type { AreaLevel, BorderEdge } from '../../domain/area/rings.ts';
import { toLattice, toPlane } from './plane.ts';
import type { Lattice, Plane } from './plane.ts';

/** 1 along street borders, 2 along community borders, 3 lanes along base grids, 4 alleys inside them. */
export type RoadClass = 1 | 2 | 3 | 4;

export type RoadPath = {
  readonly roadClass: RoadClass;
  readonly path: readonly Lattice[];
  /** Corner of the ground at each point of the path: equal corners are junctions. */
  readonly nodes: readonly number[];
  /** Lies on the district's outline. */
  readonly isOutline: boolean;
};

type Edge = {
  readonly from: number;
  readonly to: number;
  readonly roadClass: RoadClass;
  /** Street inside an edge of the outline: the ring road has a name of its own in each; else -1. */
  readonly ringOf: number;
};

/** Roads run along borders, made straighter, and go through junctions where they bend least. */
export function roadNet(ground: Ground, rng: Rng): RoadPath[] {
  const outline = new Set<number>();
  const edges = cellBorders(ground).flatMap((border): Edge[] => {
    if (border.right < 0) [border.from, border.to].forEach((c) => outline.add(c));
    const roadClass = classOf(ground, border, rng);
    const ringOf = border.right < 0 ? groupOfCell(ground, 'street', border.left) : -1;
    return roadClass === null ? [] : [{ from: border.from, to: border.to, roadClass, ringOf }];
  });
  const original = Array.from({ length: ground.corners.length / 2 }, (_, i) =>
    toPlane([must(ground.corners[2 * i], 'corner'), must(ground.corners[2 * i + 1], 'corner')]),
  );
  const strokes = ([1, 2, 3, 4] as const).flatMap((roadClass) =>
    byRing(edges.filter((e) => e.roadClass === roadClass)).flatMap((part) =>
      strokesOf(part, original).map((nodes) => ({ roadClass, nodes })),
    ),
  );
  const moved = straighten(strokes, original, outline);
  return strokes.map(({ roadClass, nodes }) => ({
    roadClass,
    nodes,
    path: nodes.map((n) => toLattice(must(moved[n], 'corner'))),
    isOutline: roadClass === 1 && nodes.every((n) => outline.has(n)),
  }));
}

function byRing(edges: readonly Edge[]): Edge[][] {
  const parts = new Map<number, Edge[]>();
  for (const edge of edges) parts.set(edge.ringOf, [...(parts.get(edge.ringOf) ?? []), edge]);
  return [...parts.values()];
}

const LEVELS: readonly (readonly [AreaLevel, RoadClass])[] = [
  ['street', 1],
  ['community', 2],
  ['baseGrid', 3],
];
/** Share of the borders inside a base grid that carry an alley. */
const ALLEY_SHARE = 0.45;

function classOf(ground: Ground, border: BorderEdge, rng: Rng): RoadClass | null {
  if (border.right < 0) return 1;
  for (const [level, roadClass] of LEVELS) {
    if (groupOfCell(ground, level, border.left) !== groupOfCell(ground, level, border.right)) {
      return roadClass;
    }
  }
  return rng.next() < ALLEY_SHARE ? 4 : null;
}

/** Joins edges into long strokes: at every node the two edges that bend least go on into each other. */
function strokesOf(edges: readonly Edge[], at: readonly Plane[]): number[][] {
  const incident = new Map<number, number[]>();
  edges.forEach((edge, i) => {
    for (const n of [edge.from, edge.to]) incident.set(n, [...(incident.get(n) ?? []), i]);
  });
  const partner = new Map<string, number>();
  for (const [node, list] of incident) pairAtNode(node, list, { edges, at, partner });
  const done = new Set<number>();
  const strokes: number[][] = [];
  const walk = (start: number, from: number): void => {
    const nodes = [from];
    let edge: number | undefined = start;
    let node = from;
    while (edge !== undefined && !done.has(edge)) {
      done.add(edge);
      const { from: a, to: b } = must(edges[edge], 'edge');
      node = a === node ? b : a;
      nodes.push(node);
      edge = partner.get(`${node}:${edge}`);
    }
    strokes.push(nodes);
  };
  edges.forEach((edge, i) => {
    for (const end of [edge.from, edge.to]) {
      if (!done.has(i) && !partner.has(`${end}:${i}`)) walk(i, end);
    }
  });
  edges.forEach((edge, i) => {
    if (!done.has(i)) walk(i, edge.from);
  });
  return strokes;
}

function pairAtNode(
  node: number,
  list: readonly number[],
  on: {
    readonly edges: readonly Edge[];
    readonly at: readonly Plane[];
    readonly partner: Map<string, number>;
  },
): void {
  const direction = (i: number): Plane => {
    const { from, to } = must(on.edges[i], 'edge');
    const here = must(on.at[node], 'corner');
    const there = must(on.at[from === node ? to : from], 'corner');
    const d: Plane = [there[0] - here[0], there[1] - here[1]];
    const length = Math.sqrt(d[0] * d[0] + d[1] * d[1]);
    return [d[0] / length, d[1] / length];
  };
  let best: { a: number; b: number; bend: number } | null = null;
  for (const a of list) {
    for (const b of list) {
      if (a >= b) continue;
      const [p, q] = [direction(a), direction(b)];
      const bend = p[0] * q[0] + p[1] * q[1];
      if (best === null || bend < best.bend) best = { a, b, bend };
    }
  }
  if (best === null || (list.length > 2 && best.bend > -0.3)) return;
  on.partner.set(`${node}:${best.a}`, best.b);
  on.partner.set(`${node}:${best.b}`, best.a);
}

const ROUNDS = 6;
/** Farthest that straightening may move a corner, in units of 1e-6 degree: about 28 m. */
const REACH = 250;

/** Honeycomb borders zigzag; roads should not. Each node moves towards the middle of its stroke's neighbours. */
function straighten(
  strokes: readonly { readonly nodes: readonly number[]; readonly roadClass: RoadClass }[],
  original: readonly Plane[],
  fixed: ReadonlySet<number>,
): readonly Plane[] {
  let now: readonly Plane[] = original;
  for (let round = 0; round < ROUNDS; round += 1) {
    const pull = new Map<number, { x: number; y: number; roadClass: RoadClass }>();
    for (const { nodes, roadClass } of strokes) {
      for (let i = 1; i + 1 < nodes.length; i += 1) {
        const node = must(nodes[i], 'node');
        const known = pull.get(node);
        if (known !== undefined && known.roadClass < roadClass) continue;
        const [ax, ay] = must(now[must(nodes[i - 1], 'node')], 'corner');
        const [bx, by] = must(now[must(nodes[i + 1], 'node')], 'corner');
        pull.set(node, { x: (ax + bx) / 2, y: (ay + by) / 2, roadClass });
      }
    }
    now = now.map((p, node) => {
      const to = pull.get(node);
      if (to === undefined || fixed.has(node)) return p;
      return within(must(original[node], 'corner'), [(p[0] + to.x) / 2, (p[1] + to.y) / 2]);
    });
  }
  return now;
}

function within(origin: Plane, p: Plane): Plane {
  const dx = p[0] - origin[0];
  const dy = p[1] - origin[1];
  const length = Math.sqrt(dx * dx + dy * dy);
  if (length <= REACH) return p;
  return [origin[0] + (dx * REACH) / length, origin[1] + (dy * REACH) / length];
}
