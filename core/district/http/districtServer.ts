import { createServer as createPlainServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { listenOn } from '../../node/listenOn.ts';
import { PAGE_HEADERS } from '../../protocol/console/contentPolicy.ts';
import { HEARTBEAT_MS } from '../../protocol/sync/frames.ts';
import type { TlsIdentity } from '../../node/certificate.ts';
import type { Log } from '../../node/logFile.ts';

export type ServerOptions = {
  readonly host: string;
  readonly port: number;
  /** Null only on loopback. */
  readonly tls: TlsIdentity | null;
  readonly log: Log;
  readonly routes: Routes;
};

export type Routes = {
  readonly request: (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;
  /** By path: what to do with a WebSocket that was accepted there. */
  readonly sockets: Readonly<Record<string, SocketRoute>>;
};

export type SocketRoute = {
  readonly accept: (socket: WebSocket) => void;
  readonly mayEnter: (request: IncomingMessage, url: URL) => boolean;
  /** Pages of our own only, or programs only: a browser on a foreign page must not speak for its user. */
  readonly from: 'own-pages' | 'programs';
};

export type RunningServer = { readonly port: number; readonly close: () => Promise<void> };

const MESSAGE_BYTES_MAX = 2 * 1024 * 1024;
const CLOSE_BOUND_MS = 1_500;

export function isLoopback(host: string): boolean {
  return host === '127.0.0.1' || host === '::1' || host === 'localhost';
}

/** One port for pages, files and both kinds of socket. Beyond loopback it speaks TLS or does not start. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { tls, log, routes, host } = options;
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    handle(request, response, routes).catch((cause: unknown) => {
      log.write('error', 'http/failed', { why: String(cause) });
      if (!response.headersSent) response.writeHead(500, PAGE_HEADERS);
      response.end();
    });
  };
  const server =
    tls === null ? createPlainServer(onRequest) : createTlsServer({ ...tls }, onRequest);
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MESSAGE_BYTES_MAX,
  });
  const alive = new WeakSet<WebSocket>();
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Until a socket is accepted nobody else listens: a caller who hangs up in the middle must not end us.
    socket.on('error', () => socket.destroy());
    const url = urlOf(request);
    if (url === null) {
      socket.destroy();
      return;
    }
    const route = Object.hasOwn(routes.sockets, url.pathname)
      ? routes.sockets[url.pathname]
      : undefined;
    if (route === undefined || !isWelcome(request, route) || !route.mayEnter(request, url)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (accepted) => {
      alive.add(accepted);
      accepted.on('pong', () => alive.add(accepted));
      accepted.on('message', () => alive.add(accepted));
      route.accept(accepted);
    });
  });
  // A peer that neither speaks nor answers a ping for a whole beat is gone, whatever its socket says.
  const beat = setInterval(() => {
    for (const socket of sockets.clients) {
      if (!alive.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }, HEARTBEAT_MS);
  const port = await listenOn(server, options.port, host);
  return {
    port,
    async close() {
      clearInterval(beat);
      for (const socket of sockets.clients) socket.close(1001);
      const bound = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate();
        server.closeAllConnections();
      }, CLOSE_BOUND_MS);
      server.closeIdleConnections();
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
      clearTimeout(bound);
    },
  };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  routes: Routes,
): Promise<void> {
  const url = urlOf(request);
  if (url === null) response.writeHead(400, PAGE_HEADERS).end();
  else await routes.request(request, response, url);
}

function urlOf(request: IncomingMessage): URL | null {
  try {
    return new URL(request.url ?? '/', 'http://district');
  } catch {
    // Like `http://[`: it names nothing anywhere.
    return null;
  }
}

function isWelcome(request: IncomingMessage, route: SocketRoute): boolean {
  const { origin, host } = request.headers;
  if (route.from === 'programs') return origin === undefined;
  if (origin === undefined) return true;
  try {
    return new URL(origin).host === host;
  } catch {
    // "null" and the like: no page of ours.
    return false;
  }
}
