import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockAround, sharedArea } from './block.ts';
import { placeNoted, type NotedWish } from './notedPlaces.ts';

const LINE = 15;
const wish = (x: number, y: number, noteWidth = 60): NotedWish => ({
  x,
  y,
  reach: 17,
  nameWidth: 40,
  noteWidth,
  line: LINE,
  isStreet: true,
  mostCovered: 0.1,
});
const disc = (x: number, y: number) => blockAround({ x, y }, 17, 17);

describe('names with notes', () => {
  it('a name with room has its note below it', () => {
    const [place] = placeNoted([wish(0, 0)], [disc(0, 0)], null);
    expect(place?.y).toBeGreaterThan(17);
    expect(place?.note).toEqual({ x: place?.x, y: (place?.y ?? 0) + LINE });
  });

  it('where not every name finds room with its note, the name stays and the note goes', () => {
    const walls = [
      { left: -200, right: 200, top: 34, bottom: 60 },
      { left: -200, right: 200, top: -60, bottom: -34 },
      { left: -200, right: -17, top: -60, bottom: 60 },
      { left: 17, right: 200, top: -60, bottom: 60 },
    ];
    const narrow = { ...wish(0, 0), nameWidth: 30 };
    const [place] = placeNoted([narrow], [disc(0, 0), ...walls], null);
    expect(place).toMatchObject({ x: 0, note: null });
  });

  it('notes cover no name, no mark, no other note and no edge, however many streets have one', () => {
    const bounds = blockAround({ x: 200, y: 200 }, 260, 260);
    const spots = fc.array(
      fc.record({ x: fc.integer({ min: 0, max: 400 }), y: fc.integer({ min: 0, max: 400 }) }),
      { maxLength: 17 },
    );
    fc.assert(
      fc.property(spots, (at) => {
        const marks = at.map(({ x, y }) => disc(x, y));
        const wishes = at.map(({ x, y }) => wish(x, y));
        const places = placeNoted(wishes, marks, bounds);
        const names = places.flatMap((place) =>
          place === null ? [] : [blockAround(place, 20, LINE / 2)],
        );
        const notes = places.flatMap((place) =>
          place?.note ? [blockAround(place.note, 30, LINE / 2)] : [],
        );
        notes.forEach((note, i) => {
          expect(sharedArea(note, bounds)).toBeCloseTo(60 * LINE, 0);
          for (const other of [...names, ...notes.filter((_, other) => other !== i)])
            expect(sharedArea(note, other)).toBeLessThan(0.6);
          for (const mark of marks) expect(sharedArea(note, mark)).toBeLessThan(0.6);
        });
      }),
      { numRuns: 200 },
    );
  });
});
