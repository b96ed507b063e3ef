import { Delaunay } from 'd3-delaunay';
import { must } from '../../kernel/assert.ts';
import type { Rng } from '../../kernel/rng.ts';
import { centroid, insideRing, toPlane } from './plane.ts';
import type { Lattice, Plane } from './plane.ts';

export type SiteOptions = { readonly count: number; readonly rounds: number };

/** Points spread over the outline, made even by Lloyd's method. */
export function relaxedSites(outline: readonly Lattice[], options: SiteOptions, rng: Rng): Plane[] {
  const border = outline.map(toPlane);
  let sites = scatter(outline, options.count, rng);
  for (let round = 0; round < options.rounds; round += 1) sites = relax(sites, border);
  return sites;
}

function scatter(outline: readonly Lattice[], count: number, rng: Rng): Plane[] {
  const lons = outline.map((p) => p[0]);
  const lats = outline.map((p) => p[1]);
  const [west, east] = [Math.min(...lons), Math.max(...lons)];
  const [south, north] = [Math.min(...lats), Math.max(...lats)];
  const sites: Plane[] = [];
  while (sites.length < count) {
    const p: Lattice = [west + rng.int(east - west), south + rng.int(north - south)];
    if (insideRing(outline, p)) sites.push(toPlane(p));
  }
  return sites;
}

export function flat(points: readonly Plane[]): Float64Array {
  return Float64Array.from(points.flat());
}

/** Far points around everything, so that every real cell is closed by triangles alone. */
export function farSites(around: readonly Plane[]): Plane[] {
  const xs = around.map((p) => p[0]);
  const ys = around.map((p) => p[1]);
  const cx = (Math.min(...xs) + Math.max(...xs)) / 2;
  const cy = (Math.min(...ys) + Math.max(...ys)) / 2;
  const r = 6 * Math.max(Math.max(...xs) - cx, Math.max(...ys) - cy);
  const turns: readonly Plane[] = [
    [1, 0.1],
    [0.7, 0.75],
    [-0.1, 1],
    [-0.75, 0.7],
    [-1, -0.1],
    [-0.7, -0.75],
    [0.1, -1],
    [0.75, -0.7],
  ];
  return turns.map(([x, y]) => [cx + x * r, cy + y * r]);
}

function relax(sites: readonly Plane[], border: readonly Plane[]): Plane[] {
  const far = farSites(border);
  const delaunay = new Delaunay(flat([...sites, ...far]));
  const xs = far.map((p) => p[0]);
  const ys = far.map((p) => p[1]);
  const bounds = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] as const;
  const voronoi = delaunay.voronoi([...bounds]);
  return sites.map((site, i) => {
    const polygon = voronoi.cellPolygon(i) as Plane[] | null;
    if (polygon === null) return site;
    const clipped = clipByConvex(border, polygon);
    return clipped.length < 3 ? site : centroid(clipped).at;
  });
}

/** Sutherland–Hodgman: bridges it leaves along a concave border have no area and move no centroid. */
function clipByConvex(subject: readonly Plane[], closedClip: readonly Plane[]): readonly Plane[] {
  let output: readonly Plane[] = subject;
  const clip = centroid(closedClip).area < 0 ? [...closedClip].reverse() : closedClip;
  for (let i = 0; i + 1 < clip.length && output.length > 0; i += 1) {
    output = clipByLine(output, must(clip[i], 'corner'), must(clip[i + 1], 'corner'));
  }
  return output;
}

function clipByLine(subject: readonly Plane[], a: Plane, b: Plane): Plane[] {
  const sideOf = (p: Plane): number =>
    (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]);
  const result: Plane[] = [];
  let last = must(subject[subject.length - 1], 'corner');
  let lastSide = sideOf(last);
  for (const p of subject) {
    const side = sideOf(p);
    if (side >= 0 !== lastSide >= 0) {
      const t = lastSide / (lastSide - side);
      result.push([last[0] + (p[0] - last[0]) * t, last[1] + (p[1] - last[1]) * t]);
    }
    if (side >= 0) result.push(p);
    last = p;
    lastSide = side;
  }
  return result;
}
