import { describe, expect, it } from 'vitest';
import { refusalBefore } from '../decide.ts';
import { EAST } from './caseBuilders.ts';
import { saying } from './caseSayings.ts';
import { situation } from './caseSituations.ts';

const REOPEN = { kind: 'case.reopen', args: { reason: 'back again' } } as const;

describe('a closed case', () => {
  it('is opened again by the chief in a new round, with everything of the first kept', () => {
    const hub = situation('closed');
    const total = hub.doc().clocks.total;
    const decision = hub.say(saying('reopen', hub, 1));
    expect(decision.outcome).toBe('applied');
    expect(decision.effects.notices).toMatchObject([{ to: EAST, code: 'case-reopened' }]);
    expect(hub.doc()).toMatchObject({ stage: 'to_dispatch', round: 2 });
    expect(hub.doc().closedAt).toBeUndefined();
    expect(hub.doc().callbackDueAt).toBeUndefined();
    expect(Object.values(hub.doc().assignments ?? {})).toMatchObject([{ round: 1 }]);
    expect(hub.doc().clocks.total?.startedAt).toBe(hub.at());
    expect(total?.endedAt).toBeDefined();
    expect(hub.say(saying('dispatch water', hub, 2)).outcome).toBe('applied');
  });

  it('has its caller contacted anew: the contact of the first round is of that round', () => {
    const hub = situation('signed');
    for (const name of ['first contact', 'roads done', 'check passed', 'close'] as const) {
      expect(hub.say(saying(name, hub, 1)).outcome).toBe('applied');
    }
    expect(hub.doc().firstContactAt).toBeDefined();
    const begun = hub.doc().clocks.firstContact?.startedAt ?? 0;
    hub.say(saying('reopen', hub, 1));
    expect(hub.doc().firstContactAt).toBeUndefined();
    hub.say(saying('dispatch water', hub, 2));
    const again = hub.doc().clocks.firstContact;
    expect(again?.startedAt).toBeGreaterThan(begun);
    expect(again).not.toHaveProperty('endedAt');
  });

  it('is opened by whoever calls back, and by nobody who only dispatches or takes calls', () => {
    const hub = situation('closed');
    const may = (by: string): string | null =>
      refusalBefore(hub.body({ by, ...REOPEN }), { ...hub.facts(), cutOff: false })?.code ?? null;
    expect(may(`callbackClerk1@${EAST}`)).toBeNull();
    expect(may(`dispatcher1@${EAST}`)).toBe('grant/none');
    expect(may(`operator1@${EAST}`)).toBe('grant/none');
  });

  it('alone: what is open is not opened', () => {
    const hub = situation('to_close');
    const op = hub.body(saying('reopen', hub, 1));
    const refusal = refusalBefore(op as never, { ...hub.facts(), cutOff: false });
    expect(refusal?.code).toBe('case/wrong-stage');
  });
});
