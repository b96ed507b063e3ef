// Where a window opens. Pure: the displays and what was remembered come in, a rectangle goes out.

export type Rectangle = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

export type DisplayPlace = { readonly id: number; readonly workArea: Rectangle };

export type Remembered = {
  readonly bounds: Rectangle;
  readonly displayId: number;
  readonly isMaximized: boolean;
  readonly isFullScreen: boolean;
};

export type Placement = Omit<Remembered, 'displayId'>;

/** A remembered window must show at least this much of itself to be put back where it was. */
const VISIBLE_PIXELS = 120;
const FIRST_SHARE = 0.9;

/** Back to where it was if its display is still there; else onto the first display. */
export function placeConsole(
  displays: readonly [DisplayPlace, ...DisplayPlace[]],
  remembered: Remembered | undefined,
): Placement {
  if (remembered !== undefined) {
    const { bounds, isMaximized, isFullScreen } = remembered;
    const own = displays.find((display) => display.id === remembered.displayId);
    const home = own ?? displays[0];
    const isThere = isVisible(bounds, home.workArea);
    return { bounds: isThere ? bounds : centred(home.workArea, bounds), isMaximized, isFullScreen };
  }
  const { workArea } = displays[0];
  const width = Math.round(workArea.width * FIRST_SHARE);
  const height = Math.round(workArea.height * FIRST_SHARE);
  return {
    bounds: centred(workArea, { width, height }),
    isMaximized: true,
    isFullScreen: false,
  };
}

/** A second window: back to its place, else onto a display that the console does not stand on. */
export function placeSecond(
  displays: readonly [DisplayPlace, ...DisplayPlace[]],
  consoleDisplayId: number,
  remembered: Remembered | undefined,
): Placement & { readonly isOwnDisplay: boolean } {
  const other = displays.find((display) => display.id !== consoleDisplayId);
  const known = displays.some((display) => display.id === remembered?.displayId);
  if (remembered !== undefined && known) {
    const isOwnDisplay = remembered.displayId !== consoleDisplayId;
    return { ...placeConsole(displays, remembered), isOwnDisplay };
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
