import { wgs84FromDegrees, type Wgs84Point } from '#core/domain/area/point.ts';

/**
 * WGS84 millionths of a degree to the plane that the map draws on (EPSG:3857 metres) and back.
 * Positive y is north.
 */
const RADIUS = 6_378_137;
const HALF_WORLD = Math.PI * RADIUS;
const TILE_PX = 256;

export type PlanePoint = { readonly x: number; readonly y: number };

export function toPlane(lonE6: number, latE6: number): PlanePoint {
  const latitude = (latE6 / 1e6) * (Math.PI / 180);
  return {
    x: (lonE6 / 1e6 / 180) * HALF_WORLD,
    y: Math.log(Math.tan(Math.PI / 4 + latitude / 2)) * RADIUS,
  };
}

export function fromPlane(x: number, y: number): Wgs84Point {
  const lat = (2 * Math.atan(Math.exp(y / RADIUS)) - Math.PI / 2) * (180 / Math.PI);
  return wgs84FromDegrees((x / HALF_WORLD) * 180, lat);
}

/** Plane metres in one CSS pixel. */
export function resolutionAt(zoom: number): number {
  return (2 * HALF_WORLD) / TILE_PX / 2 ** zoom;
}

export function zoomAt(resolution: number): number {
  return Math.log2((2 * HALF_WORLD) / TILE_PX / resolution);
}

/** Metres on the ground in one CSS pixel: the plane stretches with latitude. */
export function groundResolution(resolution: number, y: number): number {
  return resolution / Math.cosh(y / RADIUS);
}
