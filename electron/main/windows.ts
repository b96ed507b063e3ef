// Opens the three kinds of window and remembers where they stood.
import { join } from 'node:path';
import { BrowserWindow, screen, type Display } from 'electron';
import { APP_ORIGIN, type ShellBody, type ShellWindow } from '#core/protocol/console/shell.ts';
import type { Log } from '#core/node/logFile.ts';
import { windowForAddress } from './pageAddress.ts';
import { secureWebPreferences } from './security.ts';
import type { WindowMemory } from './windowMemory.ts';
import { placeConsole, placeSecond, type DisplayPlace, type Placement } from './windowPlacement.ts';

/** Behind the first paint: the dark surface of the tokens, so that no window flashes white. */
const BACKGROUND = '#12161c';
const LEAST_SIZE = { minWidth: 1024, minHeight: 640 };

export type BodyFacts = Omit<ShellBody, 'window' | 'displays'>;

export type WindowsOptions = {
  readonly memory: WindowMemory;
  readonly programFolder: string;
  readonly facts: BodyFacts;
  readonly log: Log;
};

export class Windows {
  readonly #memory: WindowMemory;
  readonly #programFolder: string;
  readonly #facts: BodyFacts;
  readonly #log: Log;
  readonly #kinds = new Map<number, ShellWindow>();
  #console: BrowserWindow | undefined;
  #wall: BrowserWindow | undefined;

  constructor(options: WindowsOptions) {
    this.#memory = options.memory;
    this.#programFolder = options.programFolder;
    this.#facts = options.facts;
    this.#log = options.log;
  }

  /** The kind of window that a page lives in; undefined: not one of ours. */
  kindOf(contentsId: number): ShellWindow | undefined {
    return this.#kinds.get(contentsId);
  }

  openConsole(): void {
    if (this.#console !== undefined) {
      bringForward(this.#console);
      return;
    }
    const window = this.#open(
      'console',
      placeConsole(displayPlaces(), this.#memory.placeOf('console')),
    );
    this.#console = window;
    window.once('closed', () => {
      this.#console = undefined;
      for (const other of BrowserWindow.getAllWindows()) other.close();
    });
    void window.loadURL(`${APP_ORIGIN}/index.html`);
  }

  openWall(address = `${APP_ORIGIN}/wall.html`): void {
    if (this.#wall !== undefined) {
      bringForward(this.#wall);
      return;
    }
    const place = this.#secondPlace('wall');
    const window = this.#open('wall', { ...place, isFullScreen: place.isOwnDisplay });
    this.#wall = window;
    window.once('closed', () => {
      this.#wall = undefined;
    });
    void window.loadURL(address);
  }

  #openTearOff(address: string): void {
    const same = BrowserWindow.getAllWindows().find((one) => one.webContents.getURL() === address);
    if (same !== undefined) {
      bringForward(same);
      return;
    }
    void this.#open('tearOff', this.#secondPlace('tearOff')).loadURL(address);
  }

  #secondPlace(kind: ShellWindow): ReturnType<typeof placeSecond> {
    const home =
      this.#console === undefined
        ? screen.getPrimaryDisplay()
        : screen.getDisplayMatching(this.#console.getBounds());
    return placeSecond(displayPlaces(), home.id, this.#memory.placeOf(kind));
  }

  #open(kind: ShellWindow, place: Placement): BrowserWindow {
    const preload = kind === 'wall' ? 'wallPreload.cjs' : 'consolePreload.cjs';
    const window = new BrowserWindow({
      ...place.bounds,
      ...LEAST_SIZE,
      show: false,
      backgroundColor: BACKGROUND,
      autoHideMenuBar: true,
      fullscreen: place.isFullScreen,
      webPreferences: {
        ...secureWebPreferences(join(this.#programFolder, 'out', 'electron', preload)),
        additionalArguments: [`--shaotai-body=${encodeBody(this.#bodyOf(kind))}`],
      },
    });
    const { id } = window.webContents;
    this.#kinds.set(id, kind);
    window.once('closed', () => this.#kinds.delete(id));
    window.once('ready-to-show', () => {
      if (place.isMaximized && !place.isFullScreen) window.maximize();
      window.show();
    });
    window.on('close', () => this.#remember(kind, window));
    window.webContents.setWindowOpenHandler(({ url }) => {
      this.#openAsked(url);
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
    return window;
  }

  #openAsked(address: string): void {
    const kind = windowForAddress(address);
    if (kind === 'wall') this.openWall(address);
    if (kind === 'tearOff') this.#openTearOff(address);
  }

  #bodyOf(window: ShellWindow): ShellBody {
    return { ...this.#facts, window, displays: screen.getAllDisplays().length };
  }

  #remember(kind: ShellWindow, window: BrowserWindow): void {
    const isMaximized = window.isMaximized();
    const isFullScreen = window.isFullScreen();
    const displayId = screen.getDisplayMatching(window.getBounds()).id;
    const place = {
      bounds: isMaximized || isFullScreen ? window.getNormalBounds() : window.getBounds(),
      displayId,
      isMaximized,
      isFullScreen,
    };
    try {
      this.#memory.remember(kind, place);
    } catch (error) {
      // A full disk must not keep a window open.
      this.#log.write('warn', 'shell/place-not-kept', { why: String(error) });
    }
  }
}

function encodeBody(body: ShellBody): string {
  return Buffer.from(JSON.stringify(body)).toString('base64url');
}

function bringForward(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

function displayPlaces(): [DisplayPlace, ...DisplayPlace[]] {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter((display) => display.id !== primary.id);
  const place = ({ id, workArea }: Display): DisplayPlace => ({ id, workArea });
  return [place(primary), ...others.map(place)];
}
