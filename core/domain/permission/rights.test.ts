import { describe, expect, it } from 'vitest';
import { EAST, type Hub, openHub, createArgs, WEST } from '../case/caseBuilders.ts';
import { saying } from '../case/caseSayings.ts';
import { situation } from '../case/caseSituations.ts';
import { refusalBefore } from '../decide.ts';
import { kindSpecs } from '../operation/kindSpec.ts';
import type { OpKind } from '../operation/args.ts';
import type { AnyBody } from '../operation/operation.ts';
import { needsSoleHand, unsaidUnit } from './rights.ts';

describe('rights', () => {
  it('need a grant of the right role', () => {
    const hub = situation('to_dispatch');
    const decision = hub.say({ ...saying('dispatch roads', hub, 1), by: `operator1@${EAST}` });
    expect(decision).toMatchObject({
      outcome: 'refused-recorded',
      rule: 28,
      reason: { code: 'grant/none' },
    });
    expect(hub.doc().stage).toBe('to_dispatch');
    expect(decision.effects.notices).toContainEqual({
      to: 'inbox:district',
      code: 'acted-without-grant',
      rule: 28,
    });
  });

  it('need a grant that reaches the console; one for the district reaches all', () => {
    const hub = situation('to_dispatch');
    const said = saying('dispatch roads', hub, 1);
    const other = hub.say({ ...said, by: `dispatcher1@${WEST}`, from: EAST });
    expect(other.reason?.code).toBe('grant/other-scope');
    expect(hub.say({ ...said, by: 'dispatcher1@district', from: EAST }).outcome).toBe('applied');
  });

  it('that were revoked before are refused on record, facts included (rule 28)', () => {
    const grant = {
      person: 'gone@nowhere',
      ver: 2,
      role: 'operator',
      scope: EAST,
      from: 0,
      to: 1,
    };
    const known = new Map([[`grant gone@nowhere/operator/${EAST}`, grant]]);
    const hub = openHub('c', known);
    hub.say({ by: `operator@${EAST}`, kind: 'case.create', args: createArgs() });
    const decision = hub.say({
      by: 'gone@nowhere',
      from: EAST,
      kind: 'case.note',
      args: { text: '', public: false },
    });
    expect(decision).toMatchObject({
      outcome: 'refused-recorded',
      rule: 28,
      reason: { code: 'grant/revoked' },
    });
    expect(hub.doc().ver).toBe(2);
  });

  it('to send are the district dispatcher’s alone', () => {
    const hub = situation('to_dispatch');
    const said = { ...saying('send west', hub, 1), by: `dispatcher1@${EAST}` };
    expect(hub.say(said).reason?.code).toBe('grant/other-scope');
  });

  it('do not reach a case that one never had to do with', () => {
    const hub = situation('to_dispatch');
    const decision = hub.say({ ...saying('note', hub, 1), by: `operator1@${WEST}`, from: WEST });
    expect(decision).toMatchObject({
      outcome: 'refused-recorded',
      reason: { code: 'case/stranger' },
    });
  });

  it('let a unit speak for itself only', () => {
    const hub = situation('sent alone');
    const sign = saying('roads sign', hub, 1);
    expect(hub.say({ ...sign, by: 'unit1@unit:e-green', from: EAST }).outcome).toBe(
      'refused-recorded',
    );
    expect(hub.say({ ...sign, by: 'unit1@unit:e-roads', from: EAST }).outcome).toBe('applied');
  });

  it('of a district’s unit people end at the units at home in the district', () => {
    const hub = situation('sent alone');
    const sign = saying('roads sign', hub, 1);
    const hall = hub.say({ ...sign, by: 'unit1@district', from: 'district' });
    expect(hall.outcome).toBe('refused-recorded');
    const note = { kind: 'case.note', args: { text: 'x', public: false } } as const;
    const stranger = hub.say({ ...note, by: 'unit1@district', from: 'district' });
    expect(stranger.reason?.code).toBe('grant/other-scope');
    expect(hub.say({ ...note, by: `unit1@${EAST}` }).outcome).toBe('applied');
  });

  it('let an inspector report what he was sent to look at, and nothing else', () => {
    const hub = situation('handled');
    const report = { ...saying('check passed', hub, 1), by: `inspector1@${EAST}` };
    expect(hub.say(report).reason?.code).toBe('grant/other-scope');
    hub.say(saying('order a check', hub, 1));
    expect(hub.say({ ...report, by: `inspector2@${EAST}` }).outcome).toBe('refused-recorded');
    const seen = hub.doc().ver;
    const again = { kind: 'verify.order', args: { inspector: 'another' } } as const;
    hub.say({ ...again, by: `operator1@${EAST}` });
    expect(hub.say(report, { seen }).outcome).toBe('applied');
  });

  it('have a row for every kind, program kinds apart', () => {
    const kinds = Object.keys(kindSpecs) as OpKind[];
    expect(kinds.length).toBeGreaterThanOrEqual(59);
    for (const kind of kinds) expect(kindSpecs[kind].who.length).toBeGreaterThan(0);
    expect(kinds.filter((kind) => kindSpecs[kind].byProgram)).toEqual([
      'case.number',
      'case.mirror',
      'numbers.lease',
    ]);
  });
});

