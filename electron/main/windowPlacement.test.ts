import { describe, expect, it } from 'vitest';
import { placeConsole, placeSecond, type DisplayPlace } from './windowPlacement.ts';

const left: DisplayPlace = { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } };
const right: DisplayPlace = { id: 2, workArea: { x: 1920, y: 0, width: 1920, height: 1080 } };
const remembered = {
  bounds: { x: 2000, y: 40, width: 1200, height: 800 },
  displayId: 2,
  isMaximized: false,
  isFullScreen: false,
};

describe('the console window', () => {
  it('opens large on the first display the first time', () => {
    expect(placeConsole([left, right], undefined)).toEqual({
      bounds: { x: 96, y: 52, width: 1728, height: 936 },
      isMaximized: true,
      isFullScreen: false,
    });
  });

  it('comes back to its place on its display', () => {
    expect(placeConsole([left, right], remembered).bounds).toEqual(remembered.bounds);
  });

  it('moves to the first display when its own is gone', () => {
    const { bounds } = placeConsole([left], remembered);
    expect(bounds).toEqual({ x: 360, y: 120, width: 1200, height: 800 });
  });

  it('is made smaller when the display left is smaller', () => {
    const small: DisplayPlace = { id: 3, workArea: { x: 0, y: 0, width: 1024, height: 700 } };
    expect(placeConsole([small], remembered).bounds).toEqual(small.workArea);
  });

  it('whose title bar would stand above its display is brought back', () => {
    const lost = { ...remembered, bounds: { ...remembered.bounds, y: -400 } };
    expect(placeConsole([left, right], lost).bounds.y).toBeGreaterThanOrEqual(0);
  });
});

describe('a second window', () => {
  it('fills the display that the console does not stand on', () => {
    expect(placeSecond([left, right], 1, undefined)).toMatchObject({
      bounds: right.workArea,
      isOwnDisplay: true,
    });
    expect(placeSecond([left, right], 2, undefined).bounds).toEqual(left.workArea);
  });

  it('stands beside nothing when there is one display, and says so', () => {
    const place = placeSecond([left], 1, undefined);
    expect(place.isOwnDisplay).toBe(false);
    expect(place.bounds).toEqual({ x: 288, y: 104, width: 1344, height: 832 });
  });

  it('comes back to a remembered display, and forgets one that is gone', () => {
    expect(placeSecond([left, right], 1, remembered).bounds).toEqual(remembered.bounds);
    const gone = { ...remembered, displayId: 9 };
    expect(placeSecond([left, right], 1, gone).bounds).toEqual(right.workArea);
  });
});
