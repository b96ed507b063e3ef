import type { Link } from '#core/protocol/console/link.ts';
import './consoleShell.ts';
import { portLink } from './portLink.ts';
import { socketLink } from './socketLink.ts';

/** Electron hands us a port to the local host; a browser dials the server that served the page. */
export function openLink(): Promise<Link> {
  return window.consoleShell === undefined
    ? socketLink(location.origin)
    : portLink(window.consoleShell);
}
