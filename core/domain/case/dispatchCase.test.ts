import { describe, expect, it } from 'vitest';
import { EAST, START, openHub, createArgs } from './caseBuilders.ts';
import { HOUR_MS, MINUTE_MS } from '../../kernel/time.ts';
import { saying } from './caseSayings.ts';
import { situation } from './caseSituations.ts';

describe('a dispatch', () => {
  it('offers the case, ends the dispatch clock and starts those of the unit', () => {
    const hub = situation('to_dispatch');
    hub.say(saying('dispatch roads and water', hub, 1));
    const { clocks, ...doc } = hub.doc();
    expect(doc).toMatchObject({ stage: 'dispatched', handOuts: 1, condition: 'c-deep' });
    expect(Object.values(doc.assignments ?? {})).toMatchObject([
      { unit: 'e-roads', lead: true, state: 'offered', round: 1, offeredAt: hub.at() },
      { unit: 'e-water', lead: false, state: 'offered', round: 1 },
    ]);
    expect(clocks.dispatch?.endedAt).toBe(hub.at());
    expect(clocks.sign).toMatchObject({ dueAt: hub.at() + 2 * HOUR_MS });
    expect(clocks.firstContact).toMatchObject({ dueAt: hub.at() + 4 * HOUR_MS });
    expect(clocks.handle).toMatchObject({
      dueAt: hub.at() + 4 * HOUR_MS,
      limitText: '4 work_hour',
    });
    expect(doc.axis).toEqual({
      supervision: { [`dutyChief3@${EAST}`]: true },
      command: { [`dispatcher1@${EAST}`]: true },
    });
  });

  it('gives what cannot wait minutes to be signed', () => {
    const hub = situation('urgent');
    hub.say(saying('file as deep', hub, 1));
    hub.say(saying('dispatch roads', hub, 1));
    expect(hub.doc().clocks.sign?.dueAt).toBe(hub.at() + 10 * MINUTE_MS);
  });

  it('lets a unit with a console read, and stop reading when it is recalled', () => {
    const hub = situation('to_dispatch');
    hub.say(saying('dispatch green', hub, 1));
    expect(hub.doc().members['unit:e-green']).toBe(true);
    const assignment = Object.keys(hub.doc().assignments ?? {})[0] ?? '';
    hub.say({ by: `dispatcher1@${EAST}`, kind: 'assign.recall', args: { assignment, reason: '' } });
    expect(hub.doc().members['unit:e-green']).toBeUndefined();
    expect(hub.doc().left?.['unit:e-green']).toBe(hub.at());
    expect(hub.doc()).toMatchObject({ stage: 'to_dispatch' });
    hub.say(saying('dispatch green', hub, 1));
    expect(hub.doc().members['unit:e-green']).toBe(true);
    expect(hub.doc().left?.['unit:e-green']).toBeUndefined();
  });

  it.each([
    [
      'two leads',
      [
        { unit: 'e-roads', lead: true },
        { unit: 'e-water', lead: true },
      ],
      'unit/no-lead',
    ],
    ['no lead', [{ unit: 'e-roads', lead: false }], 'unit/no-lead'],
    ['an unknown unit', [{ unit: 'x', lead: true }], 'unit/not-found'],
    [
      'a unit twice',
      [
        { unit: 'e-roads', lead: true },
        { unit: 'e-roads', lead: false },
      ],
      'unit/already-on-case',
    ],
  ])('with %s does not fit', (_what, units, code) => {
    const hub = situation('to_dispatch');
    const decision = hub.say({
      by: `dispatcher1@${EAST}`,
      kind: 'case.dispatch',
      args: { units, condition: null, limitNote: '', note: '', advice: null },
    });
    expect(decision.reason?.code).toBe(code);
    expect(hub.doc().stage).toBe('to_dispatch');
  });
});

