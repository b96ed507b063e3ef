import { EventEmitter } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { ok } from '../../kernel/result.ts';
import { silentLog } from '../../node/logFile.ts';
import { serveLink, type ConsoleService } from '../../node/serveLink.ts';
import type { ViewHub } from '../views/viewHub.ts';
import { bodyPort, serviceFor } from './bodyPort.ts';
import { wallOnly } from './wallOnly.ts';

/** One end of a page's port as the desktop runtime hands it to the host. */
class FakePort extends EventEmitter {
  readonly sent: unknown[] = [];
  start(): void {
    this.emit('started');
  }
  postMessage(message: unknown): void {
    this.sent.push(message);
  }
  close(): void {
    this.emit('close');
  }
}

const SERVICE: ConsoleService = {
  program: 'test',
  call: (name) => Promise.resolve(ok({ name })),
  watch: (name, _params, onFrame) => {
    onFrame({ kind: 'snapshot', value: { name } });
    return { rewatch: () => undefined, close: () => undefined };
  },
};

/** Views of the host itself, which no page can name. */
const HUB = { watch: SERVICE.watch } as Pick<ViewHub, 'watch'>;

const parent = new EventEmitter();
const ofProcess = process as { parentPort?: unknown };

/** Opens a page's port for this window and says what it asks; resolves with what it was answered. */
async function asks(window: string, ...messages: readonly unknown[]): Promise<readonly unknown[]> {
  ofProcess.parentPort = Object.assign(parent, { postMessage: () => undefined });
  const body = bodyPort();
  if (body === null) throw new Error('the body is there');
  const wall = wallOnly(SERVICE, HUB);
  body.onLink((link, of) => serveLink(link, serviceFor(of, { service: SERVICE, wall }), silentLog));
  const port = new FakePort();
  parent.emit('message', { data: { type: 'port', window }, ports: [port] });
  for (const data of messages) port.emit('message', { data });
  await new Promise((resolve) => setImmediate(resolve));
  return port.sent;
}

afterEach(() => {
  parent.removeAllListeners();
  delete ofProcess.parentPort;
});

const SETTINGS = { kind: 'call', id: 1, name: 'settings.get', input: {} };
const AREAS = { kind: 'call', id: 2, name: 'map.areas', input: { level: 'street' } };
const SESSION = { kind: 'watch', id: 3, name: 'session', params: {} };
const WALL = { kind: 'watch', id: 4, name: 'wall', params: {} };

describe('a window of the desktop body', () => {
  it('gets of the console what a wall may have when it is a wall, and nothing else', async () => {
    const sent = await asks('wall', SETTINGS, AREAS, SESSION, WALL);
    expect(sent).toContainEqual(
      expect.objectContaining({
        kind: 'error',
        id: 1,
        error: expect.objectContaining({ code: 'grant/none' }),
      }),
    );
    expect(sent).toContainEqual(
      expect.objectContaining({
        kind: 'error',
        id: 3,
        error: expect.objectContaining({ code: 'grant/none' }),
      }),
    );
    expect(sent).toContainEqual(expect.objectContaining({ kind: 'reply', id: 2, ok: true }));
    expect(sent).toContainEqual(expect.objectContaining({ kind: 'snapshot', id: 4 }));
    const markers = await asks('wall', { kind: 'watch', id: 5, name: 'markers', params: {} });
    expect(markers).toContainEqual(
      expect.objectContaining({ id: 5, value: { name: 'wallMarkers' } }),
    );
  });

  it('gets all of it when it is a console', async () => {
    const sent = await asks('console', SETTINGS, SESSION);
    expect(sent).toContainEqual(expect.objectContaining({ kind: 'reply', id: 1, ok: true }));
    expect(sent).toContainEqual(expect.objectContaining({ kind: 'snapshot', id: 3 }));
  });
});
