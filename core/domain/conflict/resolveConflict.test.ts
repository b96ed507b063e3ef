import { describe, expect, it } from 'vitest';
import { EAST, type Hub } from '../case/caseBuilders.ts';
import type { Conflict } from './conflict.ts';
import type { Decision } from '../operation/decision.ts';
import { saying, type SayingName } from '../case/caseSayings.ts';
import { type Situation, situation } from '../case/caseSituations.ts';

/** A, then B without having seen A: a conflict stands. */
function dispute(given: Situation, a: readonly SayingName[], b: SayingName): Hub {
  const hub = situation(given);
  const seen = hub.doc().ver;
  const said = saying(b, hub, 2);
  for (const name of a) hub.say(saying(name, hub, 1));
  const decision = hub.say(said, { seen });
  if (decision.outcome !== 'conflict') throw new Error(`no conflict: ${decision.outcome}`);
  return hub;
}

function conflictOf(hub: Hub): Conflict {
  const conflict = Object.values(hub.doc().conflicts ?? {})[0];
  if (conflict === undefined) throw new Error('no conflict');
  return conflict;
}

function choose(hub: Hub, option: string, by = `dispatcher7@${conflictOf(hub).owner}`): Decision {
  return hub.say({
    by,
    kind: 'conflict.resolve',
    args: { conflict: conflictOf(hub).id, option, note: 'n' },
  });
}

function units(hub: Hub): string[] {
  return Object.values(hub.doc().assignments ?? {})
    .filter((one) => ['offered', 'signed', 'responded'].includes(one.state))
    .map((one) => (one.lead ? `${one.unit}*` : one.unit))
    .sort();
}

const rival = (): Hub => dispute('to_dispatch', ['dispatch roads'], 'dispatch water');

