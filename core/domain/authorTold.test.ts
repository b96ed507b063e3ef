import { describe, expect, it } from 'vitest';
import { authorTold, authorToldAgain } from './authorTold.ts';
import type { Decision, Outcome } from './operation/decision.ts';
import type { PersonId } from './operation/identity.ts';

const LI = { actor: 'li' as PersonId };

function decided(over: Partial<Decision>, notices: Decision['effects']['notices'] = []): Decision {
  return {
    outcome: 'applied',
    rule: null,
    reason: null,
    ...over,
    effects: { casePatch: null, records: [], notices, followUps: [] },
  };
}

describe('what an author hears of his own act', () => {
  it('is nothing when it did what was asked', () => {
    expect(authorTold(LI, decided({}))).toEqual([]);
    expect(authorTold(LI, decided({ outcome: 'noop' }))).toEqual([]);
  });

  it.each([
    ['adjusted', 'act-adjusted'],
    ['superseded', 'overtaken'],
    ['merged', 'acted-alike'],
    ['refused-recorded', 'act-refused'],
    ['deferred', 'act-deferred'],
  ] as const)('is told when it was %s', (outcome, code) => {
    expect(authorTold(LI, decided({ outcome, rule: 37 }))).toEqual([{ to: 'li', code, rule: 37 }]);
  });

  it('is said once: a rule that told him knows better', () => {
    const told = [{ to: 'li' as PersonId, code: 'matrix-named-other', rule: 2 }] as const;
    expect(authorTold(LI, decided({ outcome: 'superseded', rule: 2 }, told))).toEqual(told);
  });

  it('reaches the district, too, when he had no right or was not there', () => {
    for (const code of ['grant/none', 'grant/other-scope', 'person/not-here'] as const) {
      const decision = decided({ outcome: 'refused-recorded', reason: { code } });
      expect(authorTold(LI, decision).map(({ to }) => to)).toEqual(['inbox:district', 'li']);
    }
    const schema = decided({ outcome: 'refused-recorded', reason: { code: 'op/schema' } });
    expect(authorTold(LI, schema).map(({ to }) => to)).toEqual(['li']);
  });

  it('is what became of it, whatever it is, when he was told before that it waits', () => {
    const told = (outcome: Outcome) => authorToldAgain(LI, decided({ outcome }));
    expect(told('applied')).toEqual([{ to: 'li', code: 'act-carried-out', rule: null }]);
    expect(told('superseded')).toEqual([{ to: 'li', code: 'overtaken', rule: null }]);
    const program = { actor: 'program' as PersonId };
    expect(authorToldAgain(program, decided({}))).toEqual([]);
  });

  it('is nothing to a program', () => {
    const program = { actor: 'program' as PersonId };
    expect(authorTold(program, decided({ outcome: 'superseded' }))).toEqual([]);
  });
});
