/** Arithmetic of the wall: one unit, and which arrangement of columns a shape of screen gets. */

export type WallShape = 'standard' | 'wide' | 'ribbon';

const FRAME_HEIGHT_U = 2_160;
const FRAME_WIDTH_U = 3_840;

/** CSS pixels in one unit. 1 at 3840x2160; a narrower screen than 16:9 is led by its width. */
export function wallUnit(width: number, height: number): number {
  return Math.min(height / FRAME_HEIGHT_U, width / FRAME_WIDTH_U);
}

/** 16:9 and squarer; three or more wide screens on two rows; one row of screens. */
export function wallShape(width: number, height: number): WallShape {
  const aspect = width / height;
  if (aspect >= 4.5) return 'ribbon';
  return aspect >= 2.6 ? 'wide' : 'standard';
}

/** How many rows a list of the shape holds. */
export const LIST_ROWS: Readonly<
  Record<WallShape, { readonly latest: number; readonly channels: number }>
> = {
  standard: { latest: 5, channels: 5 },
  wide: { latest: 8, channels: 8 },
  ribbon: { latest: 10, channels: 9 },
};

const SHIFT_EVERY_MS = 600_000;
const SHIFT_U = 2;
const SHIFT_PATH = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, 1],
  [-1, 0],
  [-1, -1],
  [0, -1],
  [1, -1],
] as const;

/** Against burn-in: the whole frame stands 2u further along a closed path every ten minutes. */
export function burnInShift(now: number): readonly [number, number] {
  const step = Math.floor(now / SHIFT_EVERY_MS) % SHIFT_PATH.length;
  const [x, y] = SHIFT_PATH[step] ?? [0, 0];
  return [x * SHIFT_U, y * SHIFT_U];
}

/** One step darker from 22:00 to 06:00 by the profile's clock, written 21:59:08. */
export function isNight(clock: string): boolean {
  const hour = Number(clock.slice(0, 2));
  return hour >= 22 || hour < 6;
}

/** Font size in pixels whose Han glyph (0.92 of it) is seen under an angle at a distance. */
export function fontPxForAngle(angleMinutes: number, distanceM: number, pitchM: number): number {
  const angle = (angleMinutes / 60) * (Math.PI / 180);
  return (2 * distanceM * Math.tan(angle / 2)) / pitchM / 0.92;
}
