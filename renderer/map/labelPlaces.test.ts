import { describe, expect, it } from 'vitest';
import { placeLabels } from './labelPlaces.ts';

const disc = (x: number, y: number, reach = 20) => ({
  left: x - reach,
  right: x + reach,
  top: y - reach,
  bottom: y + reach,
});
const wish = (x: number, y: number, reach = 20) => ({
  x,
  y,
  reach,
  width: 60,
  height: 16,
  mostCovered: 0.1,
});

describe('names of streets', () => {
  it('a name stands under its disc when there is room', () => {
    const [place] = placeLabels([wish(0, 0)], [disc(0, 0)], null);
    expect(place?.x).toBe(0);
    expect(place?.y).toBeGreaterThan(20);
  });

  it('it goes above when another disc is below', () => {
    const discs = [disc(0, 0), disc(0, 38)];
    const [place] = placeLabels([wish(0, 0)], discs, null);
    expect(place?.y).toBeLessThan(-20);
  });

  it('two names at one height do not cover each other', () => {
    const discs = [disc(0, 0), disc(45, 0)];
    const [a, b] = placeLabels([wish(0, 0), wish(45, 0)], discs, null);
    const isApart =
      Math.abs((a?.x ?? 0) - (b?.x ?? 0)) >= 60 || Math.abs((a?.y ?? 0) - (b?.y ?? 0)) >= 16;
    expect(isApart).toBe(true);
  });

  it('it keeps off the number beside a mark', () => {
    const badge = { left: -8, right: 60, top: 18, bottom: 34 };
    const [place] = placeLabels([wish(0, 0)], [disc(0, 0), badge], null);
    expect(place?.covered).toBe(0);
    expect(place?.y).toBeLessThan(18);
  });

  it('a name never prefers a place that is nearer to another disc', () => {
    const discs = [disc(0, 0), disc(62, -24), disc(0, 38), disc(0, -38)];
    const others = [wish(62, -24), wish(0, 38), wish(0, -38)];
    const [place] = placeLabels([wish(0, 0), ...others], discs, null);
    expect(place).toMatchObject({ covered: 0 });
    expect(place?.x).toBeLessThan(0);
  });

  it("a name that only finds room at other discs or below them is left out, and stands in nobody's way", () => {
    const around = [disc(-45, 0), disc(45, 0), disc(0, 38), disc(0, -38)];
    const others = [wish(-45, 0), wish(45, 0), wish(0, 38), wish(0, -38)];
    const boxed = placeLabels(
      [{ ...wish(0, 0), width: 120 }, ...others],
      [disc(0, 0), ...around],
      null,
    );
    const free = placeLabels(others, [disc(0, 0), ...around], null);
    expect(boxed[0]).toBeNull();
    expect(boxed.slice(1)).toEqual(free);
  });

  it('a name whose near places are all taken stands past the badge beside its disc, not nowhere', () => {
    const discs = [disc(0, 0), disc(0, 38), disc(0, -38), disc(48, 0)];
    const others = [wish(0, 38), wish(0, -38), wish(48, 0)];
    const badges = [-38, 0, 38].map((y) => ({
      left: -62,
      right: -18,
      top: y - 17,
      bottom: y + 17,
    }));
    const [place] = placeLabels([wish(0, 0), ...others], [...discs, ...badges], null);
    expect(place).toMatchObject({ covered: 0, y: 0 });
    expect((place?.x ?? 0) + 30).toBeLessThan(-62);
  });

  it('no name is cut by the edge of what is seen', () => {
    const seen = { left: -100, right: 100, top: -100, bottom: 30 };
    const [place] = placeLabels([wish(0, 0)], [disc(0, 0)], seen);
    expect(place?.y).toBeLessThan(-20);
    const slit = { left: -25, right: 25, top: -25, bottom: 25 };
    expect(placeLabels([wish(0, 0)], [disc(0, 0)], slit)).toEqual([null]);
  });

  it('without a disc the name stands on its anchor', () => {
    expect(placeLabels([wish(5, 7, 0)], [], null)).toMatchObject([{ x: 5, y: 7, covered: 0 }]);
  });
});