describe('a dispatch taken back', () => {
  it('before anyone signed leaves every clock as it was before the dispatch', () => {
    const hub = situation('to_dispatch');
    const { clocks } = hub.doc();
    hub.say(saying('dispatch roads', hub, 1));
    expect(hub.doc().clocks).not.toEqual(clocks);
    hub.say(saying('recall roads', hub, 1));
    expect(hub.doc()).toMatchObject({ stage: 'to_dispatch' });
    expect(hub.doc().clocks).toEqual(clocks);
    hub.say(saying('dispatch water', hub, 1));
    expect(hub.doc().clocks.dispatch).toEqual({ ...clocks.dispatch, endedAt: hub.at() });
    expect(hub.doc().clocks.handle?.startedAt).toBe(hub.at());
  });

  it('counts as one when several units are recalled one after the other', () => {
    const hub = situation('to_dispatch');
    const { clocks } = hub.doc();
    hub.say(saying('dispatch roads and water', hub, 1));
    hub.say(saying('recall roads', hub, 1));
    hub.say(saying('recall water', hub, 1));
    expect(hub.doc().clocks).toEqual(clocks);
  });

  it('keeps what ran out meanwhile', () => {
    const hub = situation('sent alone');
    const at = hub.at() + 3 * HOUR_MS;
    hub.say(saying('recall roads', hub, 1), { at });
    expect(hub.doc().clocks).toMatchObject({ sign: { endedAt: at } });
    expect(Object.keys(hub.doc().clocks).sort()).toEqual(['dispatch', 'sign', 'total']);
    expect(hub.doc().clocks.dispatch?.endedAt).toBeUndefined();
  });

  it('after a unit had signed gives the dispatcher his time anew', () => {
    const hub = situation('signed');
    const { sign } = hub.doc().clocks;
    hub.say(saying('recall roads', hub, 1));
    expect(hub.doc().clocks).toMatchObject({ sign, handle: { endedAt: hub.at() } });
    const again = { startedAt: hub.at(), dueAt: hub.at() + HOUR_MS, limitText: '1 urgent_hour' };
    expect(hub.doc().clocks.dispatch).toEqual(again);
    hub.say(saying('dispatch water', hub, 1));
    hub.say(saying('recall water', hub, 1));
    expect(hub.doc().clocks.dispatch).toEqual(again);
  });
});

describe('work that was done although the unit was recalled', () => {
  it.each(['sent alone', 'signed'] as const)('ends every clock of the turn (%s)', (before) => {
    const hub = situation(before);
    const seen = hub.doc().ver;
    const { sign, handle } = hub.doc().clocks;
    const done = saying('roads done', hub, 1);
    hub.say(saying('recall roads', hub, 1));
    expect(hub.doc().clocks.dispatch?.endedAt).toBeUndefined();
    hub.say(done, { seen });
    expect(hub.doc().stage).toBe('handled');
    expect(hub.doc().clocks).toMatchObject({
      dispatch: { endedAt: hub.at() },
      sign: { startedAt: sign?.startedAt, dueAt: sign?.dueAt },
      handle: { startedAt: handle?.startedAt, dueAt: handle?.dueAt },
    });
    const ended = ['dispatch', 'sign', 'handle'] as const;
    for (const name of ended) expect(hub.doc().clocks[name]?.endedAt).toBeDefined();
  });
});

describe('the lead', () => {
  it('passes to the unit that was offered first when it is recalled', () => {
    const hub = situation('dispatched');
    hub.say(saying('add green', hub, 1));
    hub.say(saying('recall roads', hub, 1));
    const units = Object.values(hub.doc().assignments ?? {});
    expect(units.map((one) => [one.unit, one.state, one.lead])).toEqual([
      ['e-roads', 'recalled', true],
      ['e-water', 'offered', true],
      ['e-green', 'offered', false],
    ]);
    expect(hub.doc().stage).toBe('dispatched');
  });

  it('being done is not enough while another works; waived others do not count', () => {
    const hub = situation('handling');
    hub.say(saying('roads done', hub, 1));
    expect(hub.doc().stage).toBe('handling');
    expect(hub.doc().clocks.handle?.endedAt).toBeUndefined();
    hub.say(saying('waive water', hub, 1));
    expect(hub.doc().stage).toBe('handled');
    expect(hub.doc().clocks.handle?.endedAt).toBe(hub.at());
  });

  it('cannot be waived', () => {
    const hub = situation('handling');
    const lead = Object.values(hub.doc().assignments ?? {}).find((one) => one.lead);
    const decision = hub.say({
      by: `dispatcher1@${EAST}`,
      kind: 'assign.waive',
      args: { assignment: lead?.id ?? '', reason: '' },
    });
    expect(decision).toMatchObject({ reason: { code: 'assignment/wrong-state' } });
  });
});

