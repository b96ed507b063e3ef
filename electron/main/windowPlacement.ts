// Where a window opens and where it goes. Pure: the displays and what was remembered come in, a
// rectangle goes out.
import { findDisplay, type DisplayIdentity } from './displayIdentity.ts';

export type Rectangle = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

export type DisplayPlace = DisplayIdentity & {
  readonly bounds: Rectangle;
  readonly workArea: Rectangle;
};

/** The first one is the primary display. */
export type DisplayPlaces = readonly [DisplayPlace, ...DisplayPlace[]];

export type Remembered = {
  readonly bounds: Rectangle;
  readonly display: DisplayIdentity;
  readonly isMaximized: boolean;
  readonly isFullScreen: boolean;
};

export type Placement = Omit<Remembered, 'display'> & {
  /** The display that it belongs on is unplugged: this place is for the meantime. */
  readonly isAway: boolean;
};

/** A remembered window must show at least this much of itself to be put back where it was. */
const VISIBLE_PIXELS = 120;
const FIRST_SHARE = 0.9;

/** Back to where it was if its display is still there; else onto the first display. */
export function placeConsole(
  displays: DisplayPlaces,
  remembered: Remembered | undefined,
): Placement {
  if (remembered !== undefined) return placeBack(displays, displays[0], remembered);
  const { workArea } = displays[0];
  const width = Math.round(workArea.width * FIRST_SHARE);
  const height = Math.round(workArea.height * FIRST_SHARE);
  return {
    bounds: centred(workArea, { width, height }),
    isMaximized: true,
    isFullScreen: false,
    isAway: false,
  };
}

/** A second window: back to its place, else onto a display that the console does not stand on. */
export function placeSecond(
  displays: DisplayPlaces,
  consoleDisplayId: number,
  remembered: Remembered | undefined,
): Placement & { readonly isOwnDisplay: boolean } {
  const other = displays.find((display) => display.id !== consoleDisplayId);
  if (remembered !== undefined) {
    const own = findDisplay(displays, remembered.display);
    const home = own ?? other ?? displays[0];
    return {
      ...placeBack(displays, home, remembered),
      isOwnDisplay: home.id !== consoleDisplayId,
    };
  }
  const { workArea } = other ?? displays[0];
  const bounds =
    other === undefined
      ? centred(workArea, { width: workArea.width * 0.7, height: workArea.height * 0.8 })
      : workArea;
  return {
    bounds,
    isMaximized: other !== undefined,
    isFullScreen: false,
    isOwnDisplay: other !== undefined,
    isAway: false,
  };
}

/** The place that a window gets on a display that a person chose for it. */
export function placeOn(display: DisplayPlace, window: Omit<Remembered, 'display'>): Remembered {
  const { id, label, workArea } = display;
  return {
    bounds: isVisible(window.bounds, workArea)
      ? window.bounds
      : centred(workArea, { width: window.bounds.width, height: window.bounds.height }),
    display: { id, label },
    isMaximized: window.isMaximized,
    isFullScreen: window.isFullScreen,
  };
}

/** Nobody can reach it: no display shows enough of it. */
export function isLost(displays: DisplayPlaces, bounds: Rectangle): boolean {
  return displays.every(({ bounds: area }) => !isVisible(bounds, area));
}

function placeBack(
  displays: DisplayPlaces,
  fallback: DisplayPlace,
  remembered: Remembered,
): Placement {
  const own = findDisplay(displays, remembered.display);
  const { bounds, isMaximized } = remembered;
  const { workArea } = own ?? fallback;
  // What filled a display of its own must not cover the one that is left.
  const isFullScreen =
    remembered.isFullScreen && (own !== undefined || fallback.id !== displays[0].id);
  const isThere = isVisible(bounds, workArea);
  return {
    bounds: isThere ? bounds : centred(workArea, bounds),
    isMaximized,
    isFullScreen,
    isAway: own === undefined,
  };
}

function isVisible(bounds: Rectangle, area: Rectangle): boolean {
  const width = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
  const height =
    Math.min(bounds.y + bounds.height, area.y + area.height) - Math.max(bounds.y, area.y);
  // The title bar must be reachable: its top edge may not stand above the display.
  return width >= VISIBLE_PIXELS && height >= VISIBLE_PIXELS && bounds.y >= area.y;
}

function centred(
  area: Rectangle,
  size: { readonly width: number; readonly height: number },
): Rectangle {
  const width = Math.round(Math.min(size.width, area.width));
  const height = Math.round(Math.min(size.height, area.height));
  return {
    x: area.x + Math.round((area.width - width) / 2),
    y: area.y + Math.round((area.height - height) / 2),
    width,
    height,
  };
}
