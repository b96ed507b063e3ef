import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TOUCH_PX, type Mark } from './marks.ts';
import { pickMark, type Frame } from './pickMark.ts';

/** In drawing order. */
const DRAWN_AS = ['disc', 'open', 'near', 'over', 'critical'] as const;
const WORST: readonly string[] = ['over', 'critical'];
const frame: Frame = { centerX: 0, centerY: 0, resolution: 2, width: 800, height: 600 };
const marks = fc.array(
  fc.record({
    kind: fc.constantFrom(...DRAWN_AS),
    x: fc.integer({ min: -800, max: 800 }),
    y: fc.integer({ min: -600, max: 600 }),
    dx: fc.integer({ min: -30, max: 30 }),
    dy: fc.integer({ min: -30, max: 30 }),
    reach: fc.integer({ min: 5, max: 40 }),
    plateWidth: fc.constantFrom(0, 12, 28),
  }),
  { maxLength: 60 },
);
type Given = Pick<Mark, 'kind' | 'x' | 'y' | 'dx' | 'dy' | 'reach' | 'plateWidth'>;
const whole = (mark: Given): Mark => ({
  ...mark,
  plateWidth: WORST.includes(mark.kind) ? mark.plateWidth : 0,
  plateHalf: 9,
  count: 1,
  worstBeside: 0,
  near: 0,
  hasPending: false,
  isBadge: false,
});
/** Its pixel lies on the slanting side of a triangle: a division there once lost the mark by one rounding. */
const ON_THE_SIDE = {
  marks: [{ kind: 'near', x: 458, y: -136, dx: 20, dy: 12, reach: 23, plateWidth: 0 } as const],
  pixel: [636, 383],
} as const;

/** Corners of the shape in screen pixels, written down again by hand; a disc has none. */
function cornersOf(mark: Mark): readonly (readonly [number, number])[] {
  const cx = 400 + mark.x / 2 + mark.dx;
  const cy = 300 - mark.y / 2 + mark.dy;
  const r = mark.reach;
  if (mark.kind === 'over')
    return [
      [cx - r, cy - r],
      [cx + r, cy - r],
      [cx + r, cy + r],
      [cx - r, cy + r],
    ];
  if (mark.kind === 'critical')
    return [
      [cx, cy - r],
      [cx + r, cy],
      [cx, cy + r],
      [cx - r, cy],
    ];
  if (mark.kind === 'near')
    return [
      [cx, cy - r],
      [cx + r, cy + r],
      [cx - r, cy + r],
    ];
  return [];
}

/** Convex polygon, clockwise on the screen, border included. Exact: everything is a half or whole number. */
function isInsideConvex(
  corners: readonly (readonly [number, number])[],
  x: number,
  y: number,
): boolean {
  return corners.every(([ax, ay], i) => {
    const [bx, by] = corners[(i + 1) % corners.length] ?? [0, 0];
    return (bx - ax) * (y - ay) - (by - ay) * (x - ax) >= 0;
  });
}

function exhaustive(list: readonly Mark[], x: number, y: number): number {
  const middle = (mark: Mark): readonly [number, number] => [
    400 + mark.x / 2 + mark.dx,
    300 - mark.y / 2 + mark.dy,
  ];
  // Squares, as a root is rounded and would tell equal distances apart.
  const squareGap = (mark: Mark): number => (x - middle(mark)[0]) ** 2 + (y - middle(mark)[1]) ** 2;
  const covering = list.map((mark) =>
    mark.kind === 'disc' || mark.kind === 'open'
      ? squareGap(mark) <= mark.reach ** 2
      : isInsideConvex(cornersOf(mark), x, y),
  );
  const plates = list.map((mark) => {
    const [left, middleY] = middle(mark);
    const right = left + mark.reach + mark.plateWidth;
    return mark.plateWidth > 0 && x >= left && x <= right && Math.abs(y - middleY) <= 9;
  });
  const top = covering.lastIndexOf(true);
  const worst = covering.findLastIndex((is, i) => is && WORST.includes(list[i]?.kind ?? ''));
  if (worst >= 0) return worst;
  if (plates.includes(true)) return plates.lastIndexOf(true);
  if (top >= 0) return top;
  const gaps = list.map(squareGap);
  const least = Math.min(...gaps);
  return least < TOUCH_PX ** 2 ? gaps.lastIndexOf(least) : -1;
}

describe('picking', () => {
  it('agrees with an exhaustive query of polygons for any marks and any pixel', () => {
    fc.assert(
      fc.property(
        marks,
        fc.integer({ min: 0, max: 800 }),
        fc.integer({ min: 0, max: 600 }),
        (list, x, y) => {
          const full = list
            .map(whole)
            .sort((a, b) => DRAWN_AS.indexOf(a.kind) - DRAWN_AS.indexOf(b.kind));
          expect(pickMark(full, frame, [x, y])).toBe(exhaustive(full, x, y));
        },
      ),
      { numRuns: 2_000, examples: [[[...ON_THE_SIDE.marks], ...ON_THE_SIDE.pixel]] },
    );
  });

  it('agrees with it on every pixel around a crowded place', () => {
    const crowd = (['disc', 'open', 'near', 'over', 'critical'] as const).map((kind, i) =>
      whole({ kind, x: i * 16, y: 0, dx: 0, dy: i, reach: 14 - i, plateWidth: i * 4 }),
    );
    for (let y = 270; y <= 330; y += 1) {
      for (let x = 370; x <= 460; x += 1) {
        expect(pickMark(crowd, frame, [x, y])).toBe(exhaustive(crowd, x, y));
      }
    }
  });

  it('the number of a badge picks the badge, not the disc below; a shape beside it comes first', () => {
    const disc = whole({ kind: 'disc', x: 0, y: 0, dx: 0, dy: 0, reach: 30, plateWidth: 0 });
    const badge = whole({ kind: 'over', x: 0, y: 0, dx: 0, dy: 0, reach: 7, plateWidth: 20 });
    const other = whole({ kind: 'over', x: 0, y: 0, dx: 26, dy: 0, reach: 7, plateWidth: 0 });
    const pick = (...marks: readonly Mark[]): number => pickMark(marks, frame, [422, 300]);
    expect(pick(disc)).toBe(0);
    expect(pick(disc, badge)).toBe(1);
    expect(pick(disc, other, badge)).toBe(1);
    expect(pick(disc, badge, other)).toBe(2);
  });

  it('a pointer near no mark picks nothing', () => {
    const mark = whole({ kind: 'open', x: 0, y: 0, dx: 0, dy: 0, reach: 5, plateWidth: 0 });
    expect(pickMark([mark], frame, [400 + TOUCH_PX, 300])).toBe(-1);
    expect(pickMark([mark], frame, [400 + TOUCH_PX - 1, 300])).toBe(0);
  });
});
