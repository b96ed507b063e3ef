import { describe, expect, it } from 'vitest';
import { createArgs, EAST, type Hub, openHub } from '../case/caseBuilders.ts';
import type { ArgsOf } from '../operation/args.ts';
import type { Decision } from '../operation/decision.ts';
import type { Json } from '../../kernel/mergePatch.ts';

const dispatcher = `dispatcher@${EAST}`;

/** A case that waits for dispatch while the crew is on another one. */
function withCrewElsewhere(engaged: Json, urgency: ArgsOf['case.create']['urgency']): Hub {
  const record = { unit: 'e-crew', ver: 4, on: { other: engaged } };
  const hub = openHub('this', new Map([['unit e-crew', record]]));
  const args = createArgs({ next: 'file', urgency });
  hub.say({ by: `operator@${EAST}`, kind: 'case.create', args });
  return hub;
}

function sendCrew(hub: Hub, ...more: string[]): Decision {
  const units = ['e-crew', ...more].map((unit, index) => ({ unit, lead: index === 0 }));
  return hub.say({
    by: dispatcher,
    kind: 'case.dispatch',
    args: { units, condition: null, limitNote: '', note: '', advice: null },
  });
}

const there = { since: 1, urgency: 'urgent', assignment: 'a-1' };

describe('rule 10: a crew wanted by two cases', () => {
  it('stays where it is on its way to, even for something more urgent', () => {
    const hub = withCrewElsewhere({ ...there, step: 'left' }, 'critical');
    const decision = sendCrew(hub);
    expect(decision).toMatchObject({ outcome: 'conflict', rule: 10 });
    expect(decision.effects.followUps).toEqual([]);
    expect(hub.doc()).toMatchObject({
      stage: 'to_dispatch',
      unitLost: { unit: 'e-crew', to: 'other' },
    });
    expect(Object.values(hub.doc().conflicts ?? {})).toMatchObject([
      { rule: 10, default: 'other_case', owner: EAST },
    ]);
    expect(hub.record('unit', 'e-crew')?.on).toEqual({ other: { ...there, step: 'left' } });
    expect(decision.effects.notices).toContainEqual({
      to: `inbox:${EAST}`,
      code: 'unit-lost',
      rule: 10,
    });
  });

  it('goes to the more urgent case, and the other hears of it by an operation of the program', () => {
    const hub = withCrewElsewhere(there, 'critical');
    const decision = sendCrew(hub);
    expect(decision).toMatchObject({ outcome: 'applied', rule: 10 });
    expect(hub.doc().stage).toBe('dispatched');
    expect(hub.record('unit', 'e-crew')).toMatchObject({
      ver: 5,
      on: { this: { urgency: 'critical' } },
    });
    expect(hub.record('unit', 'e-crew')?.on['other']).toBeUndefined();
    expect(decision.effects.followUps).toEqual([
      {
        kind: 'assign.recall',
        caseId: 'other',
        args: { assignment: 'a-1', reason: 'unit_lost', lostTo: 'this' },
      },
    ]);
  });

  it.each(['urgent', 'ordinary'] as const)(
    'stays with the first when the second is %s',
    (urgency) => {
      const hub = withCrewElsewhere(there, urgency);
      expect(sendCrew(hub).outcome).toBe('conflict');
      expect(hub.doc().assignments).toBeUndefined();
    },
  );

  it('lets the others of the dispatch go, one of them leading', () => {
    const hub = withCrewElsewhere(there, 'ordinary');
    sendCrew(hub, 'e-roads');
    expect(hub.doc().stage).toBe('dispatched');
    expect(Object.values(hub.doc().assignments ?? {})).toMatchObject([
      { unit: 'e-roads', lead: true },
    ]);
  });

  it('recalls it from the case that loses and raises that to a person', () => {
    const hub = openHub('this');
    hub.say({ by: `operator@${EAST}`, kind: 'case.create', args: createArgs({ next: 'file' }) });
    sendCrew(hub);
    const assignment = Object.keys(hub.doc().assignments ?? {})[0] ?? '';
    const decision = hub.say({
      by: 'program',
      from: 'district',
      kind: 'assign.recall',
      args: { assignment, reason: 'unit_lost', lostTo: 'other' },
    });
    expect(decision).toMatchObject({ outcome: 'conflict', rule: 10 });
    expect(hub.doc()).toMatchObject({
      stage: 'to_dispatch',
      unitLost: { unit: 'e-crew', to: 'other' },
    });
    const conflict = Object.values(hub.doc().conflicts ?? {})[0];
    const resolved = hub.say({
      by: dispatcher,
      kind: 'conflict.resolve',
      args: { conflict: conflict?.id ?? '', option: 'this_case', note: '' },
    });
    expect(resolved.outcome).toBe('applied');
    expect(hub.doc().stage).toBe('dispatched');
    expect(hub.doc().unitLost).toBeUndefined();
  });

  it('taking it back recalls it from the case that had won', () => {
    const hub = withCrewElsewhere(there, 'ordinary');
    sendCrew(hub);
    const conflict = Object.values(hub.doc().conflicts ?? {})[0];
    const resolved = hub.say({
      by: dispatcher,
      kind: 'conflict.resolve',
      args: { conflict: conflict?.id ?? '', option: 'this_case', note: '' },
    });
    expect(resolved.effects.followUps).toMatchObject([
      { caseId: 'other', args: { assignment: 'a-1' } },
    ]);
    expect(hub.doc().stage).toBe('dispatched');
  });

  it('is released when it is done, and its record follows its steps', () => {
    const hub = openHub('this');
    hub.say({ by: `operator@${EAST}`, kind: 'case.create', args: createArgs({ next: 'file' }) });
    sendCrew(hub);
    const assignment = Object.keys(hub.doc().assignments ?? {})[0] ?? '';
    const by = `unit@${EAST}`;
    hub.say({ by, kind: 'assign.sign', args: { assignment, at: hub.at() } });
    const at = hub.at();
    hub.say({
      by,
      kind: 'assign.respond',
      args: { assignment, step: 'left', at, person: 'A', point: null },
    });
    expect(hub.record('unit', 'e-crew')?.on['this']).toMatchObject({ step: 'left', assignment });
    const versions = hub.record('unit', 'e-crew')?.ver;
    hub.say({
      by,
      kind: 'assign.done',
      args: {
        assignment,
        result: '',
        measures: '',
        basis: '',
        solved: true,
        metCaller: null,
        photosAfter: [],
      },
    });
    expect(hub.record('unit', 'e-crew')).toEqual({
      unit: 'e-crew',
      ver: (versions ?? 0) + 1,
      on: {},
    });
  });
});
