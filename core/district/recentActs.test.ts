import { expect, it } from 'vitest';
import { RecentActs } from './recentActs.ts';
import type { LogEntry } from './store/districtStore.ts';

const entry = (caseId: string | null, ver: number | null): LogEntry =>
  ({
    op: { opId: `${caseId ?? ''}/${ver ?? ''}` },
    decision: { caseId, ver, outcome: 'applied', at: 0, holderBefore: null },
  }) as unknown as LogEntry;
const versions = (acts: RecentActs, caseId: string, ver: number): readonly number[] | null =>
  acts.above(caseId, ver)?.map((one) => one.ver) ?? null;

it('knows all that was decided on a case above a version, or says that it does not', () => {
  const acts = new RecentActs();
  acts.committed([entry('a', 5), entry('b', 1), entry(null, null), entry('c', null)]);
  acts.committed([entry('a', 6)]);
  expect(versions(acts, 'a', 4)).toEqual([5, 6]);
  expect(versions(acts, 'a', 5)).toEqual([6]);
  expect(versions(acts, 'a', 6)).toEqual([]);
  expect(versions(acts, 'a', 3)).toBeNull();
  expect(versions(acts, 'b', 0)).toEqual([1]);
  expect(versions(acts, 'c', 0)).toBeNull();
  expect(versions(acts, 'd', 0)).toBeNull();
});

it('lets go of whole cases, of those first that nobody acted on for longest', () => {
  const acts = new RecentActs(3);
  acts.committed([entry('a', 1), entry('b', 1), entry('a', 2)]);
  acts.committed([entry('c', 1)]);
  expect(versions(acts, 'b', 0)).toBeNull();
  expect(versions(acts, 'a', 0)).toEqual([1, 2]);
  acts.committed([entry('d', 7)]);
  expect(versions(acts, 'a', 1)).toBeNull();
  expect(versions(acts, 'd', 6)).toEqual([7]);
});
