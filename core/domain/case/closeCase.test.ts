import { describe, expect, it } from 'vitest';
import { createArgs, EAST, openHub } from './caseBuilders.ts';
import { DAY_MS } from '../../kernel/time.ts';
import { saying } from './caseSayings.ts';
import { situation } from './caseSituations.ts';

describe('closing', () => {
  it('ends all clocks and makes the call-back due', () => {
    const hub = situation('to_close');
    hub.say(saying('close', hub, 1));
    const doc = hub.doc();
    expect(doc).toMatchObject({
      stage: 'closed',
      closedAt: hub.at(),
      closedBy: `dutyChief1@${EAST}`,
      publicText: 'Done.',
      callbackDueAt: hub.at() + DAY_MS,
    });
    for (const clock of Object.values(doc.clocks)) expect(clock.endedAt).toBeDefined();
  });

  it('straight from handled where the matter needs no check, else not', () => {
    const free = situation('handled', 'm-tree');
    expect(free.say(saying('close', free, 1)).outcome).toBe('applied');
    const bound = situation('handled');
    const decision = bound.say(saying('close', bound, 1));
    expect(decision).toMatchObject({ outcome: 'conflict', rule: 37 });
    expect(decision.reason?.code).toBe('case/wrong-stage');
    expect(bound.doc().stage).toBe('handled');
  });

  it('by a street leads to the district where the district closes', () => {
    const hub = openHub();
    const externalNo = [{ system: 'city', no: '5', dueAt: null }];
    hub.say({
      by: `dutyChief3@${EAST}`,
      kind: 'case.create',
      args: createArgs({ matter: 'm-tree', next: 'file', externalNo }),
    });
    for (const name of ['dispatch roads', 'roads sign', 'roads done', 'close'] as const) {
      expect(hub.say(saying(name, hub, 1)).outcome).toBe('applied');
    }
    expect(hub.doc().stage).toBe('to_close');
    const again = hub.say(saying('close', hub, 2));
    expect(again.reason?.code).toBe('case/needs-district');
    const street = hub.say({ ...saying('close', hub, 2), from: 'district' } as never);
    expect(street).toMatchObject({
      outcome: 'refused-recorded',
      reason: { code: 'grant/other-scope' },
    });
    const district = hub.say({
      by: 'dutyChief9@district',
      kind: 'case.close',
      args: { items: [], closeKind: 'department', publicText: 'Done.' },
    });
    expect(district.outcome).toBe('applied');
    expect(hub.doc().stage).toBe('closed');
  });

  it('a failed check is rework: the same unit is proposed, nobody is left at work', () => {
    const hub = situation('handled');
    hub.say(saying('check failed', hub, 1));
    expect(hub.doc()).toMatchObject({
      stage: 'to_dispatch',
      rework: 1,
      proposedUnit: 'e-roads',
      round: 1,
    });
    hub.say(saying('dispatch roads', hub, 1));
    expect(hub.doc().stage).toBe('dispatched');
    expect(hub.doc().proposedUnit).toBeUndefined();
  });
});

describe('calling back', () => {
  it('content ends it', () => {
    const hub = situation('closed');
    hub.say(saying('call back, content', hub, 1));
    expect(hub.doc()).toMatchObject({ stage: 'closed', callbackDone: 'reached' });
    expect(hub.doc().callbacks).toMatchObject({ '1-1': { reached: true, satisfied: 5 } });
    const late = hub.say(saying('call back, content', hub, 2));
    expect(late).toMatchObject({ outcome: 'adjusted', reason: { code: 'callback/not-due' } });
    // It waits for nobody any more: to another clerk it is a case like any other.
    const clerk = { ...saying('call back, content', hub, 2), by: `callbackClerk1@${EAST}` };
    expect(hub.say(clerk).reason?.code).toBe('grant/other-scope');
  });

  it('unsolved opens a new round with fresh clocks and axes, and keeps the old', () => {
    const hub = situation('closed');
    hub.say(saying('call back, unsolved', hub, 1));
    const doc = hub.doc();
    expect(doc).toMatchObject({ stage: 'to_dispatch', round: 2 });
    expect(doc.closedAt).toBeUndefined();
    expect(doc.callbackDueAt).toBeUndefined();
    expect(doc.axis).toBeUndefined();
    expect(doc.clocks.total).toMatchObject({ startedAt: hub.at() });
    expect(doc.clocks.total?.endedAt).toBeUndefined();
    expect(Object.values(doc.assignments ?? {})).toMatchObject([{ round: 1, state: 'done' }]);
    hub.say(saying('dispatch roads', hub, 1));
    expect(hub.doc().stage).toBe('dispatched');
  });

  it('solved but dissatisfied opens a new round, too', () => {
    const hub = situation('closed');
    const attempt = (satisfied: 2 | 3) =>
      ({
        by: `callbackClerk1@${EAST}`,
        kind: 'callback.try',
        args: { attempt: 1, at: 0, reached: true, solved: true, satisfied, reason: '' },
      }) as const;
    hub.say(attempt(2));
    expect(hub.doc()).toMatchObject({ stage: 'to_dispatch', round: 2 });
    const content = situation('closed');
    content.say(attempt(3));
    expect(content.doc()).toMatchObject({ stage: 'closed', callbackDone: 'reached' });
  });

  it('gives up after the third attempt', () => {
    const hub = situation('closed');
    for (const attempt of [1, 2, 3] as const) {
      hub.say({
        by: `callbackClerk1@${EAST}`,
        kind: 'callback.try',
        args: { attempt, at: hub.at(), reached: false, solved: null, satisfied: null, reason: '' },
      });
      expect(hub.doc().callbackDone).toBe(attempt === 3 ? 'gave_up' : undefined);
    }
  });

  it('reached needs a result, and an attempt is taken once', () => {
    const hub = situation('closed');
    const attempt = {
      by: `callbackClerk1@${EAST}`,
      kind: 'callback.try',
      args: { attempt: 1, at: 0, reached: true, solved: null, satisfied: null, reason: '' },
    } as const;
    expect(hub.say(attempt).reason?.code).toBe('callback/needs-result');
    hub.say(saying('call back, not reached', hub, 1));
    const twice = hub.say(saying('call back, not reached', hub, 2));
    expect(twice.reason?.code).toBe('callback/attempt-taken');
  });

  it('is not due without a caller', () => {
    const hub = openHub();
    hub.say({
      by: `dutyChief3@${EAST}`,
      kind: 'case.create',
      args: createArgs({ matter: 'm-tree', next: 'file', caller: null }),
    });
    for (const name of ['dispatch roads', 'roads sign', 'roads done', 'close'] as const) {
      hub.say(saying(name, hub, 1));
    }
    expect(hub.doc().stage).toBe('closed');
    expect(hub.doc().callbackDueAt).toBeUndefined();
    expect(hub.doc().clocks.firstContact).toBeUndefined();
  });
});
