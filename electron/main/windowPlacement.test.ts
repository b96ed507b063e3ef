import { describe, expect, it } from 'vitest';
import {
  isLost,
  placeConsole,
  placeOn,
  placeSecond,
  type DisplayPlace,
  type Rectangle,
} from './windowPlacement.ts';

const display = (id: number, label: string, workArea: Rectangle): DisplayPlace => ({
  id,
  label,
  bounds: workArea,
  workArea,
});
const left = display(1, 'DELL', { x: 0, y: 0, width: 1920, height: 1040 });
const right = display(2, 'AOC', { x: 1920, y: 0, width: 1920, height: 1080 });
const remembered = {
  bounds: { x: 2000, y: 40, width: 1200, height: 800 },
  display: { id: 2, label: 'AOC' },
  isMaximized: false,
  isFullScreen: false,
};

describe('the console window', () => {
  it('opens large on the first display the first time', () => {
    expect(placeConsole([left, right], undefined)).toEqual({
      bounds: { x: 96, y: 52, width: 1728, height: 936 },
      isMaximized: true,
      isFullScreen: false,
      isAway: false,
    });
  });

  it('comes back to its place on its display', () => {
    expect(placeConsole([left, right], remembered).bounds).toEqual(remembered.bounds);
  });

  it('moves to the first display when its own is gone', () => {
    const { bounds, isAway } = placeConsole([left], remembered);
    expect(isAway).toBe(true);
    expect(bounds).toEqual({ x: 360, y: 120, width: 1200, height: 800 });
  });

  it('is made smaller when the display left is smaller', () => {
    const small = display(3, 'TV', { x: 0, y: 0, width: 1024, height: 700 });
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

  it('comes back to a remembered display, and waits on another for one that is gone', () => {
    expect(placeSecond([left, right], 1, remembered)).toMatchObject({
      bounds: remembered.bounds,
      isAway: false,
    });
    const third = display(3, 'TV', { x: 3840, y: 0, width: 1920, height: 1080 });
    expect(placeSecond([left, third], 1, remembered)).toMatchObject({
      bounds: { x: 4200, y: 140, width: 1200, height: 800 },
      isAway: true,
      isOwnDisplay: true,
    });
  });

  it('that filled a display which is gone does not cover the one that is left', () => {
    const whole = { ...remembered, isFullScreen: true };
    expect(placeSecond([left, right], 1, whole).isFullScreen).toBe(true);
    expect(placeSecond([left], 1, whole)).toMatchObject({ isFullScreen: false, isAway: true });
  });
});

describe('a window that a person puts on a display', () => {
  it('keeps its size and stands in the middle of it', () => {
    expect(placeOn(left, remembered)).toEqual({
      ...remembered,
      bounds: { x: 360, y: 120, width: 1200, height: 800 },
      display: { id: 1, label: 'DELL' },
    });
  });

  it('stays where it is when it stands there already', () => {
    expect(placeOn(right, remembered)).toEqual(remembered);
  });
});

it('a window is lost when no display shows enough of it', () => {
  expect(isLost([left, right], remembered.bounds)).toBe(false);
  expect(isLost([left], remembered.bounds)).toBe(true);
});
