import { describe, expect, it } from 'vitest';
import type { CaseStub } from '../case/caseDoc.ts';
import type { Grant } from '../operation/decision.ts';
import type { Role, Scope } from '../operation/identity.ts';
import { callerSight, mayRead, mayReadStub, type ReadableDoc, type Reader } from './reading.ts';

const STREET: Scope = 'street:110101005';
const OTHER: Scope = 'street:110101009';

const doc: ReadableDoc = {
  members: { district: true, [STREET]: true, 'unit:u1': true },
  createdBy: 'maker',
  verifyOrdered: 'checker',
};

function reader(person: string, ...grants: readonly (readonly [Role, Scope])[]): Reader {
  return {
    person,
    grants: grants.map(([role, scope]): Grant => ({ role, scope, from: 0, to: null })),
    unitsAtHome: (scope) => (scope === STREET ? ['u1', 'u2'] : []),
  };
}

const assigned = (state: string, over: Partial<ReadableDoc> = {}): ReadableDoc =>
  ({ ...doc, ...over, assignments: { a: { unit: 'u1', state } } }) as unknown as ReadableDoc;
const toCallBack: ReadableDoc = { ...doc, callbackDueAt: 5 };
const calledBack = (by: string): ReadableDoc =>
  ({ ...toCallBack, callbackDone: 'reached', callbacks: { '1-1': { by } } }) as never;

describe('reading a case', () => {
  it.each(['operator', 'dispatcher', 'dutyChief', 'supervisor', 'leader'] as const)(
    '%s: all of the scope of the grant, nothing of another',
    (role) => {
      expect(mayRead(reader('p', [role, 'district']), doc)).toBe(true);
      expect(mayRead(reader('p', [role, STREET]), doc)).toBe(true);
      expect(mayRead(reader('p', [role, OTHER]), doc)).toBe(false);
    },
  );

  it('unit: the cases it is assigned to, until it no longer is, and what it reported', () => {
    const own = reader('p', ['unit', 'unit:u1']);
    expect(mayRead(own, doc)).toBe(false);
    for (const state of ['offered', 'signed', 'responded', 'done']) {
      expect(mayRead(own, assigned(state)), state).toBe(true);
    }
    for (const state of ['returned', 'recalled', 'waived']) {
      expect(mayRead(own, assigned(state)), state).toBe(false);
    }
    expect(mayRead(reader('p', ['unit', 'unit:u9']), assigned('offered'))).toBe(false);
    expect(mayRead(reader('maker', ['unit', 'unit:u9']), doc)).toBe(true);
    expect(mayRead(reader('p', ['unit', STREET]), assigned('offered'))).toBe(true);
    expect(mayRead(reader('p', ['unit', OTHER]), assigned('offered'))).toBe(false);
  });

  it('inspector: what he reported and what he must verify, wherever his grant is', () => {
    for (const person of ['maker', 'checker']) {
      expect(mayRead(reader(person, ['inspector', 'district']), doc), person).toBe(true);
    }
    expect(mayRead(reader('p', ['inspector', 'district']), assigned('offered'))).toBe(false);
  });

  it('call-back clerk: what waits for a call-back in his scope, and what he called back', () => {
    const clerk = (scope: Scope): Reader => reader('cb', ['callbackClerk', scope]);
    expect(mayRead(clerk('district'), doc)).toBe(false);
    expect(mayRead(clerk('district'), toCallBack)).toBe(true);
    expect(mayRead(clerk(STREET), toCallBack)).toBe(true);
    expect(mayRead(clerk(OTHER), toCallBack)).toBe(false);
    expect(mayRead(clerk('district'), calledBack('cb'))).toBe(true);
    expect(mayRead(clerk('district'), calledBack('another'))).toBe(false);
  });

  it.each(['quality', 'administrator', 'wall', 'telephony', 'program'] as const)(
    '%s: nothing',
    (role) => {
      for (const one of [assigned('offered'), toCallBack, calledBack('maker')]) {
        expect(mayRead(reader('maker', [role, 'district']), one)).toBe(false);
      }
    },
  );

  it('nobody without a grant, and one with several by any of them', () => {
    expect(mayRead(reader('maker'), doc)).toBe(false);
    const both = reader('p', ['unit', 'unit:u1'], ['callbackClerk', 'district']);
    expect([doc, toCallBack, assigned('offered')].map((one) => mayRead(both, one))).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('keeps the stub of a case for whoever read it where it was', () => {
    const stub = { street: '110101005', wentTo: 'district' } as unknown as CaseStub;
    expect(mayReadStub(reader('p', ['unit', 'unit:u1']), stub, 'unit:u1')).toBe(true);
    expect(mayReadStub(reader('p', ['unit', 'unit:u1']), stub, 'district')).toBe(false);
    expect(mayReadStub(reader('p', ['inspector', STREET]), stub, STREET)).toBe(false);
    expect(mayReadStub(reader('p', ['dispatcher', STREET]), stub, STREET)).toBe(true);
    expect(mayReadStub(reader('p', ['dispatcher', OTHER]), stub, 'district')).toBe(false);
    expect(mayReadStub(reader('p', ['dispatcher', STREET]), stub, 'district')).toBe(true);
  });
});

describe('name and number of a caller', () => {
  const plain = { confidential: false };
  const confidential = { confidential: true };
  const sight = (
    who: Reader,
    on: ReadableDoc,
    caller: { readonly confidential: boolean } = plain,
  ): string => callerSight(who, on, caller);

  it.each([
    ['operator', 'open', 'none'],
    ['dispatcher', 'open', 'none'],
    ['dutyChief', 'open', 'open'],
    ['supervisor', 'masked', 'none'],
    ['leader', 'masked', 'none'],
    ['quality', 'none', 'none'],
    ['administrator', 'none', 'none'],
  ] as const)('%s of the district: %s, confidential: %s', (role, shown, secret) => {
    const who = reader('p', [role, 'district']);
    expect([sight(who, doc), sight(who, doc, confidential)]).toEqual([shown, secret]);
    expect(sight(who, { ...doc, confidential: true })).toBe(secret);
  });

  it('is open to those who read the case as their own, where the table says so', () => {
    const unit = reader('p', ['unit', 'unit:u1']);
    expect(sight(unit, doc)).toBe('none');
    expect(sight(unit, assigned('signed'))).toBe('open');
    expect(sight(unit, assigned('signed'), confidential)).toBe('none');
    const clerk = reader('cb', ['callbackClerk', 'district']);
    expect(sight(clerk, doc)).toBe('none');
    expect(sight(clerk, toCallBack)).toBe('open');
    expect(sight(clerk, toCallBack, confidential)).toBe('open');
    const inspector = reader('maker', ['inspector', STREET]);
    expect([sight(inspector, doc), sight(inspector, doc, confidential)]).toEqual(['none', 'none']);
  });

  it('of a confidential caller is open to the operator who took it down, to no other', () => {
    expect(sight(reader('maker', ['operator', STREET]), doc, confidential)).toBe('open');
    expect(sight(reader('maker', ['dispatcher', STREET]), doc, confidential)).toBe('none');
    expect(sight(reader('p', ['operator', STREET]), doc, confidential)).toBe('none');
  });

  it('counts no grant of another street', () => {
    expect(sight(reader('p', ['dutyChief', OTHER]), doc)).toBe('none');
    const two = reader('p', ['dutyChief', OTHER], ['supervisor', STREET]);
    expect([sight(two, doc), sight(two, doc, confidential)]).toEqual(['masked', 'none']);
  });
});
