import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { CONTENT_POLICY } from '../../protocol/console/contentPolicy.ts';
import { startWebServer, type WebServer } from './webServer.ts';

let folder = '';
let web: WebServer;
let links = 0;

beforeEach(async () => {
  links = 0;
  folder = await mkdtemp(join(tmpdir(), 'shaotai-web-'));
  await mkdir(join(folder, 'pages', 'assets'), { recursive: true });
  await writeFile(join(folder, 'secret.txt'), 'no');
  await writeFile(join(folder, 'pages', 'index.html'), '<!doctype html>');
  await writeFile(join(folder, 'pages', 'assets', 'a-1.js'), 'export {}');
  web = await startWebServer({
    port: 0,
    pages: join(folder, 'pages'),
    onLink: (link) => {
      links += 1;
      link.onMessage((message) => {
        link.send({ echo: message });
      });
    },
  });
});
afterEach(async () => {
  await web.close();
  await rm(folder, { recursive: true, force: true });
});

type Answer = {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly text: string;
};

/** Without the client's own tidying of paths. */
function get(path: string, method = 'GET', host?: string): Promise<Answer> {
  const headers = host === undefined ? {} : { host };
  const where = { host: '127.0.0.1', port: web.port, path, method, headers };
  return new Promise((resolve, reject) => {
    const sent = request(where, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    sent.on('error', reject);
    sent.end();
  });
}

function dial(
  options: { readonly path?: string; readonly origin?: string; readonly host?: string } = {},
): Promise<string> {
  const { path = '/link', origin, host } = options;
  const socket = new WebSocket(`ws://127.0.0.1:${web.port}${path}`, {
    ...(origin === undefined ? {} : { origin }),
    ...(host === undefined ? {} : { headers: { host } }),
  });
  return new Promise((resolve) => {
    socket.on('open', () => {
      socket.send('{"a":1}');
    });
    socket.on('message', (data) => {
      resolve((data as Buffer).toString());
      socket.terminate();
    });
    socket.on('error', () => {
      resolve('refused');
    });
  });
}

describe('pages', () => {
  it('are served under the strict policy, hashed names for ever', async () => {
    const index = await get('/');
    expect(index).toMatchObject({ status: 200, text: '<!doctype html>' });
    expect(index.headers['content-security-policy']).toBe(CONTENT_POLICY);
    expect(index.headers['x-content-type-options']).toBe('nosniff');
    expect((await get('/assets/a-1.js')).headers['cache-control']).toContain('immutable');
  });

  it('end at their folder', async () => {
    for (const path of [
      '/../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/%00',
      '/%zz',
      '/nothing',
    ]) {
      expect((await get(path)).status, path).toBe(404);
    }
    expect((await get('/', 'POST')).status).toBe(405);
  });
});

describe('the link', () => {
  it('opens for programs and for pages of its own, not for other sites or paths', async () => {
    expect(await dial()).toBe('{"echo":{"a":1}}');
    expect(await dial({ origin: `http://127.0.0.1:${web.port}` })).toBe('{"echo":{"a":1}}');
    expect(await dial({ origin: 'http://evil.example' })).toBe('refused');
    expect(await dial({ path: '/other' })).toBe('refused');
    expect(links).toBe(2);
  });

  it('stays shut for a foreign site whose name was made to lead to this machine', async () => {
    const host = `rebound.example:${web.port}`;
    expect(await dial({ origin: `http://${host}`, host })).toBe('refused');
    expect(await dial({ host })).toBe('refused');
    expect(await dial({ host: `127.0.0.1.rebound.example:${web.port}` })).toBe('refused');
    expect(links).toBe(0);
    expect((await get('/', 'GET', host)).status).toBe(421);
    const near = `localhost:${web.port}`;
    expect(await dial({ origin: `http://${near}`, host: near })).toBe('{"echo":{"a":1}}');
  });
});
