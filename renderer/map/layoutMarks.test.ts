import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MarkerTuple } from '#core/protocol/console/rows.ts';
import { createLayouter, layoutZoom, type LayoutOptions } from './layoutMarks.ts';
import { buildMarkerSet, isWorst, kindAt } from './markerSet.ts';
import { DESK_STYLE } from './marks.ts';
import { resolutionAt, toPlane } from './mercator.ts';
import { pickMark, pixelOf, type Frame } from './pickMark.ts';

const STREETS = ['110101001', '110101002', '110101003'];
const anchors = new Map(
  STREETS.map((street, i) => [street, toPlane(116_390_000 + i * 25_000, 39_900_000 + i * 20_000)]),
);
const options: LayoutOptions = {
  style: DESK_STYLE,
  anchors,
  streetsBelow: 13,
  worstOnDiscs: false,
};
/** A frame that shows the whole plane around the district at a zoom. */
const frameAt = (zoom: number): Frame => ({
  centerX: toPlane(116_410_000, 39_915_000).x,
  centerY: toPlane(116_410_000, 39_915_000).y,
  resolution: resolutionAt(zoom),
  width: 1_180,
  height: 900,
});

const tuple = fc.tuple(
  fc.integer({ min: 116_370_000, max: 116_446_000 }),
  fc.integer({ min: 39_860_000, max: 39_970_000 }),
  fc.integer({ min: 0, max: 2 }),
  fc.integer({ min: 0, max: 2 }),
  fc.integer({ min: 0, max: 1 }),
  fc.integer({ min: 0, max: 1 }),
  fc.constantFrom(...STREETS, 'elsewhere'),
);
const towns = fc
  .array(tuple, { minLength: 1, maxLength: 300 })
  .map((rows) =>
    rows.map((row, i): MarkerTuple => [`case-${String(i).padStart(4, '0')}`, ...row] as const),
  );
const zooms = fc.double({ min: 10, max: 19.9, noNaN: true });

describe('layout of case marks', () => {
  it('the worst is never hidden: no disc counts a critical unsigned or overdue case', () => {
    fc.assert(
      fc.property(towns, zooms, (rows, zoom) => {
        const set = buildMarkerSet(rows);
        const layout = createLayouter(set, options).at(zoom);
        layout.marks.forEach((mark, i) => {
          const members = layout.membersOf(i);
          if (mark.kind === 'disc') {
            expect(members.some((index) => isWorst(set, index))).toBe(false);
          } else {
            for (const index of members) expect(kindAt(set, index)).toBe(mark.kind);
          }
        });
      }),
      { numRuns: 60 },
    );
  });

  it('every case is in exactly one mark, and each mark counts its cases', () => {
    fc.assert(
      fc.property(towns, zooms, (rows, zoom) => {
        const set = buildMarkerSet(rows);
        const layout = createLayouter(set, options).at(zoom);
        const seen = layout.marks.flatMap((mark, i) => {
          const members = layout.membersOf(i);
          expect(members.length).toBe(mark.count);
          return members;
        });
        expect([...seen].sort((a, b) => a - b)).toEqual(set.ids.map((_, i) => i));
      }),
      { numRuns: 60 },
    );
  });

  it('a click on the middle of a worst shape picks that shape, at the zoom of its layout', () => {
    fc.assert(
      fc.property(towns, zooms, (rows, zoom) => {
        const step = layoutZoom(zoom);
        const layout = createLayouter(buildMarkerSet(rows), options).at(step);
        const frame = frameAt(step);
        layout.marks.forEach((mark, i) => {
          if (mark.kind !== 'critical' && mark.kind !== 'over') return;
          const [x, y] = pixelOf(frame, mark.x, mark.y);
          expect(pickMark(layout.marks, frame, [x + mark.dx, y + mark.dy])).toBe(i);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('in the overview a street with room shows its worst case at its own place', () => {
    const row: MarkerTuple = ['w', 116_375_000, 39_868_000, 0, 2, 0, 0, '110101001'];
    const other: MarkerTuple = ['o', 116_400_000, 39_900_000, 0, 0, 0, 0, '110101001'];
    const layout = createLayouter(buildMarkerSet([row, other]), options).at(12);
    const over = layout.marks.find((mark) => mark.kind === 'over');
    expect(over).toMatchObject({ isBadge: false, count: 1, dx: 0, dy: 0 });
    expect(over?.x).toBeCloseTo(toPlane(116_375_000, 39_868_000).x, 3);
  });

  it('worst cases of a street that would cover each other sit on its disc with their number', () => {
    const rows: MarkerTuple[] = [
      ['a', 116_375_000, 39_868_000, 0, 2, 0, 0, '110101001'],
      ['b', 116_375_100, 39_868_000, 0, 2, 0, 0, '110101001'],
      ['o', 116_400_000, 39_900_000, 0, 1, 0, 0, '110101001'],
    ];
    const layout = createLayouter(buildMarkerSet(rows), options).at(12);
    const badge = layout.marks.find((mark) => mark.kind === 'over');
    expect(badge).toMatchObject({ isBadge: true, count: 2 });
    expect(layout.marks.find((mark) => mark.kind === 'disc')).toMatchObject({
      count: 1,
      near: 1,
      worstBeside: 2,
    });
  });

  it('where discs of streets would be a heap, cases gather in fewer and the worst sit on the nearest', () => {
    const rows = STREETS.flatMap((street, i) =>
      Array.from({ length: 40 }, (_, n): MarkerTuple => {
        const late = n < 3 ? 2 : 0;
        const lon = 116_390_000 + i * 25_000 + n * 200;
        return [`${street}/${n}`, lon, 39_900_000 + i * 20_000, 0, late, 0, 0, street];
      }),
    );
    const layouter = createLayouter(buildMarkerSet(rows), options);
    const discsAt = (zoom: number) =>
      layouter.at(zoom).marks.filter((mark) => mark.kind === 'disc');
    expect(discsAt(11).map((mark) => mark.count)).toEqual([37, 37, 37]);
    expect(discsAt(9).map((mark) => mark.count)).toEqual([111]);
    expect(layouter.at(9).marks.filter((mark) => mark.kind === 'over')).toMatchObject([
      { count: 9, isBadge: true },
    ]);
  });

  it('a number below a badge is never covered by it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 2_000 }),
        fc.integer({ min: 1, max: 99 }),
        (open, late) => {
          const rows = Array.from({ length: open + late }, (_, n): MarkerTuple => [
            `case-${n}`,
            116_390_000,
            39_900_000,
            0,
            n < late ? 2 : 0,
            0,
            0,
            '110101001',
          ]);
          const { marks } = createLayouter(buildMarkerSet(rows), options).at(12);
          const badge = marks.find((mark) => mark.kind === 'over');
          expect(badge).toMatchObject({ isBadge: true, count: late });
          const top = Math.abs(badge?.dy ?? 0) - (badge?.plateHalf ?? 0);
          expect(top).toBeGreaterThanOrEqual(DESK_STYLE.numberPx / 2);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('equal cases make an equal layout in whatever order they came', () => {
    fc.assert(
      fc.property(towns, zooms, (rows, zoom) => {
        const one = createLayouter(buildMarkerSet(rows), options).at(zoom).marks;
        const two = createLayouter(buildMarkerSet([...rows].reverse()), options).at(zoom).marks;
        expect(two).toEqual(one);
      }),
      { numRuns: 20 },
    );
  });
});
