import type { Brand } from '../../kernel/brand.ts';

/** One millionth of a degree, an integer (about 0.11 m of latitude). */
export type MicroDegrees = number;

/** WGS84 (CGCS2000), the only datum inside the program. Other datums are converted at the edge. */
export type Wgs84Point = Brand<
  { readonly lonE6: MicroDegrees; readonly latE6: MicroDegrees },
  'Wgs84Point'
>;

/** What most Chinese phones and maps speak. Never stored: convert to WGS84 where it enters. */
export type Gcj02Point = Brand<
  { readonly lonE6: MicroDegrees; readonly latE6: MicroDegrees },
  'Gcj02Point'
>;

export function wgs84(lonE6: MicroDegrees, latE6: MicroDegrees): Wgs84Point {
  return { lonE6, latE6 };
}

/** Rounds once; the caller states by the name that the degrees are WGS84. */
export function wgs84FromDegrees(lon: number, lat: number): Wgs84Point {
  return { lonE6: Math.round(lon * 1e6), latE6: Math.round(lat * 1e6) };
}
