import { describe, expect, it } from 'vitest';
import { en } from '#renderer/i18n/en/catalogue.ts';
import { zhCN } from '#renderer/i18n/zh-CN/catalogue.ts';
import { differing, type Side, sideOfOption, whatOf } from './conflictWords.ts';

const side = (kind: string, what: Side['what'] = {}): Side => ({
  op: `op-${kind}`,
  kind,
  by: 'p1',
  byName: 'Dispatcher 12',
  scope: 'district',
  saidAt: 1,
  correctedAt: 1,
  errMs: 0,
  what,
  followed: [],
});
const names = { name: (id: string) => `<${id}>`, scope: (scope: string) => `[${scope}]` };

/** Options that core/domain/conflict raises, by rule. */
const RAISED: Readonly<Record<number, readonly string[]>> = {
  2: ['first_leads', 'second_leads', 'first_only', 'second_only'],
  3: ['open', 'closed'],
  5: ['closed', 'open'],
  7: ['first', 'second'],
  10: ['other_case', 'this_case'],
  13: ['supervised', 'review', 'closed'],
  14: ['keep', 'recall'],
  15: ['first', 'second'],
  17: ['apart', 'closed'],
  19: ['first', 'second'],
  21: ['first', 'second'],
  22: ['respond', 'return'],
  24: ['fail', 'pass'],
  26: ['open', 'ended'],
  30: ['continue', 'refuse'],
  37: ['first', 'second'],
};

describe('words of conflicts', () => {
  it('calls the two dispatches by the order in which the district had them, not by their times', () => {
    const zh = zhCN.conflicts.disputes[2]?.options;
    expect(zh?.['first_leads']).toBe('先到区级的主办');
    expect(zh?.['second_leads']).toBe('后到区级的主办');
    expect(en.conflicts.disputes[2]?.options['first_leads']).toBe(
      'Reached the district first: leads',
    );
    for (const m of [zhCN, en]) {
      expect(JSON.stringify(m.conflicts)).not.toMatch(/先判定|后判定|first decided/iu);
    }
  });

  it('has every rule of the pair table in both languages', () => {
    for (let rule = 1; rule <= 37; rule += 1) {
      expect(zhCN.conflicts.rules[rule]?.text, `rule ${rule}`).toBeTruthy();
      expect(en.conflicts.rules[rule]?.pair, `rule ${rule}`).toBeTruthy();
    }
  });

  it('words every option that the rules raise, with what follows from it', () => {
    for (const [rule, options] of Object.entries(RAISED)) {
      for (const m of [zhCN, en]) {
        const words = m.conflicts.disputes[Number(rule)];
        expect(Object.keys(words?.options ?? {}).toSorted()).toEqual([...options].toSorted());
        for (const option of options) expect(words?.follows[option], option).toBeTruthy();
        expect(words?.why[options[0] ?? '']).toBeTruthy();
      }
    }
  });

  it('says what a side did', () => {
    expect(whatOf(side('case.dispatch', { lead: 'u1', units: 'u1,u2' }), en, names)).toBe(
      '<u1> leads',
    );
    expect(whatOf(side('case.edit', { field: 'title', value: 'New' }), en, names)).toBe(
      'Title · New',
    );
    expect(whatOf(side('case.send', { to: 'street:1' }), en, names)).toBe(
      'Sent to sub-center · [street:1]',
    );
    expect(whatOf(side('case.close', { closeKind: 'department' }), en, names)).toBe('Closed');
    expect(whatOf(side('verify.report', { pass: false }), en, names)).toBe('Fail, rework');
  });
});

describe('the side that an option puts in force', () => {
  it('is the first or second for two versions of one thing', () => {
    const row = { sides: [side('case.dispatch'), side('case.dispatch')] };
    expect(sideOfOption(row, 'second_only')).toBe(1);
    expect(sideOfOption(row, 'first')).toBe(0);
  });

  it('is found by what the side did, whichever was decided first', () => {
    const row = { sides: [side('ask.return'), side('case.close')] };
    expect(sideOfOption(row, 'closed')).toBe(1);
    expect(sideOfOption(row, 'open')).toBe(0);
    const checks = {
      sides: [side('verify.report', { pass: true }), side('verify.report', { pass: false })],
    };
    expect(sideOfOption(checks, 'fail')).toBe(1);
    expect(sideOfOption({ sides: [side('case.refuse'), side('case.file')] }, 'continue')).toBe(1);
  });

  it('is none where the option belongs to another case', () => {
    expect(sideOfOption({ sides: [side('case.dispatch')] }, 'other_case')).toBeNull();
  });
});

describe('rows that differ', () => {
  it('are the only ones tinted', () => {
    const sides = [side('a', { x: 'one' }), side('b', { x: 'two' })];
    const rows = differing(sides, (each, row) => (row === 'x' ? String(each.what['x']) : 'same'), [
      'x',
      'y',
    ]);
    expect([...rows]).toEqual(['x']);
  });
});
