import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockAround } from './block.ts';
import { DESK_STYLE } from './marks.ts';
import { placeBadges, type BadgeDisc } from './placeBadges.ts';

const disc = (x: number, y: number, width = 34): BadgeDisc => ({
  x,
  y,
  reach: 20,
  count: 30,
  width,
});

describe('badges of the worst cases', () => {
  it('stand on the upper right when there is room', () => {
    const [corner] = placeBadges([disc(0, 0)], [], DESK_STYLE);
    expect(corner?.dx).toBeGreaterThan(0);
    expect(corner?.dy).toBeLessThan(0);
  });

  it('give way to another disc, to its number and to a worst case at its own place', () => {
    const [below] = placeBadges([disc(0, 0), disc(40, -20, 0)], [], DESK_STYLE);
    expect(below?.dy).toBeGreaterThan(0);
    const [left] = placeBadges(
      [disc(0, 0), disc(40, -20, 0)],
      [blockAround({ x: 24, y: 18 }, 9, 9)],
      DESK_STYLE,
    );
    expect(left?.dx).toBeLessThan(0);
  });

  it('two discs side by side do not put their badges on each other', () => {
    const [a, b] = placeBadges([disc(0, 0, 60), disc(44, 0, 60)], [], DESK_STYLE);
    const spanOf = (middle: number, corner: { dx: number } | undefined) =>
      [middle + (corner?.dx ?? 0) - 10, middle + (corner?.dx ?? 0) + 50] as const;
    const [aLeft, aRight] = spanOf(0, a);
    const [bLeft, bRight] = spanOf(44, b);
    const isBeside = aRight <= bLeft || bRight <= aLeft;
    expect(isBeside || Math.abs((a?.dy ?? 0) - (b?.dy ?? 0)) >= 18).toBe(true);
  });

  it('every disc is answered in its order, one without badges at its middle', () => {
    const any = fc.record({
      x: fc.integer({ min: 0, max: 400 }),
      y: fc.integer({ min: 0, max: 400 }),
      reach: fc.integer({ min: 9, max: 64 }),
      count: fc.integer({ min: 2, max: 3_000 }),
      width: fc.constantFrom(0, 34, 76),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 20 }), (discs) => {
        const corners = placeBadges(discs, [], DESK_STYLE);
        expect(corners.length).toBe(discs.length);
        discs.forEach((each, i) => {
          if (each.width === 0) expect(corners[i]).toEqual({ dx: 0, dy: 0 });
          else expect(Math.hypot(corners[i]?.dx ?? 0, corners[i]?.dy ?? 0)).toBeGreaterThan(7);
        });
      }),
      { numRuns: 60 },
    );
  });
});
