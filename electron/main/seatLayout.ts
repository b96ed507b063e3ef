// What the page is told about displays and windows. Pure.
import {
  SEAT_WINDOWS,
  type SeatDisplay,
  type SeatLayout,
  type SeatWindow,
} from '#core/protocol/console/shell.ts';
import { findDisplay, type DisplayIdentity } from './displayIdentity.ts';
import type { DisplayPlace, DisplayPlaces, Remembered } from './windowPlacement.ts';

export type SeatState = {
  readonly placeOf: (window: SeatWindow) => Remembered | undefined;
  readonly isOpen: (window: SeatWindow) => boolean;
};

/** Those that are there, the primary one first, then those that windows wait for. */
export function seatLayout(displays: DisplayPlaces, state: SeatState): SeatLayout {
  const gone = new Map<string, SeatDisplay>();
  const windows = SEAT_WINDOWS.map((window) => {
    const wanted = state.placeOf(window)?.display;
    const own = wanted === undefined ? undefined : findDisplay(displays, wanted);
    const isAway = wanted !== undefined && own === undefined;
    if (isAway) gone.set(keyOf(wanted), unplugged(wanted));
    const display = own ?? wanted;
    return {
      window,
      isOpen: state.isOpen(window),
      display: display === undefined ? null : keyOf(display),
      isAway,
    };
  });
  const there = displays.map(({ id, label, bounds }, at) => ({
    key: keyOf({ id, label }),
    label,
    ...bounds,
    isPrimary: at === 0,
    isThere: true,
  }));
  return { displays: [...there, ...gone.values()], windows };
}

export function displayOfKey(displays: DisplayPlaces, key: string): DisplayPlace | undefined {
  return displays.find((one) => keyOf(one) === key);
}

function keyOf({ id, label }: DisplayIdentity): string {
  return `${id}/${label}`;
}

function unplugged({ id, label }: DisplayIdentity): SeatDisplay {
  const nowhere = { x: 0, y: 0, width: 0, height: 0 };
  return { key: keyOf({ id, label }), label, ...nowhere, isPrimary: false, isThere: false };
}