describe('what somebody asked for', () => {
  const grantOf = (hub: Hub, by: string) => ({ ...saying('the chief grants it', hub, 1), by });

  it('another judges, though both have the right', () => {
    const hub = situation('signed');
    hub.say({ ...saying('ask to void', hub, 1), by: 'dispatcher+dutyChief1@district' });
    const own = hub.say(grantOf(hub, 'dispatcher+dutyChief1@district'));
    expect(own).toMatchObject({ outcome: 'refused-recorded', reason: { code: 'ask/own' } });
    expect(hub.doc().stage).toBe('handling');
    expect(hub.say(grantOf(hub, 'dutyChief2@district')).outcome).toBe('applied');
  });

  it('the only one on duty judges himself while the street is cut off', () => {
    const alone = `unit+dispatcher1@${EAST}`;
    const hub = situation('signed');
    hub.say({ ...saying('roads return', hub, 1), by: alone });
    const grant = { ...saying('grant the return', hub, 1), by: alone };
    expect(hub.say(grant).reason?.code).toBe('ask/own');
    expect(needsSoleHand(hub.body(grant), hub.doc(), hub.facts())).toBe(true);
    const claimed = { ...grant, soleHand: true as const };
    expect(hub.say(claimed, { known: { connectedThen: true } }).reason?.code).toBe('ask/own');
    expect(hub.say(claimed, { known: { connectedThen: false } }).outcome).toBe('applied');
  });

  it('but a return that he took down for its unit he judges himself', () => {
    const desk = `dispatcher1@${EAST}`;
    const hub = situation('signed');
    hub.say({ ...saying('roads return', hub, 1), by: desk, onBehalf: 'e-roads' });
    expect(hub.say({ ...saying('grant the return', hub, 1), by: desk }).outcome).toBe('applied');
  });

  it('no word on behalf of somebody makes another’s', () => {
    const hub = situation('signed');
    const chief = 'dispatcher+dutyChief1@district';
    hub.say({ ...saying('ask to void', hub, 1), by: chief, onBehalf: 'e-roads' });
    expect(hub.say(grantOf(hub, chief)).reason?.code).toBe('ask/own');
  });
});

