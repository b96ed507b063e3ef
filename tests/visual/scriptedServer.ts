// Serves the built pages with a scripted host behind `/link`, under the policy of the real one.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { WebSocketServer } from 'ws';
import { createScriptedHost, type Script, type ScriptedHost } from '#tests/support/scriptedLink.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
].join('; ');

export type ScriptedServer = {
  readonly url: string;
  readonly host: ScriptedHost;
  /** Messages so far, both ways. */
  readonly traffic: () => number;
  readonly close: () => Promise<void>;
};

const BUILT = join(import.meta.dirname, '../../out/renderer');

export async function serveScript(script: Script, root = BUILT): Promise<ScriptedServer> {
  const host = createScriptedHost(script);
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://x').pathname);
    const file = join(root, path === '/' ? 'index.html' : path);
    readFile(file).then(
      (body) => {
        response.writeHead(200, {
          'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
          'content-security-policy': POLICY,
        });
        response.end(body);
      },
      () => response.writeHead(404).end(),
    );
  });
  const sockets = new WebSocketServer({ server, path: '/link' });
  let messages = 0;
  sockets.on('connection', (socket) => {
    host.attach((message) => {
      messages += 1;
      socket.send(JSON.stringify(message));
    });
    socket.on('message', (data: Buffer) => {
      messages += 1;
      host.receive(JSON.parse(data.toString('utf8')));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/`,
    host,
    traffic: () => messages,
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
