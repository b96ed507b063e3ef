// Opens the windows of the seat, keeps each on its display, and opens them again at the next start.
import { join } from 'node:path';
import { BrowserWindow, screen } from 'electron';
import {
  APP_ORIGIN,
  type SeatLayout,
  type SeatWindow,
  type ShellBody,
  type ShellWindow,
} from '#core/protocol/console/shell.ts';
import type { Log } from '#core/node/logFile.ts';
import { displayPlaces, watchDisplays } from './displays.ts';
import { identifyDisplays } from './identifyDisplays.ts';
import { moveWindow } from './moveWindow.ts';
import { windowForAddress } from './pageAddress.ts';
import { seatLayout, displayOfKey } from './seatLayout.ts';
import { secureWebPreferences } from './security.ts';
import type { WindowMemory } from './windowMemory.ts';
import {
  isLost,
  placeConsole,
  placeOn,
  placeSecond,
  type Placement,
  type Remembered,
} from './windowPlacement.ts';

/** Behind the first paint: the dark surface of the tokens, so that no window flashes white. */
const BACKGROUND = '#12161c';
const LEAST_SIZE = { minWidth: 1024, minHeight: 640 };
const WALL_ADDRESS = `${APP_ORIGIN}/wall.html`;
/** A dragged window says so many times: remember where it came to rest. */
const REST_MS = 400;
/** A second window of one kind stands this much lower and to the right. */
const CASCADE = 32;

export type BodyFacts = Omit<ShellBody, 'window'>;

export type WindowsOptions = {
  readonly memory: WindowMemory;
  readonly programFolder: string;
  readonly facts: BodyFacts;
  readonly log: Log;
};

type OpenWindow = {
  readonly kind: SeatWindow;
  readonly address: string;
  readonly window: BrowserWindow;
  isAway: boolean;
  rest: ReturnType<typeof setTimeout> | undefined;
};

export class Windows {
  readonly #options: WindowsOptions;
  readonly #memory: WindowMemory;
  readonly #open = new Map<number, OpenWindow>();
  /** The console is closing, and all others with it: they stay remembered as open. */
  #isEnding = false;
  /** The system itself may push windows about now: where they stand is nobody's wish. */
  #isSettling = false;

  constructor(options: WindowsOptions) {
    this.#options = options;
    this.#memory = options.memory;
    watchDisplays(
      () => {
        this.#isSettling = true;
      },
      () => this.#rearrange(),
    );
  }

  /** The kind of window that a page lives in; undefined: not one of ours. */
  kindOf(contentsId: number): ShellWindow | undefined {
    const kind = this.#open.get(contentsId)?.kind;
    return kind === undefined ? undefined : bodyWindow(kind);
  }

  /** The console with what stood beside it, or the one that is open brought forward. */
  openConsole(): void {
    const there = this.#ofKind('console')[0];
    if (there !== undefined) {
      bringForward(there.window);
      return;
    }
    this.#isEnding = false;
    const beside = this.#memory.open;
    const window = this.#show('console', `${APP_ORIGIN}/index.html`);
    window.once('close', () => {
      this.#isEnding = true;
    });
    window.once('closed', () => {
      for (const other of BrowserWindow.getAllWindows()) other.close();
    });
    for (const address of beside) this.#openBeside(address);
  }

  openWall(): void {
    this.#openBeside(WALL_ADDRESS);
  }

  /** Before the program ends: what is open now is opened again at the next start. */
  ending(): void {
    this.#isEnding = true;
  }

  layout(): SeatLayout {
    return seatLayout(displayPlaces(), {
      placeOf: (kind) => this.#memory.placeOf(kind),
      isOpen: (kind) => this.#ofKind(kind).length > 0,
    });
  }

  place(kind: SeatWindow, key: string): SeatLayout {
    const display = displayOfKey(displayPlaces(), key);
    if (display !== undefined) {
      const known = this.#memory.placeOf(kind);
      const wanted = known ?? { bounds: display.workArea, isMaximized: true, isFullScreen: false };
      this.#remember(kind, placeOn(display, wanted));
      for (const one of this.#ofKind(kind)) this.#moveHome(one);
    }
    this.#tellLayout();
    return this.layout();
  }

  identify(): void {
    identifyDisplays(displayPlaces());
  }

  #openBeside(address: string): void {
    const kind = windowForAddress(address);
    if (kind === undefined) return;
    const same = this.#ofKind(kind).find((one) => kind !== 'case' || one.address === address);
    if (same !== undefined) bringForward(same.window);
    else this.#show(kind, address);
  }

  #ofKind(kind: SeatWindow): readonly OpenWindow[] {
    return [...this.#open.values()].filter((one) => one.kind === kind);
  }

