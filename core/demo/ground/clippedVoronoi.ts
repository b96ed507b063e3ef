import { Delaunay } from 'd3-delaunay';
import { assert, must } from '../../kernel/assert.ts';
import { CornerTable, EdgeSet } from './cornerTable.ts';
import { cross, distance, insideRing, toLattice, toPlane } from './plane.ts';
import type { Lattice, Plane } from './plane.ts';
import { farSites, flat } from './relaxedSites.ts';

/**
 * Voronoi cells inside an outline, as rings over shared integer corners. Every corner is rounded once,
 * before it is used, and a crossing of a cell border with the outline is one corner of both neighbours
 * and of the outline. So cells can neither gap nor overlap.
 */
export function clippedVoronoi(
  sites: readonly Plane[],
  outline: readonly Lattice[],
): { corners: readonly Lattice[]; rings: number[][] } {
  const delaunay = new Delaunay(flat([...sites, ...farSites(outline.map(toPlane))]));
  const corners = new CornerTable();
  const edgesOf = sites.map(() => new EdgeSet());
  const cuts: Cut[][] = outline.map(() => []);
  for (const border of voronoiBorders(delaunay, sites.length)) {
    addInnerPieces({ border, outline, corners, cuts, edgesOf }, sites);
  }
  addOutline({ outline, corners, cuts, edgesOf }, delaunay);
  return { corners: corners.points, rings: joinFragments(edgesOf, corners) };
}

/** Where a cell border crosses an outline edge: place along the edge and the corner. */
type Cut = { readonly along: number; readonly corner: number };
type Border = {
  readonly sites: readonly [number, number];
  readonly from: Lattice;
  readonly to: Lattice;
};
type Work = {
  readonly outline: readonly Lattice[];
  readonly corners: CornerTable;
  readonly cuts: readonly Cut[][];
  readonly edgesOf: readonly EdgeSet[];
};

function voronoiBorders(delaunay: Delaunay<Float64Array>, siteCount: number): Border[] {
  const { triangles, halfedges, points } = delaunay;
  const centers: Lattice[] = [];
  for (let t = 0; t < triangles.length; t += 3) {
    const at = (k: number): Plane => {
      const i = must(triangles[t + k], 'triangle corner');
      return [must(points[2 * i], 'site'), must(points[2 * i + 1], 'site')];
    };
    centers.push(toLattice(circumcenter(at(0), at(1), at(2))));
  }
  const borders: Border[] = [];
  for (let e = 0; e < halfedges.length; e += 1) {
    const opposite = must(halfedges[e], 'half edge');
    if (opposite < e) continue;
    const i = must(triangles[e], 'site');
    const j = must(triangles[opposite], 'site');
    if (i >= siteCount && j >= siteCount) continue;
    borders.push({
      sites: [i, j],
      from: must(centers[Math.floor(e / 3)], 'centre'),
      to: must(centers[Math.floor(opposite / 3)], 'centre'),
    });
  }
  return borders;
}

function circumcenter(a: Plane, b: Plane, c: Plane): Plane {
  const dx = b[0] - a[0];
  const dy = b[1] - a[1];
  const ex = c[0] - a[0];
  const ey = c[1] - a[1];
  const bl = dx * dx + dy * dy;
  const cl = ex * ex + ey * ey;
  const d = 2 * (dx * ey - dy * ex);
  return [a[0] + (ey * bl - dy * cl) / d, a[1] + (dx * cl - ex * bl) / d];
}

function addInnerPieces(work: Work & { readonly border: Border }, sites: readonly Plane[]): void {
  const { border, outline, corners, cuts, edgesOf } = work;
  const { from, to } = border;
  const crossings: { along: number; corner: number }[] = [];
  outline.forEach((a, k) => {
    const b = must(outline[(k + 1) % outline.length], 'outline corner');
    const hit = crossing([from, to], [a, b]);
    if (hit === null) return;
    const corner = corners.indexOf(hit.at);
    crossings.push({ along: hit.alongFirst, corner });
    must(cuts[k], 'outline edge').push({ along: hit.alongSecond, corner });
  });
  crossings.sort((x, y) => x.along - y.along);
  let inside = insideRing(outline, from);
  let last = inside ? corners.indexOf(from) : -1;
  const pieces: [number, number][] = [];
  for (const { corner } of crossings) {
    if (inside) pieces.push([last, corner]);
    inside = !inside;
    last = corner;
  }
  if (inside) pieces.push([last, corners.indexOf(to)]);
  const [i, j] = border.sites;
  const left = leftSite(border, sites);
  for (const [p, q] of pieces) {
    edgesOf[left]?.add(p, q);
    edgesOf[left === i ? j : i]?.add(q, p);
  }
}

