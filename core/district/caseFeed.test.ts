import { describe, expect, it } from 'vitest';
import type { CaseDoc } from '../domain/case/caseDoc.ts';
import type { MetAct } from '../domain/operation/decision.ts';
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
    reason: null,
    records: [],
    notices: [],
    ...over,
  }) as unknown as StoredDecision;
const OP = {
  opId: 'o9',
  kind: 'case.note',
  caseId: 'c1',
  args: { text: '住户电话 13800000000' },
  actor: 'p1',
  scope: 'district',
  t: { wall: 4 },
} as unknown as AnyOperation;
const told = (over: Partial<Told>): string[] => {
  const op = OP;
  const rows = feedOf({ op, decision: decision(), before: null, after: null, ...over });
  expect(rows.every(({ seq }) => seq === 7)).toBe(true);
  return rows.map(({ type, scope }) => `${type} ${scope}`).sort();
};

describe('who is told of a decided operation', () => {
  it('of a new case: all its members, by the event that makes it', () => {
    expect(told({ after: doc(['district', A]) })).toEqual(['event district', `event ${A}`]);
  });

  it('I-10, of a moved case: members go on, joiners get it whole, leavers a stub and where it went', () => {
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

  it('of a notice: the inboxes of those it is for, members or not, and nobody else', () => {
    const notices: StoredDecision['notices'] = [
      { to: B, code: 'transferred-meanwhile', rule: 20 },
      { to: 'p1', code: 'transferred-meanwhile', rule: 20 },
      { to: 'inbox:district', code: 'proposed', rule: 20 },
      { to: 'district', code: 'conflict-raised', rule: 20 },
    ];
    expect(told({ decision: decision({ notices }), after: doc(['district']) })).toEqual([
      'event district',
      'notice inbox:district',
      'notice inbox:district',
      'notice inbox:p1',
      `notice inbox:${B}`,
    ]);
  });

  it('of a notice: who did what and what became of it, never a word of the case', () => {
    const met = { opId: 'o1', kind: 'case.close', by: 'p2', scope: A, at: 3 } as unknown as MetAct;
    const over = {
      outcome: 'superseded',
      reason: { code: 'op/overtaken' },
      at: 5,
      errMs: 2,
      notices: [{ to: 'p1', code: 'overtaken', rule: 37, met }],
    } as unknown as Partial<StoredDecision>;
    const after = doc([A], { caseNo: 'SA260302-0001', title: '张三家漏水' });
    const rows = feedOf({ op: OP, decision: decision(over), before: after, after });
    const row = rows.find(({ type }) => type === 'notice');
    expect(row).toEqual({
      type: 'notice',
      scope: 'inbox:p1',
      seq: 7,
      caseId: 'c1',
      body: {
        to: 'p1',
        code: 'overtaken',
        rule: 37,
        caseId: 'c1',
        caseNo: 'SA260302-0001',
        opId: 'o9',
        kind: 'case.note',
        by: 'p1',
        scope: 'district',
        saidAt: 4,
        at: 5,
        errMs: 2,
        outcome: 'superseded',
        reason: { code: 'op/overtaken' },
        met,
      },
    });
  });

  it('of an operation without a case, a record or a notice: nobody', () => {
    expect(told({})).toEqual([]);
  });
});
