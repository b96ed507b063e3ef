import type { ConsoleShell } from '#core/protocol/console/shell.ts';

declare global {
  interface Window {
    /** Put there by the desktop body's preload; absent in a browser. */
    readonly consoleShell?: ConsoleShell;
  }
}

/** The desktop body around this page, or null in a browser. */
export function shellOfWindow(): ConsoleShell | null {
  return window.consoleShell ?? null;
}