describe('the two axes', () => {
  const both = `dispatcher+dutyChief@${EAST}`;

  it('are never one person on one case and round', () => {
    const hub = situation('to_close');
    hub.say({ ...saying('close', hub, 1), by: both });
    expect(hub.doc().stage).toBe('closed');
    const own = situation('to_dispatch');
    own.say({ ...saying('dispatch roads', own, 1), by: both });
    for (const name of ['roads sign', 'roads done', 'check passed'] as const) {
      own.say(saying(name, own, 1));
    }
    const decision = own.say({ ...saying('close', own, 1), by: both });
    expect(decision).toMatchObject({ outcome: 'refused-recorded', reason: { code: 'axis/both' } });
    expect(own.doc().stage).toBe('to_close');
    const said = { ...saying('close', own, 1), by: both, soleHand: true } as const;
    // The line was up: somebody else could have been asked.
    const online = own.say(said, { known: { connectedThen: true } });
    expect(online).toMatchObject({ outcome: 'refused-recorded', reason: { code: 'axis/both' } });
    expect(own.doc().soleHand).toBeUndefined();
    const alone = own.say(said, { known: { connectedThen: false } });
    expect(alone.outcome).toBe('applied');
    expect(own.doc()).toMatchObject({ stage: 'closed', soleHand: true });
  });

  it('are not lifted by the word of a console of the hall', () => {
    const hub = situation('to_dispatch');
    const hall = 'dispatcher+dutyChief@district';
    hub.say({ ...saying('dispatch roads', hub, 1), by: hall, from: EAST });
    for (const name of ['roads sign', 'roads done', 'check passed'] as const) {
      hub.say(saying(name, hub, 1));
    }
    const close = { ...saying('close', hub, 1), by: hall, soleHand: true as const };
    expect(hub.say({ ...close, from: 'district' }).reason?.code).toBe('axis/both');
    expect(hub.doc().stage).toBe('to_close');
  });

  it('keep who found a case from handling it, whatever his console let pass', () => {
    const hub = situation('sent alone');
    const finder = hub.doc().createdBy;
    hub.say(saying('roads sign', hub, 1));
    const done = { ...saying('roads done', hub, 1), by: finder };
    expect(hub.say(done).reason?.code).toBe('unit/not-yours');
    expect(hub.say({ ...done, onBehalf: 'e-water' }).reason?.code).toBe('unit/not-yours');
    expect(hub.say({ ...done, onBehalf: 'e-roads' }).outcome).toBe('applied');
  });

  it('count a word on behalf of a unit only from those who may record', () => {
    const hub = openHub();
    const finder = `unit1@${EAST}`;
    hub.say({ by: finder, kind: 'case.create', args: createArgs({ next: 'file' }) });
    hub.say(saying('dispatch roads', hub, 1));
    hub.say({ ...saying('roads sign', hub, 1), by: `unit2@${EAST}` });
    const done = { ...saying('roads done', hub, 1), by: finder, onBehalf: 'e-roads' };
    expect(hub.say(done).reason?.code).toBe('axis/reporter-handles');
    expect(hub.doc().stage).toBe('handling');
  });

  it('let a desk record for a unit, and speak in its own name only where no unit is', () => {
    const hub = situation('to_dispatch');
    const contact = saying('first contact', hub, 1);
    expect(hub.say(contact).outcome).toBe('applied');
    hub.say(saying('dispatch roads', hub, 1));
    const asked = hub.body(contact) as AnyBody;
    expect(refusalBefore(asked, { ...hub.facts(), cutOff: false })?.code).toBe('unit/not-yours');
    // The dispatch crossed with one that was acknowledged: there was no unit before its author's eyes.
    expect(hub.say(contact).outcome).toBe('applied');
    expect(hub.say({ ...contact, onBehalf: 'e-roads' }).reason).toBeNull();
    const sign = { ...saying('roads sign', hub, 1), by: `operator1@${EAST}` };
    const body = hub.body(sign) as AnyBody;
    expect(hub.say(sign).reason?.code).toBe('unit/not-yours');
    expect(unsaidUnit(body, hub.doc(), hub.facts())).toBe('e-roads');
    const own = hub.body({ ...sign, by: `unit1@${EAST}` }) as AnyBody;
    expect(unsaidUnit(own, hub.doc(), hub.facts())).toBeNull();
  });

  it('judge a lowered urgency by the case, not by what its author says it was', () => {
    const hub = situation('to_dispatch');
    const by = `operator1@${EAST}`;
    hub.say({ by, kind: 'case.urgency', args: { level: 'urgent', reason: 'x' } });
    const lower = hub.say({
      by,
      kind: 'case.urgency',
      args: { level: 'ordinary', reason: 'x', from: 'ordinary' },
    });
    expect(lower).toMatchObject({ outcome: 'refused-recorded', reason: { code: 'grant/none' } });
    expect(hub.doc().urgency).toBe('urgent');
  });

  it('are exempt for what was settled at once', () => {
    const hub = situation('to_dispatch');
    hub.say({ ...saying('dispatch roads', hub, 1), by: both });
    for (const name of ['roads sign', 'roads done', 'check passed'] as const) {
      hub.say(saying(name, hub, 1));
    }
    const decision = hub.say({
      by: both,
      kind: 'case.close',
      args: { items: [], closeKind: 'grid_autonomy', publicText: '' },
    });
    expect(decision.outcome).toBe('applied');
  });
});

