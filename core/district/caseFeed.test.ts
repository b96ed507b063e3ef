import { describe, expect, it } from 'vitest';
import type { CaseDoc } from '../domain/case/caseDoc.ts';
import type { AnyOperation } from '../domain/operation/operation.ts';
import { feedOf } from './caseFeed.ts';
import type { Told } from './caseFeed.ts';
import type { StoredDecision } from './store/districtStore.ts';

const A = 'street:110101001';
const B = 'street:110101002';

const doc = (members: readonly string[], over: Partial<CaseDoc> = {}): CaseDoc =>
  ({
    caseId: 'c1',
    ver: 2,
    stage: 'to_dispatch',
    holder: 'district',
    place: {},
    createdAt: 1,
    members: Object.fromEntries(members.map((scope) => [scope, true])),
    ...over,
  }) as unknown as CaseDoc;
const decision = (over: Partial<StoredDecision> = {}): StoredDecision =>
  ({
    serverSeq: 7,
    stateHash: 'h',
    records: [],
    notices: [],
    ...over,
  }) as unknown as StoredDecision;
const told = (over: Partial<Told>): string[] => {
  const op = { scope: 'district' } as AnyOperation;
  const rows = feedOf({ op, decision: decision(), before: null, after: null, ...over });
  expect(rows.every(({ seq }) => seq === 7)).toBe(true);
  return rows.map(({ type, scope }) => `${type} ${scope}`).sort();
};

describe('who is told of a decided operation', () => {
  it('of a new case: all its members, by the event that makes it', () => {
    expect(told({ after: doc(['district', A]) })).toEqual(['event district', `event ${A}`]);
  });

  it('of a moved case: members go on, joiners get it whole, leavers a stub and where it went', () => {
    const before = doc(['district', A]);
    const after = doc(['district', B], { holder: B });
    expect(told({ before, after })).toEqual([`enter ${B}`, 'event district', `leave ${A}`]);
    const rows = feedOf({
      op: { scope: 'district' } as AnyOperation,
      decision: decision(),
      before,
      after,
    });
    expect(rows.find(({ type }) => type === 'leave')).toMatchObject({
      body: { caseId: 'c1', to: B, stub: { caseId: 'c1', wentTo: B, stage: 'to_dispatch' } },
    });
    expect(rows.find(({ type }) => type === 'enter')).toMatchObject({
      body: { doc: after, stateHash: 'h' },
    });
  });

  it('of a record: those whose business it is, by a part, once', () => {
    const unit = { type: 'unit', id: 'u', patch: {} } as const;
    const call = { type: 'call', id: 'k', patch: {} } as const;
    const same = decision({ records: [unit, unit, call] });
    expect(told({ decision: same, after: doc(['district', A]) })).toEqual([
      'event district',
      `event ${A}`,
      'part ref',
    ]);
    expect(
      told({
        decision: decision({ records: [call] }),
        op: { scope: A } as unknown as AnyOperation,
      }),
    ).toEqual(['part district', `part ${A}`]);
  });

  it('of a notice: a scope that is no member gets a part, a person none', () => {
    const notices = [
      { to: B, code: 'x', rule: null },
      { to: 'p1', code: 'x', rule: null },
      { to: 'district', code: 'x', rule: null },
    ];
    expect(told({ decision: decision({ notices }), after: doc(['district']) })).toEqual([
      'event district',
      `part ${B}`,
    ]);
  });

  it('of an operation without a case, a record or a notice: nobody', () => {
    expect(told({})).toEqual([]);
  });
});
