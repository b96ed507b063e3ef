import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RunningDistrict } from '#core/district/runDistrict.ts';
import { bodyOf } from '#core/host/store/outboxStore.ts';
import { districtLink } from '#core/host/sync/districtLink.ts';
import { pollLink } from '#core/host/sync/pollLink.ts';
import { DUMB_SOCKETS, TRY_SOCKET_MS, fallbackLink } from '#core/sync/fallbackLink.ts';
import {
  Author,
  SMALL_START,
  STREET_A,
  creation,
  newCaseId,
  smallPlace,
  type Place,
} from '#tests/support/smallDistrict.ts';
import { startDistrict } from '#tests/support/startDistrict.ts';
import { BareConsole } from '../wire/bareConsole.ts';

/** What stands between a street and the district: it lets HTTP through, and sockets only when it is told to. */
class Gateway {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  letsSockets = false;
  /** One answer of so many is cut off in the middle. */
  losesEvery = 0;
  upgrades = 0;
  #answers = 0;

  constructor(far: () => number) {
    this.#server = createServer((request, response) => {
      const { method, url: path, headers } = request;
      const init = { port: far(), host: '127.0.0.1', method, path, headers };
      const passed = connect(init.port, init.host);
      this.#keep(passed);
      passed.on('error', () => response.destroy());
      const lines = Object.entries(headers).map(([key, value]) => `${key}: ${String(value)}`);
      passed.write(`${method ?? ''} ${path ?? ''} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      request.pipe(passed, { end: false });
      const near = response.socket;
      this.#answers += 1;
      const isLost = this.losesEvery > 0 && this.#answers % this.losesEvery === 0;
      if (isLost) passed.once('data', () => near?.destroy());
      else if (near !== null) passed.pipe(near);
    });
    this.#server.on('upgrade', (request, near: Socket) => {
      this.upgrades += 1;
      this.#keep(near);
      near.on('error', () => undefined);
      if (!this.letsSockets) {
        near.destroy();
        return;
      }
      const passed = connect(far(), '127.0.0.1');
      this.#keep(passed);
      passed.on('error', () => near.destroy());
      const { rawHeaders } = request;
      const lines = rawHeaders.flatMap((key, i) =>
        i % 2 === 0 ? [`${key}: ${rawHeaders[i + 1] ?? ''}`] : [],
      );
      passed.write(`GET ${request.url ?? ''} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      passed.pipe(near);
      near.pipe(passed);
    });
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
  }
}

let folder = '';
let place: Place;
let running: RunningDistrict;
let gateway: Gateway;
let bare: BareConsole;
let author: Author;
/** Added to the console's clock: minutes that nobody waits for. */
let later = 0;
const ways: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shaotai-fallback-'));
  const begun = performance.now();
  const since = (): number => performance.now() - begun;
  place = await smallPlace({
    wall: () => SMALL_START + Math.round(since()),
    mono: since,
    pass: () => undefined,
  });
  running = await startDistrict(place);
  gateway = new Gateway(() => running.port);
  const url = `ws://127.0.0.1:${await gateway.listen()}`;
  author = new Author('a', `street:${STREET_A}`, place.clock);
  await author.enrol(running.district);
  const address = { url, fingerprint: null };
  later = 0;
  ways.length = 0;
  bare = await BareConsole.open({
    folder,
    who: author,
    clock: place.clock,
    link: fallbackLink({
      socket: districtLink(() => address),
      poll: pollLink(() => address),
      mono: () => since() + later,
      onWay: (way) => ways.push(way),
    }),
  });
  bare.start();
});
afterEach(async () => {
  await bare.close();
  await gateway.close();
  await running.close();
  await place.remove();
  await rm(folder, { recursive: true, force: true });
});

async function says(kind: 'case.create' | 'case.note', caseId: string, own: number): Promise<void> {
  const args = kind === 'case.create' ? creation() : { text: '在现场', public: false };
  const hand = new Author('hand', author.scope, place.clock);
  const act = { kind, caseId, args, by: 'dia', seen: [0, own], numberless: true };
  await bare.act(bodyOf(hand.make(act as never)));
}

async function versionThere(caseId: string): Promise<number> {
  const [found] = await running.district.store.cases([caseId]);
  return found?.doc.ver ?? 0;
}

it('I-03, I-08: goes on over plain HTTP where sockets are ended, and moves to a socket when one comes through', async () => {
  const caseId = newCaseId();
  await says('case.create', caseId, 0);
  await bare.settled();
  expect([gateway.upgrades >= DUMB_SOCKETS, ways]).toEqual([true, ['poll']]);
  await bare.until(async () => (await bare.shown(caseId)).ver === 2);
  gateway.letsSockets = true;
  later = TRY_SOCKET_MS;
  await says('case.note', caseId, 2);
  await bare.until(() => ways.includes('socket') && bare.engine.status().line === 'online');
  await says('case.note', caseId, 3);
  await bare.settled();
  await bare.until(async () => (await bare.shown(caseId)).ver === 4);
  expect(await versionThere(caseId)).toBe(4);
});

it('I-03: loses nothing and says nothing twice when every third answer is lost on the way', async () => {
  gateway.losesEvery = 3;
  const caseId = newCaseId();
  await says('case.create', caseId, 0);
  for (let own = 1; own <= 12; own += 1) await says('case.note', caseId, own);
  await bare.settled();
  // Twelve notes, the making, and the number that follows it.
  await bare.until(async () => (await bare.shown(caseId)).ver === 14);
  expect(await versionThere(caseId)).toBe(14);
  expect(ways).not.toContain('socket');
});

it('I-25: a device that is revoked hears nothing more over HTTP, not even what it had asked before', async () => {
  await bare.until(() => bare.engine.status().line === 'online');
  const args = { device: author.device, reason: 'lost' };
  await running.district.core.act([{ kind: 'device.revoke', caseId: null, args, actor: 'adm' }]);
  await bare.until(() => bare.engine.status().refusedWith === 'sync/not-enrolled');
});