describe('resolving', () => {
  it('confirms the default, tells both authors and keeps who chose and why', () => {
    const hub = rival();
    const before = units(hub);
    const decision = choose(hub, 'first_leads');
    expect(decision.outcome).toBe('applied');
    expect(units(hub)).toEqual(before);
    expect(conflictOf(hub)).toMatchObject({
      state: 'resolved',
      chosen: 'first_leads',
      resolvedBy: `dispatcher7@${EAST}`,
      resolvedAt: hub.at(),
      note: 'n',
    });
    expect(decision.effects.notices.map((one) => one.to)).toEqual([
      `dispatcher1@${EAST}`,
      `dispatcher2@${EAST}`,
    ]);
  });

  it.each([
    ['first_leads', ['e-roads*', 'e-water']],
    ['second_leads', ['e-roads', 'e-water*']],
    ['first_only', ['e-roads*']],
    ['second_only', ['e-water*']],
  ])('rule 2, %s', (option, left) => {
    const hub = rival();
    expect(choose(hub, option).outcome).toBe('applied');
    expect(units(hub)).toEqual(left);
    expect(hub.doc().stage).toBe('dispatched');
  });

  it('rule 3, the closing after all', () => {
    const hub = dispute('signed', ['roads done', 'check passed', 'close'], 'roads return');
    expect(hub.doc().closedAt).toBeUndefined();
    expect(choose(hub, 'closed').outcome).toBe('applied');
    expect(hub.doc()).toMatchObject({ stage: 'closed', publicText: 'Done.' });
    expect(hub.doc().closedBy).toBe(`dutyChief1@${EAST}`);
  });

  it('rule 5, sending the unit out after all', () => {
    const hub = dispute(
      'dispatched',
      ['recall water', 'roads sign', 'roads done', 'check passed', 'close'],
      'add green',
    );
    expect(choose(hub, 'open').outcome).toBe('applied');
    expect(hub.doc().stage).toBe('dispatched');
    expect(units(hub)).toEqual(['e-green*']);
    expect(hub.doc().closedAt).toBeUndefined();
  });

  it('rule 7, the second value', () => {
    const hub = dispute('handling', ['title to A'], 'title to B');
    expect(hub.doc().title).toBe('A');
    expect(hub.doc().alternatives?.['title']).toMatchObject({
      [hub.log().at(-1)?.op.opId ?? '']: { value: 'B' },
    });
    expect(choose(hub, 'second').outcome).toBe('applied');
    expect(hub.doc().title).toBe('B');
  });

  it('rule 7, the second place', () => {
    const hub = dispute('handling', ['locate here'], 'locate there');
    expect(hub.doc().place.point?.lonE6).toBe(116_417_100);
    choose(hub, 'second');
    expect(hub.doc().place.point?.lonE6).toBe(116_417_200);
  });

  it('rule 21, by the district alone: the second target', () => {
    const hub = dispute('to_dispatch', ['send west'], 'send to district');
    expect(conflictOf(hub).owner).toBe('district');
    expect(choose(hub, 'second', `dispatcher7@${EAST}`).reason?.code).toBe('conflict/not-yours');
    expect(choose(hub, 'second').outcome).toBe('applied');
    expect(hub.doc().holder).toBe('district');
  });

  it('rule 22, letting the unit off after all', () => {
    const hub = dispute('signed', ['roads return'], 'roads leave');
    choose(hub, 'return');
    expect(hub.doc()).toMatchObject({ stage: 'to_dispatch', returns: 1 });
    expect(units(hub)).toEqual([]);
  });

  it('rule 24, passed after all', () => {
    const hub = dispute('handled', ['check passed'], 'check failed');
    expect(hub.doc().stage).toBe('to_dispatch');
    choose(hub, 'pass');
    expect(hub.doc()).toMatchObject({ stage: 'to_close', verified: 'pass' });
    expect(hub.say(saying('close', hub, 3 as 1)).outcome).not.toBe('conflict');
    expect(hub.doc().stage).toBe('closed');
  });

  it('rule 24, too late once the rework was handed out: on record only', () => {
    const hub = dispute('handled', ['check passed'], 'check failed');
    hub.say(saying('dispatch roads', hub, 1));
    expect(choose(hub, 'pass')).toMatchObject({
      outcome: 'adjusted',
      reason: { code: 'op/overtaken' },
    });
    expect(hub.doc().stage).toBe('dispatched');
    expect(conflictOf(hub).state).toBe('resolved');
  });

  it('rule 30, refusing after all', () => {
    const hub = dispute('reported', ['file as deep', 'dispatch roads'], 'refuse');
    choose(hub, 'refuse');
    expect(hub.doc().stage).toBe('refused');
    expect(units(hub)).toEqual([]);
  });

  it('rule 37, the second decision, where it is legal again', () => {
    const hub = dispute('reported', ['answer'], 'file as deep');
    expect(choose(hub, 'second')).toMatchObject({ outcome: 'adjusted' });
    expect(hub.doc().stage).toBe('closed');
  });

  it('rule 29: twice at once is once', () => {
    const hub = rival();
    const seen = hub.doc().ver;
    choose(hub, 'second_leads');
    const decision = hub.say(
      {
        by: `dispatcher8@${EAST}`,
        kind: 'conflict.resolve',
        args: { conflict: conflictOf(hub).id, option: 'first_only', note: '' },
      },
      { seen },
    );
    expect(decision).toMatchObject({ outcome: 'noop', rule: 29 });
    expect(units(hub)).toEqual(['e-roads', 'e-water*']);
    expect(decision.effects.notices.map((one) => one.to)).toEqual([
      `dispatcher8@${EAST}`,
      `dispatcher7@${EAST}`,
    ]);
  });

  it.each([
    ['an option that nobody offered', 'third', 'conflict/unknown-option'],
    ['a conflict that is not there', null, 'conflict/not-found'],
  ])('refuses %s', (_what, option, code) => {
    const hub = rival();
    const decision = hub.say({
      by: `dispatcher7@${EAST}`,
      kind: 'conflict.resolve',
      args: {
        conflict: option === null ? 'none' : conflictOf(hub).id,
        option: option ?? 'first_leads',
        note: '',
      },
    });
    expect(decision).toMatchObject({ outcome: 'superseded', reason: { code } });
  });

  it('can be referred to the district, which then owns it', () => {
    const hub = rival();
    const refer = {
      by: `dispatcher7@${EAST}`,
      kind: 'conflict.refer',
      args: { conflict: conflictOf(hub).id, reason: '' },
    } as const;
    expect(hub.say(refer).outcome).toBe('applied');
    expect(conflictOf(hub)).toMatchObject({ owner: 'district', state: 'open' });
    expect(hub.say(refer).reason?.code).toBe('conflict/not-yours');
    expect(choose(hub, 'second_leads', 'dispatcher7@district').outcome).toBe('applied');
  });
});

describe('an open conflict', () => {
  it('goes with the hold', () => {
    const hub = dispute('to_dispatch', ['title to A'], 'title to B');
    hub.say(saying('send west', hub, 1));
    expect(conflictOf(hub).owner).toBe('street:110101002');
    expect(choose(hub, 'second').outcome).toBe('applied');
    expect(hub.doc().title).toBe('B');
  });
});

describe('a third version', () => {
  it('joins the conflict that is open', () => {
    const hub = situation('to_dispatch');
    const seen = hub.doc().ver;
    hub.say(saying('title to A', hub, 1));
    hub.say(saying('title to B', hub, 2), { seen });
    hub.say(
      {
        by: `operator4@${EAST}`,
        kind: 'case.edit',
        args: { field: 'title', from: '', to: 'C' },
      },
      { seen },
    );
    expect(Object.keys(hub.doc().conflicts ?? {})).toHaveLength(1);
    expect(conflictOf(hub).sides).toHaveLength(3);
    choose(hub, 'second');
    expect(hub.doc().title).toBe('C');
  });
});
