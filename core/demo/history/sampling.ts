import { must } from '../../kernel/assert.ts';
import type { Rng } from '../../kernel/rng.ts';

/** Picks by weight in O(log n). */
export type Weighted<T> = (rng: Rng) => T;

export function weighted<T>(
  items: readonly T[],
  weightOf: (item: T, i: number) => number,
): Weighted<T> {
  const sums = new Float64Array(items.length);
  let sum = 0;
  items.forEach((item, i) => {
    sum += weightOf(item, i);
    sums[i] = sum;
  });
  return (rng) => {
    const at = rng.next() * sum;
    let low = 0;
    let high = items.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (must(sums[middle], 'weight') > at) high = middle;
      else low = middle + 1;
    }
    return must(items[low], 'an item');
  };
}

/** Zipf over the order given: the first is s times as frequent as the s-th. */
export function zipf<T>(items: readonly T[]): Weighted<T> {
  return weighted(items, (_, i) => 1 / (i + 1));
}

/** Standard normal as a sum of twelve: no logarithm whose last bit may differ. */
function normal(rng: Rng): number {
  let sum = -6;
  for (let i = 0; i < 12; i += 1) sum += rng.next();
  return sum;
}

/** Log-normal with this mean; sigma 0.6 gives the long tail of talks and delays. */
export function logNormal(rng: Rng, mean: number, sigma = 0.6): number {
  return mean * Math.exp(sigma * normal(rng) - (sigma * sigma) / 2);
}

export function chance(rng: Rng, share: number): boolean {
  return rng.next() < share;
}

export function between(rng: Rng, low: number, high: number): number {
  return low + (high - low) * rng.next();
}
