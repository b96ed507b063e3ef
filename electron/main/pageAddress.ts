// Which addresses the shell serves and opens. Everything else is denied: a page of this program
// never leaves its own origin, and a new window is always one of the three that we know.
import { APP_ORIGIN, type SeatWindow } from '#core/protocol/console/shell.ts';

/** Routes that may stand alone in a window torn off to the second display. */
const TORN_OFF = {
  case: /^#\/case\/[^/?#]+([?].*)?$/,
  map: /^#\/map([?].*)?$/,
  board: /^#\/board([?].*)?$/,
} as const;

export function isOwnAddress(address: string): boolean {
  return parse(address) !== undefined;
}

/** What a page made itself and hands to the person: a diagnostics bundle, a sheet. Nothing from outside. */
export function isOwnDownload(addresses: readonly string[]): boolean {
  const isOwn = (address: string): boolean =>
    address.startsWith('blob:') && isOwnAddress(address.slice('blob:'.length));
  return addresses.length > 0 && addresses.every(isOwn);
}

/** Which window of the seat an address asked for by `window.open` becomes; undefined: denied. */
export function windowForAddress(address: string): Exclude<SeatWindow, 'console'> | undefined {
  const url = parse(address);
  if (url === undefined) return undefined;
  if (url.pathname === '/wall.html') return 'wall';
  if (url.pathname !== '/index.html' && url.pathname !== '/') return undefined;
  return (['case', 'map', 'board'] as const).find((one) => TORN_OFF[one].test(url.hash));
}

export type PageFile = { readonly home: 'renderer' | 'ground'; readonly path: string };

/** The file behind an address of our scheme: of the built pages, or of the data folder's ground. */
export function fileForAddress(address: string): PageFile | undefined {
  const url = parse(address);
  if (url === undefined) return undefined;
  let path: string;
  try {
    path = decodeURIComponent(url.pathname).replace(/^\/+/, '');
  } catch {
    return undefined;
  }
  const parts = path.split('/');
  if (parts.some((part) => part === '..' || part.includes('\\') || part.includes('\0'))) {
    return undefined;
  }
  if (parts[0] === 'ground') return { home: 'ground', path: parts.slice(1).join('/') };
  return { home: 'renderer', path: path === '' ? 'index.html' : path };
}

function parse(address: string): URL | undefined {
  try {
    const url = new URL(address);
    return `${url.protocol}//${url.host}` === APP_ORIGIN ? url : undefined;
  } catch {
    return undefined;
  }
}