function leftSite(border: Border, sites: readonly Plane[]): number {
  const [i, j] = border.sites;
  const known = sites[i] ?? must(sites[j], 'one site of a border is real');
  const from = toPlane(border.from);
  const to = toPlane(border.to);
  const side = (to[0] - from[0]) * (known[1] - from[1]) - (to[1] - from[1]) * (known[0] - from[0]);
  const isFirst = sites[i] !== undefined;
  return side > 0 === isFirst ? i : j;
}

function crossing(
  [p, q]: readonly [Lattice, Lattice],
  [a, b]: readonly [Lattice, Lattice],
): { at: Lattice; alongFirst: number; alongSecond: number } | null {
  const pSide = cross(a, b, p);
  const qSide = cross(a, b, q);
  if (pSide >= 0 === qSide >= 0) return null;
  const aSide = cross(p, q, a);
  const bSide = cross(p, q, b);
  if (aSide >= 0 === bSide >= 0) return null;
  const t = pSide / (pSide - qSide);
  const at: Lattice = [Math.round(p[0] + (q[0] - p[0]) * t), Math.round(p[1] + (q[1] - p[1]) * t)];
  return { at, alongFirst: t, alongSecond: aSide / (aSide - bSide) };
}

function addOutline(work: Work, delaunay: Delaunay<Float64Array>): void {
  const { outline, corners, cuts, edgesOf } = work;
  outline.forEach((a, k) => {
    const b = must(outline[(k + 1) % outline.length], 'outline corner');
    const stops = [...must(cuts[k], 'outline edge')].sort((x, y) => x.along - y.along);
    const chain = [corners.indexOf(a), ...stops.map((s) => s.corner), corners.indexOf(b)];
    let near = 0;
    for (let i = 0; i + 1 < chain.length; i += 1) {
      const from = must(chain[i], 'chain');
      const to = must(chain[i + 1], 'chain');
      const p = toPlane(corners.at(from));
      const q = toPlane(corners.at(to));
      near = delaunay.find((p[0] + q[0]) / 2, (p[1] + q[1]) / 2, near);
      must(edgesOf[near], 'the outline lies among real sites').add(from, to);
    }
  });
}

/** A clipped-off second piece goes to the neighbour with the longest common edge. */
function joinFragments(edgesOf: readonly EdgeSet[], corners: CornerTable): number[][] {
  const pieces = edgesOf.map((edges) => {
    const rings = edges.rings();
    return rings.sort((x, y) => Math.abs(ringArea(y, corners)) - Math.abs(ringArea(x, corners)));
  });
  const main = pieces.map((rings) => must(rings[0], 'every site keeps a cell'));
  const ownerOf = new Map<string, number>();
  main.forEach((ring, site) => eachEdge(ring, (p, q) => ownerOf.set(`${p},${q}`, site)));
  const fragments = pieces.flatMap((rings) => rings.slice(1));
  const extra = new Map<number, number[][]>();
  for (const fragment of fragments) {
    const shared = new Map<number, number>();
    eachEdge(fragment, (p, q) => {
      const owner = ownerOf.get(`${q},${p}`);
      if (owner === undefined) return;
      const length = distance(toPlane(corners.at(p)), toPlane(corners.at(q)));
      shared.set(owner, (shared.get(owner) ?? 0) + length);
    });
    const [best] = [...shared].sort((x, y) => y[1] - x[1] || x[0] - y[0]);
    const owner = must(best, 'a fragment touches a cell')[0];
    extra.set(owner, [...(extra.get(owner) ?? []), fragment]);
  }
  return main.map((ring, site) => {
    const added = extra.get(site);
    return added === undefined ? ring : mergeRings([ring, ...added]);
  });
}

function mergeRings(rings: readonly number[][]): number[] {
  const edges = new EdgeSet();
  for (const ring of rings) eachEdge(ring, (p, q) => edges.add(p, q));
  const merged = edges.rings();
  assert(merged.length === 1, 'a cell stays one ring');
  return must(merged[0], 'ring');
}

function eachEdge(ring: readonly number[], visit: (from: number, to: number) => void): void {
  ring.forEach((p, i) => visit(p, must(ring[(i + 1) % ring.length], 'ring')));
}

function ringArea(ring: readonly number[], corners: CornerTable): number {
  const origin = corners.at(must(ring[0], 'ring'));
  let sum = 0;
  eachEdge(ring, (p, q) => {
    sum += cross(origin, corners.at(p), corners.at(q));
  });
  return sum;
}
