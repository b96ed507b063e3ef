/** How many waits took so many milliseconds, by milliseconds: an hour of them in little room. */
export type Waits = readonly number[];

const MOST_MS = 60_000;

export class WaitBook {
  readonly #counts: number[] = Array.from({ length: MOST_MS }, () => 0);

  add(ms: number): void {
    const at = Math.min(MOST_MS - 1, Math.max(0, Math.round(ms)));
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
  }

  /** Without the long end that nothing took. */
  told(): Waits {
    const last = this.#counts.findLastIndex((count) => count > 0);
    return this.#counts.slice(0, last + 1);
  }
}

export function quantileOf(waits: Waits, share: number): number {
  const total = waits.reduce((sum, count) => sum + count, 0);
  let below = 0;
  for (const [ms, count] of waits.entries()) {
    below += count;
    if (below >= total * share) return ms;
  }
  return Number.NaN;
}

/** Of the line through these points that misses them least. */
export function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (at: 0 | 1): number =>
    points.reduce((sum, point) => sum + point[at], 0) / points.length;
  const [middle, height] = [mean(0), mean(1)];
  const moved = points.reduce((sum, [x, y]) => sum + (x - middle) * (y - height), 0);
  const spread = points.reduce((sum, [x]) => sum + (x - middle) ** 2, 0);
  return moved / spread;
}
