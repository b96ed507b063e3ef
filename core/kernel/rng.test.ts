import { describe, expect, it } from 'vitest';
import { createRng, pick } from './rng.ts';

describe('seeded dice', () => {
  it('the same seed gives the same numbers on every machine', () => {
    const rng = createRng(20260101);
    expect([rng.int(1000), rng.int(1000), rng.int(1000)]).toEqual(
      (() => {
        const again = createRng(20260101);
        return [again.int(1000), again.int(1000), again.int(1000)];
      })(),
    );
    expect(createRng(1).next()).not.toBe(createRng(2).next());
  });

  it('a fork is not moved by draws of its parent', () => {
    const one = createRng('x');
    one.next();
    expect(one.fork('a').next()).toBe(createRng('x').fork('a').next());
  });

  it('is uniform enough: ten bins of 100,000 draws within 3 %', () => {
    const rng = createRng('bins');
    const bins = new Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i += 1) {
      const bin = rng.int(10);
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
    for (const count of bins) expect(Math.abs(count - 10_000)).toBeLessThan(300);
  });

  it('picking from nothing is refused', () => {
    expect(() => pick(createRng(1), [])).toThrow(RangeError);
  });
});
