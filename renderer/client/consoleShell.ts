/**
 * What the desktop body's preload puts on the window: a way to the local host and a frozen description
 * of the machine. Absent in a browser.
 */
export type ConsoleShell = {
  /** The port arrives as a window message `{ kind: 'host-port' }` with one transferred port. */
  readonly requestHostPort: () => void;
  readonly body: {
    readonly platform: string;
    readonly version: string;
    readonly packaged: boolean;
    readonly developmentRuntime: boolean;
  };
};

declare global {
  interface Window {
    readonly consoleShell?: ConsoleShell;
  }
}
