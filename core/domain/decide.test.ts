import { describe, expect, it } from 'vitest';
import { CASE_ID, createArgs, EAST, openHub } from './case/caseBuilders.ts';

const operator = `operator@${EAST}`;
const dispatcher = `dispatcher@${EAST}`;
const chief = `dutyChief@${EAST}`;
const unit = `unit@${EAST}`;
const inspector = `inspector@${EAST}`;

describe('a case from the call to the call-back', () => {
  it('goes through every stage, its version raised by one each time', () => {
    const hub = openHub();
    const stages: string[] = [];
    const step = (saying: Parameters<typeof hub.say>[0]): void => {
      const decision = hub.say(saying);
      expect(decision).toMatchObject({ outcome: 'applied', rule: null, reason: null });
      stages.push(hub.doc().stage);
      expect(hub.doc().ver).toBe(stages.length);
    };
    step({ by: operator, kind: 'case.create', args: createArgs({ next: 'file' }) });
    step({
      by: dispatcher,
      kind: 'case.dispatch',
      args: {
        units: [{ unit: 'e-roads', lead: true }],
        condition: 'c-deep',
        limitNote: '',
        note: '',
        advice: null,
      },
    });
    const assignment = Object.keys(hub.doc().assignments ?? {})[0] ?? '';
    step({ by: unit, kind: 'assign.sign', args: { assignment, at: hub.at() } });
    step({
      by: unit,
      kind: 'assign.done',
      args: {
        assignment,
        result: 'filled',
        measures: 'asphalt',
        basis: '',
        solved: true,
        metCaller: true,
        photosAfter: [],
      },
    });
    step({ by: chief, kind: 'verify.order', args: { inspector } });
    step({
      by: inspector,
      kind: 'verify.report',
      args: { pass: true, note: 'level', photos: [], point: null },
    });
    step({
      by: chief,
      kind: 'case.close',
      args: { items: ['result'], closeKind: 'sub_dispatched', publicText: 'The hole was filled.' },
    });
    step({
      by: operator,
      kind: 'callback.try',
      args: { attempt: 1, at: hub.at(), reached: true, solved: true, satisfied: 5, reason: '' },
    });
    expect(stages).toEqual([
      'to_dispatch',
      'dispatched',
      'handling',
      'handled',
      'handled',
      'to_close',
      'closed',
      'closed',
    ]);
    expect(hub.doc()).toMatchObject({
      caseId: CASE_ID,
      callbackDone: 'reached',
      closeKind: 'sub_dispatched',
    });
    for (const clock of Object.values(hub.doc().clocks)) expect(clock.endedAt).toBeTypeOf('number');
  });
});