describe('facts of a unit', () => {
  it('happen when they are decided if the unit writes them itself, whatever its clock says', () => {
    const hub = situation('sent alone');
    const said = saying('roads sign', hub, 1);
    if (said.kind !== 'assign.sign') throw new Error('another saying');
    hub.say({ ...said, args: { ...said.args, at: START - HOUR_MS * 9_000 } });
    expect(Object.values(hub.doc().assignments ?? {})[0]?.signedAt).toBe(hub.at());
    expect(hub.doc().clocks.sign?.endedAt).toBe(hub.at());
  });

  it('told by phone happened when they were said to, not before the offer and not in the future', () => {
    const told = (at: number): number | undefined => {
      const hub = situation('sent alone');
      const assignment = Object.values(hub.doc().assignments ?? {})[0];
      hub.say({
        by: `operator1@${EAST}`,
        onBehalf: 'e-roads',
        how: 'phone',
        kind: 'assign.sign',
        args: { assignment: assignment?.id ?? '', at: (assignment?.offeredAt ?? 0) + at },
      });
      const signedAt = Object.values(hub.doc().assignments ?? {})[0]?.signedAt ?? 0;
      return signedAt - (assignment?.offeredAt ?? 0);
    };
    expect(told(30_000)).toBe(30_000);
    expect(told(-HOUR_MS)).toBe(0);
    expect(told(HOUR_MS)).toBe(60_000);
  });

  it('count the first contact once', () => {
    const hub = situation('signed');
    hub.say(saying('roads contact', hub, 1));
    const first = hub.doc().firstContactAt;
    expect(first).toBe(hub.at());
    hub.say(saying('first contact', hub, 1));
    expect(hub.doc().firstContactAt).toBe(first);
    expect(hub.doc().clocks.firstContact?.endedAt).toBe(first);
  });

  it('a contact that failed stops no clock', () => {
    const hub = situation('signed');
    hub.say({
      by: `unit1@${EAST}`,
      kind: 'contact.first',
      args: { at: hub.at(), person: 'A', how: 'phone', result: '', whyNot: 'nobody answered' },
    });
    expect(hub.doc().firstContactAt).toBeUndefined();
  });
});

describe('a line that was cut', () => {
  const sign = (made: number, received: number): boolean | undefined => {
    const hub = situation('sent alone');
    const at = hub.at() + made;
    hub.say(saying('roads sign', hub, 1), { at, receivedAt: hub.at() + received });
    return hub.doc().lateDueToSync;
  };

  it('is named where a limit ran out only because of it', () => {
    expect(sign(HOUR_MS, 3 * HOUR_MS)).toBe(true);
    expect(sign(HOUR_MS, HOUR_MS + 1_000)).toBeUndefined();
    expect(sign(3 * HOUR_MS, 4 * HOUR_MS)).toBeUndefined();
  });
});

describe('sending', () => {
  it('moves the hold, and who ceases to be a member is remembered', () => {
    const hub = openHub();
    const place = { ...createArgs().place, street: '110101002', cell: null };
    hub.say({ by: `operator1@${EAST}`, kind: 'case.create', args: createArgs({ place }) });
    const decision = hub.say(saying('send west', hub, 1));
    expect(decision.outcome).toBe('applied');
    expect(hub.doc().holder).toBe('street:110101002');
    expect(hub.doc().members).toEqual({ district: true, 'street:110101002': true });
    expect(hub.doc().left).toEqual({ [EAST]: hub.at() });
    const late = hub.say(saying('note', hub, 1));
    expect(late.outcome).toBe('applied');
  });
});
