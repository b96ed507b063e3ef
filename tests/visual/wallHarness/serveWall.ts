import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, resolve } from 'node:path';
import { WebSocketServer, type WebSocket } from 'ws';
import type { CallInput } from '#core/protocol/console/calls.ts';
import type { WallView } from '#core/protocol/console/views.ts';
import type { DemoGround } from '../mapHarness/demoGround.ts';

/** The pages as they are shipped. */
const BUILT = resolve(import.meta.dirname, '../../../out/renderer');
const MIME: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self' ws:";

export type WallServer = {
  readonly url: string;
  readonly port: number;
  readonly push: (view: WallView) => void;
  /** Every message that was sent to the page. */
  readonly sent: readonly string[];
  readonly close: () => Promise<void>;
};

/** Serves the page and the console contract to a wall, as the district does, from given pictures. */
export async function serveWall(
  demo: DemoGround,
  options: { readonly first: () => WallView; readonly port?: number },
): Promise<WallServer> {
  const sent: string[] = [];
  const open = new Map<WebSocket, { id: number; seq: number }>();
  const say = (socket: WebSocket, message: unknown): void => {
    const text = JSON.stringify(message);
    sent.push(text);
    socket.send(text);
  };
  const server = createServer((request, reply) => {
    const path = normalize(new URL(request.url ?? '/', 'http://x').pathname);
    const file = join(BUILT, path);
    reply.setHeader('content-security-policy', CSP);
    if (!file.startsWith(BUILT) || !existsSync(file) || extname(file) === '') {
      reply.statusCode = 404;
      reply.end();
      return;
    }
    reply.setHeader('content-type', MIME[extname(file)] ?? 'application/octet-stream');
    reply.end(readFileSync(file));
  });
  const sockets = new WebSocketServer({ server, path: '/link' });
  sockets.on('connection', (socket) => {
    socket.on('close', () => open.delete(socket));
    socket.on('message', (raw: Buffer) => {
      const message = JSON.parse(raw.toString()) as {
        kind: string;
        id: number;
        name: string;
        input: unknown;
      };
      if (message.kind === 'hello') {
        say(socket, { kind: 'welcome', version: 1, minVersion: 1, program: 'wall harness' });
      } else if (message.kind === 'watch' && message.name === 'wall') {
        open.set(socket, { id: message.id, seq: 1 });
        say(socket, { kind: 'snapshot', id: message.id, seq: 1, value: options.first() });
      } else if (message.kind === 'watch') {
        say(socket, { kind: 'error', id: message.id, error: { code: 'session/needed' } });
      } else if (message.kind === 'call') {
        say(socket, { kind: 'reply', id: message.id, ok: true, value: answer(demo, message) });
      }
    });
  });
  await new Promise<void>((done) => server.listen(options.port ?? 0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/wall.html`,
    port,
    sent,
    push(view) {
      for (const [socket, state] of open) {
        state.seq += 1;
        say(socket, { kind: 'snapshot', id: state.id, seq: state.seq, value: view });
      }
    },
    close() {
      for (const socket of sockets.clients) socket.terminate();
      return new Promise((done) => server.close(() => done()));
    },
  };
}

function answer(
  demo: DemoGround,
  call: { readonly name: string; readonly input: unknown },
): unknown {
  if (call.name === 'map.areas') {
    return { areas: demo.areas[(call.input as CallInput<'map.areas'>).level] };
  }
  if (call.name === 'map.base') {
    const { offset, length } = call.input as CallInput<'map.base'>;
    const bytes = demo.basemap.subarray(offset, offset + length);
    return { base64: Buffer.from(bytes).toString('base64'), total: demo.basemap.length };
  }
  return {
    streets: demo.ground.streets.map((street) => ({ ...street, origin: 'DC' })),
    channels: [],
    lines: [],
    intakes: [],
    answers: [],
  };
}
