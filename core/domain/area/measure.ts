import { ringArea2 } from './verifyGround.ts';
import type { Ground } from './ground.ts';
import type { Wgs84Point } from './point.ts';

const DEGREE = 3.141592653589793 / 180;

/**
 * Cosine by its series with + and × only, so that a length is the same number in every engine.
 * Good to 1e-12 for the latitudes of the earth.
 */
function cosine(radians: number): number {
  const x = radians * radians;
  let term = 1;
  let sum = 1;
  for (let k = 1; k <= 11; k += 1) {
    term *= -x / ((2 * k - 1) * (2 * k));
    sum += term;
  }
  return sum;
}

/** Metres in 1e-6 degree on the WGS84 ellipsoid at a latitude. */
export function metresPerMicroDegree(latE6: number): {
  readonly lon: number;
  readonly lat: number;
} {
  const phi = latE6 * 1e-6 * DEGREE;
  return {
    lon: (111412.84 * cosine(phi) - 93.5 * cosine(3 * phi) + 0.118 * cosine(5 * phi)) * 1e-6,
    lat: (111132.92 - 559.82 * cosine(2 * phi) + 1.175 * cosine(4 * phi)) * 1e-6,
  };
}

/** Plane distance; wrong by less than 1 in 10,000 within a district. */
export function distanceMetres(a: Wgs84Point, b: Wgs84Point): number {
  const scale = metresPerMicroDegree((a.latE6 + b.latE6) / 2);
  const x = (a.lonE6 - b.lonE6) * scale.lon;
  const y = (a.latE6 - b.latE6) * scale.lat;
  return Math.sqrt(x * x + y * y);
}

/** Area of one cell in square metres. */
export function cellAreaM2(ground: Ground, cell: number): number {
  const ring = ground.cells[cell]?.ring ?? [];
  const corner = ring[0] ?? 0;
  const scale = metresPerMicroDegree(ground.corners[2 * corner + 1] ?? 0);
  return (ringArea2(ground.corners, ring) / 2) * scale.lon * scale.lat;
}

/** A point well inside the cell's ring for a label: the mean of its corners. */
export function cellCenter(ground: Ground, cell: number): Wgs84Point {
  const ring = ground.cells[cell]?.ring ?? [];
  let lon = 0;
  let lat = 0;
  for (const corner of ring) {
    lon += ground.corners[2 * corner] ?? 0;
    lat += ground.corners[2 * corner + 1] ?? 0;
  }
  return { lonE6: Math.round(lon / ring.length), latE6: Math.round(lat / ring.length) };
}
