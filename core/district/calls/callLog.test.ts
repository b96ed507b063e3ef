import { expect, it } from 'vitest';
import { BugError } from '../../kernel/assert.ts';
import type { Log } from '../../node/logFile.ts';
import { createDataKey, createSealing } from '../../node/sealing.ts';
import { AppError } from '../../protocol/errors.ts';
import type { ProgramAct } from '../programAuthor.ts';
import type { EndedCall } from './callBook.ts';
import { CallLog } from './callLog.ts';

const NUMBER = '13800001234';

const ended = (callId: string): EndedCall => ({
  callId,
  line: '12345',
  number: NUMBER,
  rangAt: 1_000,
  state: 'answered',
  seat: 's1',
  answeredAt: 2_000,
  endedAt: 9_000,
  outcome: 'answered',
  recording: null,
});

/** A decider that takes every call but some, and nothing at all while its disk is full. */
function district() {
  const taken: string[] = [];
  const refuses = new Map<string, Error>();
  const told: { readonly code: string; readonly details: unknown }[] = [];
  const state = { isFull: false };
  const act = (acts: readonly ProgramAct[]): Promise<readonly never[]> => {
    if (state.isFull) return Promise.reject(new AppError('storage/full', { retry: 'askUser' }));
    const ids = acts.map((one) => (one.kind === 'call.log' ? one.args.callId : ''));
    const why = ids.map((id) => refuses.get(id)).find((one) => one !== undefined);
    if (why !== undefined) return Promise.reject(why);
    taken.push(...ids);
    return Promise.resolve([]);
  };
  const log: Log = {
    write: (_, code, details) => void told.push({ code, details }),
  } as Log;
  const ports = { district: { core: { act } }, log, sealing: createSealing(createDataKey()) };
  const calls = new CallLog(ports as unknown as ConstructorParameters<typeof CallLog>[0]);
  return { calls, taken, refuses, told, state };
}

it('sets a call apart that no store takes, tells it without its caller, and writes all others', async () => {
  const { calls, taken, refuses, told, state } = district();
  state.isFull = true;
  for (const id of ['c1', 'bad', 'c3']) calls.add(ended(id));
  await calls.write();
  expect(calls.waiting).toBe(3);
  refuses.set('bad', new BugError('planted'));
  state.isFull = false;
  await calls.write();
  expect(taken).toEqual(['c1', 'c3']);
  expect(calls.waiting).toBe(0);
  expect(told.at(-1)).toMatchObject({
    code: 'call/set-apart',
    details: { callId: 'bad', line: '12345', seat: 's1', rangAt: 1_000, endedAt: 9_000 },
  });
  expect(JSON.stringify(told)).not.toMatch(/caller|1234"?,"kind|numberSealed/);
  calls.add(ended('c4'));
  await calls.write();
  expect(taken).toEqual(['c1', 'c3', 'c4']);
});

it('keeps a call that fails for a reason nobody thought of, and lets it stop no other', async () => {
  const { calls, taken, refuses, state } = district();
  state.isFull = true;
  for (const id of ['odd', 'c2', 'c3']) calls.add(ended(id));
  await calls.write();
  refuses.set('odd', new Error('who knows'));
  state.isFull = false;
  await calls.write();
  expect(taken).toEqual(['c2', 'c3']);
  expect(calls.waiting).toBe(1);
  refuses.clear();
  await calls.write();
  expect(taken).toEqual(['c2', 'c3', 'odd']);
});

it('keeps ten thousand while the disk is full, and says of how many it kept nothing', async () => {
  const { calls, taken, told, state } = district();
  state.isFull = true;
  for (let i = 0; i < 10_002; i += 1) calls.add(ended(`c${i}`));
  await calls.write();
  expect(calls.waiting).toBe(10_000);
  const gone = told.map((one) => (one.details as { readonly gone: number }).gone);
  expect(gone.reduce((sum, one) => sum + one, 0)).toBe(2);
  state.isFull = false;
  await calls.write();
  expect(taken).toHaveLength(10_000);
  expect(taken.at(-1)).toBe('c10001');
});
