/**
 * What the desktop shell, its preloads, the page and the host process say to each other. Types and
 * names only: everything of substance goes over the Link (link.ts) that the port carries.
 *
 *   page ── consoleShell.requestHostPort() ─► preload ─► main ── ShellToHost 'port' + port ─► host
 *   page ◄─ window message HOST_PORT_MESSAGE with the other end in `ports[0]` ── preload
 */

/** `event.data` of the window message that hands the port to the page; `event.source === window`. */
export const HOST_PORT_MESSAGE = 'shaotai:host-port';

/** The page's own scheme and host in the desktop body. */
export const APP_ORIGIN = 'shaotai://console';

export type ShellWindow = 'console' | 'wall' | 'tearOff';

export type ShellBody = {
  readonly window: ShellWindow;
  readonly platform: string;
  /** Version of the program. */
  readonly program: string;
  readonly electron: string;
  /** True on an Electron that is for development and tests only: the page says so. */
  readonly isDevelopmentRuntime: boolean;
  /** False when the system sandbox could not be used (as root). */
  readonly isSandboxed: boolean;
};

/** The windows of one seat; each remembers its place by itself. */
export const SEAT_WINDOWS = ['console', 'board', 'map', 'case', 'wall'] as const;
export type SeatWindow = (typeof SEAT_WINDOWS)[number];

/** A screen of this seat as its person knows it. */
export type SeatDisplay = {
  /** Stays the same while the display is the same, also when it is unplugged and comes back. */
  readonly key: string;
  /** What the display calls itself; empty when it says nothing. */
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly isPrimary: boolean;
  /** False: remembered for a window, and unplugged now. */
  readonly isThere: boolean;
};

export type SeatLayout = {
  readonly displays: readonly SeatDisplay[];
  readonly windows: readonly {
    readonly window: SeatWindow;
    readonly isOpen: boolean;
    /** The display that it belongs on; null: never opened, the program will choose. */
    readonly display: string | null;
    /** Its display is unplugged: it stands on another one until that is back. */
    readonly isAway: boolean;
  }[];
};

/** Which window stands on which display. Not there for a wall. */
export interface ShellSeat {
  layout(): Promise<SeatLayout>;
  /** Calls back with every new layout until the returned function is called. */
  onLayout(listener: (layout: SeatLayout) => void): () => void;
  /** Puts a window on a display, now or when it opens. */
  place(window: SeatWindow, display: string): Promise<SeatLayout>;
  /** Shows on every display its number, name and size for a moment. */
  identify(): void;
}

export interface ConsoleShell {
  /** Asks for a fresh port to the host; it arrives as HOST_PORT_MESSAGE. May be asked again. */
  requestHostPort(): void;
  readonly body: ShellBody;
  readonly seat?: ShellSeat;
}

/** Main → host (`process.parentPort`). `start` comes first and once. */
export type ShellToHost =
  | {
      readonly type: 'start';
      /** 32 bytes in base64, kept by the system's key store; null: the host keeps its own file. */
      readonly dataKey: string | null;
    }
  | { readonly type: 'port'; readonly window: ShellWindow } // the port itself is ports[0]
  | { readonly type: 'stop' };

/** Host → main. `ready` when the first port would be served. */
export type HostToShell = { readonly type: 'ready' };
