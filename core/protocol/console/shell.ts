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
  readonly displays: number;
};

export interface ConsoleShell {
  /** Asks for a fresh port to the host; it arrives as HOST_PORT_MESSAGE. May be asked again. */
  requestHostPort(): void;
  readonly body: ShellBody;
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
