import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RunningDistrict } from '#core/district/runDistrict.ts';
import { bodyOf } from '#core/host/store/outboxStore.ts';
import { districtLink } from '#core/host/sync/districtLink.ts';
import { pollLink } from '#core/host/sync/pollLink.ts';
import { POLL_DOOR } from '#core/protocol/sync/poll.ts';
import { DUMB_SOCKETS, TRY_SOCKET_MS, fallbackLink } from '#core/sync/fallbackLink.ts';
import { runningClock } from '#tests/support/runningClock.ts';
import {
  Author,
  STREET_A,
  creation,
  newCaseId,
  smallPlace,
  type Place,
} from '#tests/support/smallDistrict.ts';
import { Gateway } from '#tests/support/gateway.ts';
import { startDistrict } from '#tests/support/startDistrict.ts';
import { BareConsole } from '../wire/bareConsole.ts';

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
  place = await smallPlace(runningClock());
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
      poll: pollLink(() => address, POLL_DOOR),
      mono: () => place.clock.mono() + later,
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
