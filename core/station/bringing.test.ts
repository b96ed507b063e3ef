import { afterEach, beforeEach, expect, it } from 'vitest';
import { silentLog } from '../node/logFile.ts';
import type { BroughtActs, BroughtAnswer, StreetDecision } from '../protocol/sync/street.ts';
import { RelayLog, type RelayBatch } from '../sync/relayLog.ts';
import { Bringing } from './bringing.ts';

let log: RelayLog;
let answers: ((acts: BroughtActs) => BroughtAnswer)[];
let brought: string[];
let told: StreetDecision[];
let drained: number;
/** How many were left when the journal was emptied. */
let emptied: number | null;
let bringing: Bringing;

const batch = (replica: string, viaSeq: number): RelayBatch => {
  const op = { opId: `${replica}${viaSeq}`, rseq: viaSeq, hash: 'h' };
  const ops = [op] as unknown as RelayBatch['ops'];
  return { viaSeq, device: replica, replica, incarnation: 1, ops, sig: 's', isHeld: false };
};
const decided = ({ ops }: BroughtActs): BroughtAnswer => ({
  kind: 'decided',
  decisions: ops.map(({ opId }) => ({ opId, ver: 1, outcome: 'applied' })),
});
const gone = (): never => {
  throw new Error('the line is gone');
};

beforeEach(() => {
  log = new RelayLog([batch('a', 1), batch('b', 2), batch('a', 3)], []);
  [answers, brought, told, drained, emptied] = [[], [], [], 0, null];
  bringing = new Bringing({
    store: {
      log,
      drop: (viaSeq) => Promise.resolve(log.drop(viaSeq)),
      emptyJournal: () => Promise.resolve(void (emptied = log.size)),
      setDevices: () => Promise.resolve(),
    },
    upstream: {
      isUp: true,
      bring: async (acts) => {
        brought.push(acts.ops[0]?.opId ?? '');
        return await Promise.resolve((answers.shift() ?? decided)(acts));
      },
      devices: () => Promise.resolve([]),
    },
    clock: { wall: () => 0, mono: () => 0 },
    log: silentLog,
    onDecided: (decisions) => told.push(...decisions),
    onDrained: () => (drained += 1),
    onDevices: () => undefined,
  });
});
afterEach(() => bringing.stop());

/** A turn, and all that follows from it. */
async function wakes(): Promise<void> {
  bringing.wake();
  for (let i = 0; i < 100; i += 1) await Promise.resolve();
}

it('brings all in order, tells what became of it, and keeps none of it', async () => {
  await wakes();
  expect(brought).toEqual(['a1', 'b2', 'a3']);
  expect(told.map(({ opId }) => opId)).toEqual(['a1', 'b2', 'a3']);
  expect([log.size, emptied]).toEqual([0, 0]);
  expect([drained, bringing.isThrough]).toEqual([1, true]);
});

it('keeps what must wait, with what stands behind it of the same console, and holds up nobody else', async () => {
  answers = [() => ({ kind: 'later' })];
  await wakes();
  expect(brought).toEqual(['a1', 'b2']);
  expect(log.size).toBe(2);
  // Nothing is told of what waits; its author comes through with what is missing.
  expect(told.map(({ opId }) => opId)).toEqual(['b2']);
  expect(bringing.isThrough).toBe(true);
  await wakes();
  expect(brought).toEqual(['a1', 'b2', 'a1', 'a3']);
  expect(log.size).toBe(0);
});

it('lets go of what the district will never take, and says so', async () => {
  answers = [() => ({ kind: 'refused', code: 'sync/fork' })];
  await wakes();
  expect(log.size).toBe(0);
  expect(told[0]).toEqual({ opId: 'a1', ver: null, outcome: 'refused-recorded' });
});

it('keeps all of it while nothing is answered, and lets nobody through before it', async () => {
  answers = [decided, gone];
  await wakes();
  expect(log.size).toBe(2);
  expect([drained, bringing.isThrough]).toEqual([0, false]);
  await wakes();
  expect(brought).toEqual(['a1', 'b2', 'b2', 'a3']);
  expect([log.size, drained]).toEqual([0, 1]);
});
