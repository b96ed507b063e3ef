import { must } from '../../kernel/assert.ts';

/** A point of the lattice of 1e-6 degree: longitude, latitude. */
export type Lattice = readonly [number, number];
/** A point of the working plane: both axes in the length of 1e-6 degree of latitude. */
export type Plane = readonly [number, number];

/**
 * Length of a degree of longitude over one of latitude at 39.91° N, as a constant: computing it with
 * Math.cos would let the last bit, and so the ground, differ between engines.
 */
export const LON_SCALE = 0.76909;
/** Metres in 1e-6 degree of latitude at 39.91° N. */
export const UNIT_METRES = 0.111034;

export function toPlane(p: Lattice): Plane {
  return [p[0] * LON_SCALE, p[1]];
}

/** The only place where a generated point becomes integers. */
export function toLattice(p: Plane): Lattice {
  return [Math.round(p[0] / LON_SCALE), Math.round(p[1])];
}

/** Twice the signed area of the triangle; positive when c lies left of a → b. Exact for lattice points. */
export function cross(a: Lattice, b: Lattice, c: Lattice): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

export function distance(a: Plane, b: Plane): number {
  return Math.sqrt((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]));
}

/** Half-open even-odd rule, exact in integers: a border belongs to one side only. */
export function insideRing(ring: readonly Lattice[], p: Lattice): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const a = must(ring[j], 'ring corner');
    const b = must(ring[i], 'ring corner');
    if (a[1] > p[1] === b[1] > p[1]) continue;
    const side = cross(a, b, p);
    if (b[1] > a[1] ? side > 0 : side < 0) inside = !inside;
  }
  return inside;
}

export function centroid(ring: readonly Plane[]): { area: number; at: Plane } {
  const origin = must(ring[0], 'an empty ring has no centre');
  let area = 0;
  let x = 0;
  let y = 0;
  for (let i = 0; i < ring.length; i += 1) {
    const p = must(ring[i], 'corner');
    const q = must(ring[(i + 1) % ring.length], 'corner');
    const px = p[0] - origin[0];
    const py = p[1] - origin[1];
    const qx = q[0] - origin[0];
    const qy = q[1] - origin[1];
    const w = px * qy - qx * py;
    area += w;
    x += (px + qx) * w;
    y += (py + qy) * w;
  }
  if (area === 0) return { area: 0, at: origin };
  return { area: area / 2, at: [origin[0] + x / (3 * area), origin[1] + y / (3 * area)] };
}
