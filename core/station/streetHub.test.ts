import { deviceVerifier } from '../node/deviceKey.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AnyOperation } from '../domain/operation/operation.ts';
import { silentLog } from '../node/logFile.ts';
import type { StreetDevice, StreetServerFrame } from '../protocol/sync/street.ts';
import { PROTOCOLS } from '../protocol/sync/versions.ts';
import { Author } from '#tests/support/smallDistrict.ts';
import { RelayStore } from './relayStore.ts';
import { StreetHub } from './streetHub.ts';

const CLOCK = { wall: () => 0, mono: () => 0 };
let folder = '';
let store: RelayStore;
let hub: StreetHub;
/** What is kept from now on is on disk when this resolves. */
let onDisk: Promise<void>;
let known: Map<string, StreetDevice>;
let a: Author;
let b: Author;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shaotai-street-'));
  store = await RelayStore.open(folder, silentLog);
  [a, b] = [new Author('a', 'street:110101001', CLOCK), new Author('b', 'street:110101001', CLOCK)];
  known = new Map(
    [a, b].map(({ device, replica, key: { publicKey } }) => [
      device,
      { device, replica, publicKey },
    ]),
  );
  onDisk = Promise.resolve();
  hub = new StreetHub({
    store: {
      log: store.log,
      keep: async (batch) => {
        await onDisk;
        await store.keep(batch);
      },
    },
    log: silentLog,
    deviceOf: (device) => known.get(device),
    verifierOf: deviceVerifier,
    onUnknown: () => undefined,
    isLineUp: () => false,
    onKept: () => undefined,
  });
});
afterEach(async () => {
  await hub.close();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

/** A console's end of the line, by hand. */
function dial(author: Author) {
  const heard: StreetServerFrame[] = [];
  const state = { isClosed: false };
  const line = hub.accept({
    send: (text) => heard.push(JSON.parse(text) as StreetServerFrame),
    close: () => (state.isClosed = true),
    buffered: () => 0,
  });
  const [challenge] = heard;
  const nonce = challenge?.f === 'challenge' ? challenge.nonce : '';
  const { device, replica, incarnation } = author;
  const of = (f: string): StreetServerFrame[] => heard.filter((frame) => frame.f === f);
  const say = (frame: object): void => {
    line.hear(JSON.stringify(frame));
  };
  return {
    state,
    of,
    say,
    receive: line.hear,
    greet: (signed = nonce): void => {
      say({ f: 'hello', ...PROTOCOLS, device, replica, incarnation, proof: author.sign(signed) });
    },
    acts: (ops: readonly AnyOperation[], sig = author.sign(ops.at(-1)?.hash ?? '')): void => {
      say({ f: 'acts', ops, sig, isHeld: false });
    },
  };
}

const note = (author: Author): AnyOperation =>
  author.make({ kind: 'case.note', caseId: 'c', args: { text: 'x', public: false }, by: 'dia' });

it('keeps what is said, then tells it to the others, and knows it after a restart', async () => {
  const [left, right] = [dial(a), dial(b)];
  left.greet();
  right.greet();
  const ops = [note(a), note(a)];
  left.acts(ops);
  await expect.poll(() => left.of('kept')).toEqual([{ f: 'kept', upTo: 2 }]);
  expect(right.of('acts')).toEqual([
    { f: 'acts', ops: [], isAll: true },
    { f: 'acts', ops, isAll: false },
  ]);
  expect(left.of('acts')).toHaveLength(1);
  left.acts(ops);
  await expect.poll(() => left.of('kept')).toHaveLength(2);
  expect(right.of('acts')).toHaveLength(2);

  await store.close();
  store = await RelayStore.open(folder, silentLog);
  expect(store.log.kept(a.replica, 1)).toBe(2);
  expect(store.log.actsFor(b.replica)).toEqual(ops);
  await store.drop(1);
  await store.close();
  store = await RelayStore.open(folder, silentLog);
  expect(store.log.actsFor(b.replica)).toEqual([]);
  expect(store.log.kept(a.replica, 1)).toBe(2);
});

it('hears nobody whom the district does not name, and nobody who proves or signs something else', async () => {
  const stranger = dial(new Author('c', 'street:110101001', CLOCK));
  stranger.greet();
  const forger = dial(a);
  forger.greet('shaotai-street:other');
  const [early, rude, unsigned] = [dial(a), dial(a), dial(a)];
  early.acts([note(a)]);
  rude.receive('{"f":"hello"');
  unsigned.greet();
  unsigned.acts([note(a)], b.sign('anything'));
  for (const one of [stranger, forger, early, rude, unsigned]) {
    await expect.poll(() => one.state.isClosed).toBe(true);
    expect(one.of('refuse')).toHaveLength(1);
  }
  expect(store.log.size).toBe(0);
});

it('I-01: promises nothing, and tells nobody, before it is on disk', async () => {
  const [left, right] = [dial(a), dial(b)];
  left.greet();
  right.greet();
  let written: () => void = () => undefined;
  onDisk = new Promise((resolve) => (written = resolve));
  left.acts([note(a)]);
  await expect.poll(() => left.of('welcome').length + right.of('welcome').length).toBe(2);
  for (let i = 0; i < 50; i += 1) await new Promise((resolve) => setImmediate(resolve));
  expect(left.of('kept')).toEqual([]);
  expect(right.of('acts')).toHaveLength(1);
  written();
  await expect.poll(() => left.of('kept')).toEqual([{ f: 'kept', upTo: 1 }]);
  expect(right.of('acts')).toHaveLength(2);
});

it('keeps nothing that is too long to be brought, for all others would wait behind it', async () => {
  const line = dial(a);
  line.greet();
  const args = { text: 'x'.repeat(1024 * 1024), public: false };
  line.acts([a.make({ kind: 'case.note', caseId: 'c', args, by: 'dia' })]);
  await expect.poll(() => line.state.isClosed).toBe(true);
  expect(line.of('refuse')).toMatchObject([{ code: 'sync/bad-batch' }]);
  expect(store.log.size).toBe(0);
});

it('shows out whoever is revoked', async () => {
  const line = dial(a);
  line.greet();
  await expect.poll(() => line.of('welcome')).toHaveLength(1);
  known.delete(a.device);
  hub.checkDevices();
  expect(line.state.isClosed).toBe(true);
});

it('lets nobody fill it with what waits for its turn, and goes on with the others', async () => {
  const [loud, other] = [dial(a), dial(b)];
  loud.greet();
  other.greet();
  await expect.poll(() => other.of('welcome')).toHaveLength(1);
  let landed: () => void = () => undefined;
  onDisk = new Promise((resolve) => (landed = resolve));
  other.acts([note(b)]);
  for (let i = 0; i < 9; i += 1) loud.say({ f: 'ask', id: i, name: 'x', input: {} });
  expect(loud.of('refuse')).toMatchObject([{ code: 'storage/busy' }]);
  expect(loud.state.isClosed).toBe(true);
  landed();
  await expect.poll(() => other.of('kept')).toEqual([{ f: 'kept', upTo: 1 }]);
  // Nothing that was heard of the one that was hung up on has a turn any more.
  expect(loud.of('answer')).toEqual([]);
});
