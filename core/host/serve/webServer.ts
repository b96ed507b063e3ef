import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { WebSocketServer, type WebSocket } from 'ws';
import { listenOn } from '../../node/listenOn.ts';
import { PAGE_HEADERS } from '../../protocol/console/contentPolicy.ts';
import type { Link } from '../../protocol/console/link.ts';

export type WebServer = {
  readonly port: number;
  readonly close: () => Promise<void>;
};

export type WebOptions = {
  readonly port: number;
  /** Folder of the built pages, or null to serve only the link. */
  readonly pages: string | null;
  readonly onLink: (link: Link) => void;
};

const MESSAGE_BYTES_MAX = 4 * 1024 * 1024;
const BUFFERED_BYTES_MAX = 32 * 1024 * 1024;
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.pmtiles': 'application/octet-stream',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/wav',
};

/** Pages and `/link` for a browser on this machine. Bound to loopback: nobody else is served. */
export async function startWebServer(options: WebOptions): Promise<WebServer> {
  const server = createServer((request, response) => {
    if (namesThisMachine(request)) void servePage(options.pages, request, response);
    else response.writeHead(421, PAGE_HEADERS).end();
  });
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MESSAGE_BYTES_MAX,
  });
  server.on('upgrade', (request, socket, head) => {
    // Until a socket is accepted nobody else listens: a caller who hangs up in the middle must not end us.
    socket.on('error', () => socket.destroy());
    if (pathOf(request) !== '/link' || !namesThisMachine(request) || !isOwnPage(request)) {
      socket.destroy();
      return;
    }
    sockets.handleUpgrade(request, socket, head, (web) => {
      options.onLink(socketLink(web));
    });
  });
  const port = await listenOn(server, options.port, '127.0.0.1');
  return { port, close: () => closeServer(server, sockets) };
}

export function socketLink(web: WebSocket): Link {
  return {
    send(message) {
      if (web.readyState !== web.OPEN) return;
      // A page that takes nothing any more is cut off; it dials again and begins with fresh snapshots.
      if (web.bufferedAmount > BUFFERED_BYTES_MAX) web.terminate();
      else web.send(JSON.stringify(message));
    },
    onMessage(listener) {
      const heard = (data: unknown): void => {
        listener(parsed(String(data)));
      };
      web.on('message', heard);
      return () => web.off('message', heard);
    },
    onClose(listener) {
      web.on('close', listener);
      web.on('error', listener);
      return () => web.off('close', listener);
    },
    close() {
      web.terminate();
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Not JSON: the contract's own check refuses it.
    return null;
  }
}

const LOOPBACK_NAMES = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

/** A foreign site whose name was made to lead here still says its own name: it is not served. */
function namesThisMachine(request: IncomingMessage): boolean {
  return LOOPBACK_NAMES.test(request.headers.host ?? '');
}

/** Another site's page in the same browser may not speak to this host. Programs send no origin. */
function isOwnPage(request: IncomingMessage): boolean {
  const { origin, host } = request.headers;
  return origin === undefined || origin === `http://${host ?? ''}`;
}

function pathOf(request: IncomingMessage): string {
  const [path] = (request.url ?? '/').split('?');
  try {
    return decodeURIComponent(path ?? '/');
  } catch {
    // A malformed escape names no file of ours.
    return '/\0';
  }
}

async function servePage(
  pages: string | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, PAGE_HEADERS).end();
    return;
  }
  const path = pathOf(request);
  const file = pages === null ? null : fileOf(pages, path === '/' ? '/index.html' : path);
  const found = file === null ? null : await stat(file).catch(() => null);
  if (file === null || found?.isFile() !== true) {
    response.writeHead(404, PAGE_HEADERS).end();
    return;
  }
  response.writeHead(200, headersOf(file, path, found.size));
  if (request.method === 'HEAD') response.end();
  else {
    createReadStream(file)
      .on('error', () => response.destroy())
      .pipe(response);
  }
}

function headersOf(file: string, path: string, bytes: number): Record<string, string | number> {
  return {
    ...PAGE_HEADERS,
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    'content-length': bytes,
    // Names with a hash in them never change; everything else is asked for again.
    'cache-control': path.startsWith('/assets/') ? 'max-age=31536000, immutable' : 'no-cache',
  };
}

function fileOf(pages: string, path: string): string | null {
  if (path.includes('\0')) return null;
  const file = normalize(join(pages, path));
  return file.startsWith(pages.endsWith(sep) ? pages : pages + sep) ? file : null;
}

async function closeServer(server: Server, sockets: WebSocketServer): Promise<void> {
  for (const web of sockets.clients) web.terminate();
  sockets.close();
  server.closeAllConnections();
  await new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}
