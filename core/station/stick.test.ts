import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { must } from '../kernel/assert.ts';
import type { AnyOperation } from '../domain/operation/operation.ts';
import { createDeviceKey, deviceSigner } from '../node/deviceKey.ts';
import { openExchange, sealExchange } from '../node/exchangeSeal.ts';
import { silentLog } from '../node/logFile.ts';
import { createDataKey } from '../node/sealing.ts';
import {
  EXCHANGE_TEXT_MAX,
  parseExchangeActs,
  parseExchangeFile,
} from '../protocol/sync/exchange.ts';
import type { ExchangeAnswer } from '../protocol/sync/exchange.ts';
import type { StreetDecision } from '../protocol/sync/street.ts';
import { makes } from '#tests/support/enrolledDistrict.ts';
import { Author, newCaseId } from '#tests/support/smallDistrict.ts';
import { RelayStore } from './relayStore.ts';
import { Stick } from './stick.ts';

const CLOCK = { wall: () => 0, mono: () => 0 };
const STREET = 'street:110101001';
const head = createDeviceKey();
const identity = {
  ...{ device: 'station', replica: 'r-station', scope: STREET, ...createDeviceKey() },
  ...{ dataKey: createDataKey(), district: null, fingerprint: null, isDemo: false },
};
const MARK = { epoch: 'e1', headKey: head.publicKey };

let folder = '';
let store: RelayStore;
let stick: Stick;
let told: StreetDecision[];
let a: Author;
let b: Author;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shaotai-stick-'));
  [a, b] = [new Author('a', STREET, CLOCK), new Author('b', STREET, CLOCK)];
  await opens();
  await store.setDistrict(MARK);
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

async function opens(): Promise<void> {
  store = await RelayStore.open(folder, silentLog);
  told = [];
  stick = new Stick({ identity, store, onDecided: (decisions) => told.push(...decisions) });
}

async function keeps(author: Author, op = makes(author), isHeld = false): Promise<AnyOperation> {
  const { device, replica, incarnation } = author;
  const batch = { ...author.batch([op]), device, replica, incarnation, isHeld };
  await store.keep({ ...batch, ops: [op], viaSeq: store.log.nextSeq });
  return op;
}

function says(author: Author, text: string): AnyOperation {
  const args = { text, public: false };
  return author.make({ kind: 'case.note', caseId: newCaseId(), args, by: 'dia' });
}

/** Presses to next to nothing. */
const LONG = 'x'.repeat(900_000);
/** Presses to `bytes`, and is as long again as a third of that when it is sealed. */
const noise = (bytes: number): string => randomBytes(bytes).toString('base64');

async function inFile(left = 0): Promise<readonly string[]> {
  const done = await stick.write();
  if (!done.ok) throw new Error(done.error);
  expect(done.value.left).toBe(left);
  // What is longer goes through no door of the district.
  expect(done.value.text.length).toBeLessThanOrEqual(EXCHANGE_TEXT_MAX);
  const file = must(parseExchangeFile(done.value.text), 'a file');
  const acts = parseExchangeActs((await openExchange(file, identity.dataKey)) ?? '');
  expect(acts).toMatchObject({ as: 'station', replica: identity.replica, epoch: MARK.epoch });
  return must(acts, 'acts').batches.flatMap(({ ops }) => ops.map(({ opId }) => opId));
}

function answer(over: Partial<ExchangeAnswer>, by = head): Promise<string> {
  const said = { replica: identity.replica, incarnation: 1, epoch: MARK.epoch, ...over };
  const body = JSON.stringify({ decisions: [], pages: [], isMore: false, ...said });
  const { dataKey, device } = identity;
  return sealExchange({ kind: 'answer', device }, body, { dataKey, sign: deviceSigner(by) });
}

const decision = ({ opId, rseq, caseId }: AnyOperation): ExchangeAnswer['decisions'][number] => ({
  ...{ opId, rseq, caseId, serverSeq: 9, outcome: 'applied', rule: null, reason: null },
  ...{ ver: 1, at: 0 },
});

it('writes what all consoles said, and again whatever is not decided', async () => {
  const [first, second] = [await keeps(a), await keeps(b)];
  expect(await inFile()).toEqual([first.opId, second.opId]);
  const taken = await stick.take(await answer({ decisions: [decision(first)] }));
  expect(taken).toEqual({ ok: true, value: { decisions: 1, refused: 0 } });
  expect(told).toEqual([{ opId: first.opId, ver: 1, outcome: 'applied' }]);
  expect(await inFile()).toEqual([second.opId]);
});