describe('a decision of another than the holder', () => {
  it('becomes a proposal in the holder’s inbox', () => {
    const hub = situation('to_dispatch');
    const said = saying('dispatch roads', hub, 1);
    const decision = hub.say({ ...said, by: 'dispatcher1@district' });
    expect(decision).toMatchObject({
      outcome: 'adjusted',
      reason: { code: 'case/not-held', detail: { holder: EAST } },
    });
    expect(hub.doc().stage).toBe('to_dispatch');
    expect(Object.values(hub.doc().proposals ?? {})).toMatchObject([
      { by: 'dispatcher1@district', kind: 'case.dispatch', what: { lead: 'e-roads' } },
    ]);
    expect(decision.effects.notices).toContainEqual({
      to: `inbox:${EAST}`,
      code: 'proposed',
      rule: null,
    });
    hub.say(said);
    expect(hub.doc().stage).toBe('dispatched');
    expect(Object.keys(hub.doc().proposals ?? {})).toEqual([]);
  });

  it('stays until the holder does the same, and is marked when the round ends first', () => {
    const hub = situation('to_dispatch');
    hub.say({ ...saying('dispatch roads', hub, 1), by: 'dispatcher1@district' });
    hub.say(saying('dispatch roads and water', hub, 1));
    expect(hub.doc().stage).toBe('dispatched');
    const kept = (): unknown => Object.values(hub.doc().proposals ?? {});
    expect(kept()).toMatchObject([{ kind: 'case.dispatch', what: { units: 'e-roads' } }]);
    const rest = ['waive water', 'roads sign', 'roads done', 'check passed', 'close'] as const;
    for (const name of rest) {
      hub.say(saying(name, hub, 1));
    }
    expect(hub.doc().stage).toBe('closed');
    expect(kept()).toMatchObject([{ what: { units: 'e-roads' }, lapsed: true }]);
  });

  it('stands as caretaker’s while the street is silent, and leaves the hold', () => {
    const hub = situation('to_dispatch');
    const said = {
      ...saying('dispatch roads', hub, 1),
      by: 'dispatcher1@district',
      caretaker: true,
    } as const;
    expect(hub.say(said).outcome).toBe('adjusted');
    expect(hub.say(said, { silent: [EAST] }).outcome).toBe('applied');
    expect(hub.doc()).toMatchObject({ stage: 'dispatched', holder: EAST, caretaker: true });
  });

  it('is the district’s own on what an intake holds', () => {
    const hub = openHub();
    hub.say({ by: 'operator1@intake:1', kind: 'case.create', args: createArgs({ next: 'file' }) });
    const said = { ...saying('send west', hub, 1), from: 'district' } as never;
    expect(hub.say(said).outcome).toBe('applied');
    expect(hub.doc().holder).toBe(WEST);
  });

  it('is judged by who held the case when it was made', () => {
    const hub = situation('to_dispatch');
    const seen = hub.doc().ver;
    hub.say(saying('send west', hub, 1));
    const late = hub.say(saying('title to A', hub, 2), { seen });
    expect(late).toMatchObject({ outcome: 'applied', rule: null });
    const later = hub.say(saying('title to B', hub, 2));
    expect(later).toMatchObject({ outcome: 'adjusted', reason: { code: 'case/not-held' } });
  });
});

describe('judging a return', () => {
  it('of a unit at home elsewhere is the district’s', () => {
    const hub = situation('to_dispatch');
    hub.say({
      by: `dispatcher1@${EAST}`,
      kind: 'case.dispatch',
      args: {
        units: [{ unit: 'd-water', lead: true }],
        condition: null,
        limitNote: '',
        note: '',
        advice: null,
      },
    });
    const assignment = Object.keys(hub.doc().assignments ?? {})[0] ?? '';
    hub.say({
      by: 'unit1@unit:d-water',
      from: 'unit:d-water',
      kind: 'ask.return',
      args: { assignment, reasonCode: 'other', text: '', proposedUnit: null, proof: [] },
    });
    const judge = saying('grant the return', hub, 1);
    expect(hub.say(judge).reason?.code).toBe('grant/other-scope');
    const decision = hub.say({ ...judge, by: 'dispatcher1@district', from: 'district' });
    expect(decision.outcome).toBe('applied');
    expect(hub.doc()).toMatchObject({ stage: 'to_dispatch', holder: EAST });
  });
});
