import { expect, it } from 'vitest';
import type { ScopeStates } from '#core/district/store/districtStore.ts';
import { ScopeSums } from '#core/district/sync/scopeSums.ts';
import { uuidV7 } from '#core/kernel/ids.ts';
import { createRng, pick } from '#core/kernel/rng.ts';
import { DAY_MS } from '#core/kernel/time.ts';
import { nodeHashing } from '#core/node/nodeHashing.ts';
import type { ScopeSum, SumRange } from '#core/protocol/sync/scopeSum.ts';
import { ScopeCheck } from '#core/sync/scopeCheck.ts';
import { handClock } from '#tests/support/smallDistrict.ts';

const SCOPE = 'district';
const shared = () => Promise.resolve({ head: 0, records: [] });

/** A district of many cases and a console that holds them, both as tables of hashes. */
function town(cases: number, seed: string) {
  const rng = createRng(seed);
  const clock = handClock();
  const bytes = (count: number) => Uint8Array.from({ length: count }, () => rng.int(256));
  const theirs = new Map<string, { stateHash: string; lastSeq: number }>();
  for (let seq = 1; seq <= cases; seq += 1) {
    clock.pass(1_000);
    theirs.set(uuidV7(clock.wall(), bytes), {
      stateHash: nodeHashing.sha256(`${seq}`),
      lastSeq: seq,
    });
  }
  const head = cases;
  const reads = { tables: 0, questions: 0, fetched: [] as string[] };
  const states = (): Promise<ScopeStates> => {
    reads.tables += 1;
    const all = [...theirs].map(([caseId, one]) => ({ caseId, ...one }));
    return Promise.resolve({ head, states: all });
  };
  const sums = new ScopeSums({ states, shared }, clock, nodeHashing);
  const ours = new Map([...theirs].map(([id, { stateHash }]) => [id, stateHash]));
  const check = new ScopeCheck({
    rows: {
      states: () => Promise.resolve({ cursor: head, states: new Map(ours) }),
      mend: ({ caseId, stateHash }, was) => {
        if ((ours.get(caseId) ?? null) !== was || stateHash === was) return Promise.resolve(false);
        if (stateHash === null) ours.delete(caseId);
        else ours.set(caseId, stateHash);
        return Promise.resolve(true);
      },
    },
    ask: async (name, input) => {
      if (name === 'scope.sums') {
        reads.questions += 1;
        const answer = await sums.parts(SCOPE, input as SumRange);
        return { ok: answer !== null, value: answer as never };
      }
      const { caseId } = input as { readonly caseId: string };
      reads.fetched.push(caseId);
      const stateHash = theirs.get(caseId)?.stateHash ?? null;
      return { ok: true, value: { caseId, doc: {}, stateHash, events: [], stub: null } };
    },
    mono: () => clock.mono(),
    wall: () => clock.wall(),
    every: 1_000,
    coming: () => [],
    onRepaired: () => undefined,
    wake: () => undefined,
  });
  const stated = async (): Promise<ScopeSum> => {
    const text = await sums.stated(SCOPE, { to: head, head, text: '{"entries":[]}' });
    return (JSON.parse(text) as { readonly sum: ScopeSum }).sum;
  };
  return { rng, clock, theirs, ours, reads, sums, check, stated };
}

it.each([1, 2, 3, 4, 5, 6])(
  'finds among thousands exactly the cases that differ, in a few questions (seed %i)',
  async (seed) => {
    const { rng, theirs, ours, reads, check, stated } = town(5_000, `sums/${seed}`);
    const spoiled = new Set<string>();
    const ids = [...theirs.keys()];
    for (let i = 0; i < seed * 2 - 1; i += 1) {
      const id = pick(rng, ids);
      spoiled.add(id);
      if (i % 2 === 0) ours.set(id, nodeHashing.sha256(`spoiled ${i}`));
      else ours.delete(id);
    }
    const extra = `${pick(rng, ids).slice(0, -4)}zzzz`;
    ours.set(extra, nodeHashing.sha256('not of the district'));
    await check.stated(SCOPE, await stated());
    expect([...reads.fetched].sort()).toEqual([...spoiled, extra].sort());
    expect(Object.fromEntries(ours)).toEqual(
      Object.fromEntries([...theirs].map(([id, { stateHash }]) => [id, stateHash])),
    );
    expect(check.report).toMatchObject({ compared: 1, repaired: spoiled.size + 1 });
    // The root, and at most two levels below it, for every case that differs; one reading of the rows for all.
    expect(reads.questions).toBeLessThanOrEqual(1 + 2 * (spoiled.size + 1));
    expect(reads.tables).toBe(1);
  },
);

it('asks nothing where the sums are equal, and compares again after so many numbers', async () => {
  const { clock, reads, check, stated } = town(200, 'sums/equal');
  expect(check.wants(SCOPE, 200)).toBe(true);
  expect(check.wants('ref', 0)).toBe(false);
  await check.stated(SCOPE, await stated());
  expect(reads.questions).toBe(0);
  clock.pass(60_000);
  expect(check.wants(SCOPE, 1_199)).toBe(false);
  expect(check.wants(SCOPE, 1_200)).toBe(true);
  check.greeted();
  expect(check.wants(SCOPE, 200)).toBe(true);
});

it('a sum of another moment says nothing, and nothing is fetched for it', async () => {
  const { ours, reads, check, stated } = town(200, 'sums/late');
  ours.clear();
  await check.stated(SCOPE, { ...(await stated()), seq: 150 });
  expect([reads.questions, reads.fetched, check.report.compared]).toEqual([0, [], 0]);
});

it('whole histories are nobody to ask for', async () => {
  const { clock, sums } = town(10, 'sums/old');
  const since = clock.wall() - 30 * DAY_MS;
  expect(
    await sums.parts(SCOPE, { scope: SCOPE, since, seq: 0, after: null, upTo: null }),
  ).toBeNull();
});

it('no sum is stated for a page that ends below its head', async () => {
  const { sums } = town(10, 'sums/page');
  expect(await sums.stated(SCOPE, { to: 5, head: 10, text: '{}' })).toBe('{}');
  expect(await sums.stated('ref', { to: 10, head: 10, text: '{}' })).toBe('{}');
});

it('reads the rows of a scope once, however many scopes are compared in between', async () => {
  const read: string[] = [];
  const states = (scope: string): Promise<ScopeStates> => {
    read.push(scope);
    return Promise.resolve({ head: 1, states: [] });
  };
  const sums = new ScopeSums({ states, shared }, handClock(), nodeHashing);
  const streets = Array.from({ length: 22 }, (_, i) => `street:${110101001 + i}` as const);
  for (let console = 0; console < 3; console += 1) {
    for (const scope of streets) await sums.stated(scope, { to: 1, head: 1, text: '{}' });
  }
  expect(read).toEqual(streets);
});