it('tells of what a stick decided, over a restart, until the line has told of it', async () => {
  const op = await keeps(a);
  await stick.take(await answer({ decisions: [decision(op)] }));
  await store.close();
  await opens();
  expect(await inFile()).toEqual([]);
  expect(store.log.actsFor(b.replica).map(({ opId }) => opId)).toEqual([op.opId]);
  expect(store.log.decidedFor(b.replica)).toEqual([{ opId: op.opId, ver: 1, outcome: 'applied' }]);
  expect(store.log.decidedFor(a.replica)).toEqual([]);
  // Brought over the line once more, like anything that is kept.
  expect(store.log.next(new Set())?.ops).toHaveLength(1);
});

it('lets go of what the district will never take, and says so', async () => {
  const op = await keeps(a);
  const taken = await stick.take(await answer({ refused: [op.opId] }));
  expect(taken).toEqual({ ok: true, value: { decisions: 1, refused: 1 } });
  expect(told).toEqual([{ opId: op.opId, ver: null, outcome: 'refused-recorded' }]);
  expect(store.log.size).toBe(0);
});

it('takes no answer of another key, to somebody else or of another history', async () => {
  const decisions = [decision(await keeps(a))];
  for (const [text, code] of [
    [await answer({ decisions }, createDeviceKey()), 'exchange/bent'],
    [await answer({ decisions, replica: 'r-before' }), 'exchange/other-console'],
    [await answer({ decisions, epoch: 'e0' }), 'exchange/other-history'],
    ['{}', 'exchange/not-a-file'],
  ] as const) {
    expect(await stick.take(text)).toEqual({ ok: false, error: code });
  }
  expect(told).toEqual([]);
});

it('fits through every door, however badly its text presses, and is written on with the next one', async () => {
  const first = await keeps(a, says(a, noise(600_000)));
  const second = await keeps(a, says(a, noise(600_000)));
  const third = await keeps(a, says(a, noise(600_000)));
  expect(await inFile(2)).toEqual([first.opId]);
  await stick.take(await answer({ decisions: [decision(first)] }));
  expect(await inFile()).toEqual([second.opId, third.opId]);
});

it('passes over what no file takes alone, and brings what stands beside it', async () => {
  await keeps(a, says(a, noise(1_600_000)));
  const [behind, other] = [await keeps(a), await keeps(b)];
  expect(await inFile(2)).toEqual([other.opId]);
  await stick.take(await answer({ decisions: [decision(other)] }));
  expect(await inFile(1)).toEqual([behind.opId]);
});

it('lets no console fill a file before the others, and keeps to the order in which they spoke', async () => {
  const loud: string[] = [];
  for (let i = 0; i < 4; i += 1) loud.push((await keeps(a, says(a, LONG))).opId);
  const { opId } = await keeps(b);
  expect(await inFile(1)).toEqual([...loud.slice(0, 3), opId]);
});

it('puts behind all others what waits for its author or for something else, over a restart too', async () => {
  await keeps(a, says(a, LONG), true);
  const late = await keeps(b, says(b, LONG));
  await keeps(b);
  await stick.take(await answer({ waiting: [late.opId] }));
  await store.close();
  await opens();
  const c = new Author('c', STREET, CLOCK);
  const others: string[] = [];
  for (let i = 0; i < 3; i += 1) others.push((await keeps(c, says(c, LONG))).opId);
  expect(await inFile(3)).toEqual(others);
});

it('I-28: keeps no word of what the district will never take, in no page and in no journal', async () => {
  const op = await keeps(a, says(a, '张三'.repeat(9)));
  const lies = async (): Promise<boolean> => {
    const files = (await readdir(folder)).map((name) => readFile(join(folder, name)));
    return (await Promise.all(files)).some((bytes) => bytes.includes('张三张三'));
  };
  expect(await lies()).toBe(true);
  await stick.take(await answer({ refused: [op.opId] }));
  expect(await lies()).toBe(false);
});

it('knows nothing to write for a district that it never reached', async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
  folder = await mkdtemp(join(tmpdir(), 'shaotai-stick-'));
  await opens();
  await keeps(a);
  expect(await stick.write()).toEqual({ ok: false, error: 'exchange/other-history' });
  expect(await stick.take(await answer({}))).toEqual({ ok: false, error: 'exchange/no-key' });
});
