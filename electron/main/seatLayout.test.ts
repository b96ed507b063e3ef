import { expect, it } from 'vitest';
import { displayOfKey, seatLayout } from './seatLayout.ts';
import type { DisplayPlace, Remembered } from './windowPlacement.ts';

const area = { x: 0, y: 0, width: 1920, height: 1080 };
const left: DisplayPlace = { id: 1, label: 'DELL', bounds: area, workArea: area };
const on = (id: number, label: string): Remembered => ({
  bounds: area,
  display: { id, label },
  isMaximized: false,
  isFullScreen: false,
});

it('names the displays that are there, and the one that a window waits for', () => {
  const layout = seatLayout([left], {
    placeOf: (window) => {
      if (window === 'console') return on(1, 'DELL');
      return window === 'wall' ? on(2, 'AOC') : undefined;
    },
    isOpen: (window) => window !== 'map',
  });
  expect(layout.displays).toMatchObject([
    { label: 'DELL', width: 1920, isPrimary: true, isThere: true },
    { label: 'AOC', isPrimary: false, isThere: false },
  ]);
  const [here, gone] = layout.displays;
  const row = (window: string) => layout.windows.find((one) => one.window === window);
  expect(row('console')).toMatchObject({ display: here?.key, isAway: false, isOpen: true });
  expect(row('wall')).toMatchObject({ display: gone?.key, isAway: true });
  expect(row('map')).toMatchObject({ display: null, isAway: false, isOpen: false });
});

it('finds a display by its key, and nothing for one that is unplugged', () => {
  const [{ key } = { key: '' }] = seatLayout([left], {
    placeOf: () => undefined,
    isOpen: () => false,
  }).displays;
  expect(displayOfKey([left], key)).toBe(left);
  expect(displayOfKey([left], '2/AOC')).toBeUndefined();
});
