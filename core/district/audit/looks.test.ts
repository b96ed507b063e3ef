import { expect, it } from 'vitest';
import type { Grant } from '../../domain/operation/decision.ts';
import { readLooks } from './looks.ts';

const EAST = 'street:110101001';
const WEST = 'street:110101002';

/** One note of a look at each of two streets and in the hall, the newest first. */
const NOTES = [EAST, WEST, 'district'].map((scope, i) => ({
  op: { actor: `p${i}`, scope, seat: 's', args: { what: 'number', case: `c${i}`, why: 'asked' } },
  decision: { serverSeq: 3 - i, at: 3 - i },
}));
const CASES = [EAST, WEST, 'district'].map((scope, i) => ({
  doc: { caseId: `c${i}`, caseNo: `N${i}`, members: { district: true, [scope]: true } },
}));
const district = {
  store: {
    looks: () => Promise.resolve(NOTES),
    cases: () => Promise.resolve(CASES),
    numbered: () => Promise.resolve([]),
  },
  people: { person: () => null },
} as unknown as Parameters<typeof readLooks>[0];
const WISH = { since: 0, before: { at: 9, seq: 9 }, person: null, caseNo: null };

async function seenBy(role: string, scope: string): Promise<readonly (readonly unknown[])[]> {
  const own = [{ role, scope, from: 0, to: null }] as unknown as readonly Grant[];
  const { looks } = await readLooks(district, own, WISH);
  return (looks as readonly { scope: string; caseId: string | null }[]).map((one) => [
    one.scope,
    one.caseId,
  ]);
}

it('[I-21] shows to who oversees a street the looks of that street, and to the hall all', async () => {
  expect(await seenBy('supervisor', EAST)).toEqual([[EAST, 'c0']]);
  expect(await seenBy('dutyChief', WEST)).toEqual([[WEST, 'c1']]);
  const all = [
    [EAST, 'c0'],
    [WEST, 'c1'],
    ['district', 'c2'],
  ];
  expect(await seenBy('dutyChief', 'district')).toEqual(all);
  expect(await seenBy('administrator', 'district')).toEqual(all.map(([scope]) => [scope, null]));
});
