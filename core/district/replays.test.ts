import { describe, expect, it } from 'vitest';
import { EAST, WEST } from '../domain/case/caseBuilders.ts';
import type { AnyOperation } from '../domain/operation/operation.ts';
import { ok } from '../kernel/result.ts';
import { Replays, TRIES_A_TIME } from './replays.ts';
import type { LogEntry } from './store/districtStore.ts';
import { Waiting } from './waiting.ts';

const CASE = 'c';

/** An entry of the log, as far as it matters here. */
function entry(
  opId: string,
  op: Partial<AnyOperation>,
  decision: Partial<LogEntry['decision']>,
): LogEntry {
  const said = { opId, kind: 'case.note', caseId: CASE, scope: EAST, actor: 'p', bases: [], ...op };
  const decided = { outcome: 'applied', reason: null, ver: null, casePatch: null, ...decision };
  return { op: said, decision: decided } as unknown as LogEntry;
}

const deferred = { outcome: 'deferred', reason: { code: 'case/not-yet' } } as const;

function waiting(opId: string, ver: number, op: Partial<AnyOperation> = {}): LogEntry {
  return entry(opId, { bases: [{ of: `case:${CASE}`, ver, own: 0 }], ...op }, deferred);
}

const replayed = (of: LogEntry, ver: number): LogEntry =>
  entry(`${of.op.opId}~2`, { replays: { opId: of.op.opId } as never }, { ver });

/** A case that grows by what is placed on it; `places` says what becomes of an act that is tried. */
function caseOf(places: (one: LogEntry, ver: number) => boolean) {
  const acts = new Waiting();
  const tried: string[] = [];
  let ver = 0;
  const committed = (entries: readonly LogEntry[]): void => {
    acts.committed(entries);
    replays.committed(entries);
  };
  const replays = new Replays(acts, {
    attempt: (one) => {
      tried.push(one.op.opId);
      if (places(one, ver)) committed([replayed(one, (ver += 1))]);
      return Promise.resolve(ok(null));
    },
    onFailed: () => undefined,
  });
  const step = (casePatch: object | null = null): void => {
    committed([entry(`s${ver}`, {}, { ver: (ver += 1), casePatch: casePatch as never })]);
  };
  const all = async (): Promise<void> => {
    while (await replays.run());
  };
  return { acts, replays, tried, committed, step, all };
}

describe('a flood of acts on a case that is not known', () => {
  const MANY = 3_000;

  it('is tried once each when the case is made, however many there are, in slices', async () => {
    const { acts, replays, tried, committed, step, all } = caseOf(() => true);
    committed(Array.from({ length: MANY }, (_, i) => waiting(`o${i}`, 1)));
    expect(await replays.run()).toBe(false);
    expect(tried).toEqual([]);
    step();
    expect(await replays.run()).toBe(true);
    expect(tried).toEqual(Array.from({ length: TRIES_A_TIME }, (_, i) => `o${i}`));
    await all();
    expect(tried).toHaveLength(MANY);
    expect(acts.size).toBe(0);
  });

  it('is tried version by version, and none before the case has come to what its author had seen', async () => {
    const { acts, tried, committed, step, all } = caseOf(({ op }, ver) => {
      expect(ver).toBeGreaterThanOrEqual(op.bases[0]?.ver ?? 0);
      return true;
    });
    // The last is brought first: each had seen one more than the other.
    committed(Array.from({ length: MANY }, (_, i) => waiting(`o${MANY - i}`, MANY - i)));
    step();
    await all();
    expect(tried).toHaveLength(MANY);
    expect(tried.slice(0, 3)).toEqual(['o1', 'o2', 'o3']);
    expect(acts.size).toBe(0);
  });

  it('of strangers is tried once each, then one of those alike when who may say so changes', async () => {
    let areMembers = false;
    const { acts, tried, committed, step, all } = caseOf(() => areMembers);
    const west = { scope: WEST } as const;
    committed(Array.from({ length: MANY }, (_, i) => waiting(`o${i}`, 1, west)));
    step();
    await all();
    expect(tried).toHaveLength(MANY);
    for (let i = 0; i < 100; i += 1) step();
    await all();
    expect(tried).toHaveLength(MANY);
    for (let i = 0; i < 50; i += 1) {
      step({ members: { [EAST]: true } });
      await all();
    }
    expect(tried).toHaveLength(MANY + 50);
    areMembers = true;
    step({ members: { [WEST]: true } });
    await all();
    expect(acts.size).toBe(0);
    expect(tried).toHaveLength(2 * MANY + 50);
  });
});

it('acts that were deferred for another cause are tried when their case is made, and not at each step', async () => {
  const { tried, committed, step, all } = caseOf(() => false);
  committed([entry('o', {}, { outcome: 'deferred', reason: { code: 'op/not-stored' } })]);
  step();
  step();
  await all();
  expect(tried).toEqual(['o']);
});

it('what waited before the district began is tried when its case grows', async () => {
  const acts = new Waiting();
  acts.committed([waiting('o', 2)]);
  const tried: string[] = [];
  const replays = new Replays(acts, {
    attempt: ({ op }) => Promise.resolve(ok(tried.push(op.opId))),
    onFailed: () => undefined,
  });
  replays.committed([entry('s', {}, { ver: 1 })]);
  expect(await replays.run()).toBe(false);
  expect(tried).toEqual([]);
  replays.committed([entry('s', {}, { ver: 2 })]);
  await replays.run();
  expect(tried).toEqual(['o']);
});