  #placementOf(kind: SeatWindow): Placement {
    const displays = displayPlaces();
    const remembered = this.#memory.placeOf(kind);
    if (kind === 'console') return placeConsole(displays, remembered);
    const console = this.#ofKind('console')[0]?.window;
    const home =
      console === undefined ? displays[0] : screen.getDisplayMatching(console.getBounds());
    const place = placeSecond(displays, home.id, remembered);
    return kind === 'wall' ? { ...place, isFullScreen: place.isOwnDisplay } : place;
  }

  #show(kind: SeatWindow, address: string): BrowserWindow {
    const place = this.#placementOf(kind);
    const step = CASCADE * this.#ofKind(kind).length;
    const { x, y, width, height } = place.bounds;
    const preload = kind === 'wall' ? 'wallPreload.cjs' : 'consolePreload.cjs';
    const body: ShellBody = { ...this.#options.facts, window: bodyWindow(kind) };
    const window = new BrowserWindow({
      ...{ x: x + step, y: y + step, width, height },
      ...LEAST_SIZE,
      show: false,
      backgroundColor: BACKGROUND,
      autoHideMenuBar: true,
      fullscreen: place.isFullScreen,
      webPreferences: {
        ...secureWebPreferences(join(this.#options.programFolder, 'out', 'electron', preload)),
        additionalArguments: [`--shaotai-body=${encodeBody(body)}`],
      },
    });
    const { id } = window.webContents;
    const one: OpenWindow = { kind, address, window, isAway: place.isAway, rest: undefined };
    this.#open.set(id, one);
    this.#followPlace(one);
    this.#answerPage(window);
    window.once('ready-to-show', () => {
      if (place.isMaximized && !place.isFullScreen) window.maximize();
      window.show();
      this.#note(one);
    });
    window.once('closed', () => {
      clearTimeout(one.rest);
      this.#open.delete(id);
      this.#openChanged();
    });
    this.#openChanged();
    void window.loadURL(address);
    return window;
  }

  /** What the page in a window may ask for, and what happens when its process dies. */
  #answerPage(window: BrowserWindow): void {
    window.webContents.setWindowOpenHandler(({ url }) => {
      this.#openBeside(url);
      return { action: 'deny' };
    });
    window.webContents.on('before-input-event', (event, input) => {
      if (input.type !== 'keyDown' || input.key !== 'F11') return;
      event.preventDefault();
      window.setFullScreen(!window.isFullScreen());
    });
    // A page whose process died is loaded anew: the host has kept everything that was acknowledged.
    window.webContents.on('render-process-gone', (_event, details) => {
      if (details.reason !== 'clean-exit') window.webContents.reload();
    });
  }

  #followPlace(one: OpenWindow): void {
    const { window } = one;
    const moved = (): void => {
      clearTimeout(one.rest);
      one.rest = setTimeout(() => this.#note(one), REST_MS);
    };
    window.on('move', moved);
    window.on('resize', moved);
    window.on('enter-full-screen', moved);
    window.on('leave-full-screen', moved);
    window.on('close', () => this.#note(one));
  }

  /** Keeps where a window came to rest, unless it only stands there until its display is back. */
  #note(one: OpenWindow): void {
    const { window, kind } = one;
    if (one.isAway || this.#isSettling || window.isDestroyed()) return;
    const isMaximized = window.isMaximized();
    const isFullScreen = window.isFullScreen();
    const { id, label } = screen.getDisplayMatching(window.getBounds());
    const bounds = isMaximized || isFullScreen ? window.getNormalBounds() : window.getBounds();
    this.#remember(kind, { bounds, display: { id, label }, isMaximized, isFullScreen });
    this.#tellLayout();
  }

  #remember(kind: SeatWindow, place: Remembered): void {
    this.#keep(() => this.#memory.remember(kind, place));
  }

  #openChanged(): void {
    if (this.#isEnding) return;
    const beside = [...this.#open.values()].filter((one) => one.kind !== 'console');
    this.#keep(() => this.#memory.rememberOpen(beside.map((one) => one.address)));
    this.#tellLayout();
  }

  #keep(write: () => void): void {
    try {
      write();
    } catch (error) {
      // A full disk must not keep a window from closing; the next start opens it elsewhere.
      this.#options.log.write('warn', 'shell/place-not-kept', { why: String(error) });
    }
  }

  /** A display went or came: windows of one that is gone come into sight, and go back with it. */
  #rearrange(): void {
    const displays = displayPlaces();
    for (const one of this.#open.values()) {
      const place = this.#placementOf(one.kind);
      const isMoved = place.isAway !== one.isAway;
      if (isMoved || isLost(displays, one.window.getBounds())) this.#moveHome(one);
    }
    this.#options.log.write('info', 'shell/displays', { count: displays.length });
    setTimeout(() => {
      this.#isSettling = false;
    }, REST_MS);
    this.#tellLayout();
  }

  #moveHome(one: OpenWindow): void {
    const place = this.#placementOf(one.kind);
    one.isAway = place.isAway;
    moveWindow(one.window, place);
  }

  #tellLayout(): void {
    const layout = this.layout();
    for (const { kind, window } of this.#open.values()) {
      if (kind !== 'wall' && !window.isDestroyed()) window.webContents.send('seat-layout', layout);
    }
  }
}

function bodyWindow(kind: SeatWindow): ShellWindow {
  return kind === 'console' || kind === 'wall' ? kind : 'tearOff';
}

function encodeBody(body: ShellBody): string {
  return Buffer.from(JSON.stringify(body)).toString('base64url');
}

function bringForward(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
