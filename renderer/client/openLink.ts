import type { Link } from '#core/protocol/console/link.ts';
import { portLink } from './portLink.ts';
import { shellOfWindow } from './shellOfWindow.ts';
import { socketLink } from './socketLink.ts';

/** Electron hands us a port to the local host; a browser dials the server that served the page. */
export function openLink(): Promise<Link> {
  const shell = shellOfWindow();
  return shell === null ? socketLink(location.origin) : portLink(shell);
}
