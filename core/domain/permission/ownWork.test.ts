import { describe, expect, it } from 'vitest';
import { createArgs, EAST, type Hub, openHub } from '../case/caseBuilders.ts';
import { saying } from '../case/caseSayings.ts';
import { situation } from '../case/caseSituations.ts';

describe('[I-24] rights', () => {
  it('to write end where those to read end, for a unit, an inspector and a call-back clerk', () => {
    const file = { sha256: 'f'.repeat(64), name: 'x', bytes: 1, use: 'near' } as const;
    const acts = [
      { kind: 'case.note', args: { text: 'x', public: false } },
      { kind: 'case.tag', args: { add: ['t'], remove: [] } },
      { kind: 'case.attach', args: { ...file, takenAt: null, point: null } },
      { kind: 'case.urgency', args: { level: 'critical', reason: 'x' } },
    ] as const;
    const judged = (hub: Hub, by: string): string[] =>
      acts.map((act) => {
        const { outcome, reason } = hub.say({ ...act, by });
        return reason?.code ?? outcome;
      });
    const refused = acts.map(() => 'grant/other-scope');
    const taken = acts.map(() => 'applied');
    const handled = situation('handled');
    const inspector = `inspector1@${EAST}`;
    expect(judged(handled, inspector)).toEqual(refused);
    expect(judged(handled, `callbackClerk1@${EAST}`)).toEqual(refused);
    handled.say(saying('order a check', handled, 1));
    expect(judged(handled, inspector)).toEqual(taken);
    expect(judged(handled, `inspector2@${EAST}`)).toEqual(refused);
    const sent = situation('sent alone');
    expect(judged(sent, `unit1@${EAST}`)).toEqual(taken);
    sent.say(saying('recall roads', sent, 1));
    expect(judged(sent, `unit1@${EAST}`)).toEqual(refused);
    const found = openHub();
    found.say({ by: inspector, kind: 'case.create', args: createArgs() });
    expect(judged(found, inspector)).toEqual(taken);
    expect(judged(found, `inspector2@${EAST}`)).toEqual(refused);
  });

  it('are kept by whoever had not seen that his work was taken from him', () => {
    const note = { kind: 'case.note', args: { text: 'x', public: false } } as const;
    const sent = situation('sent alone');
    const seen = sent.doc().ver;
    sent.say(saying('recall roads', sent, 1));
    expect(sent.say({ ...note, by: `unit1@${EAST}` }, { seen }).outcome).toBe('applied');
    const closed = situation('closed');
    const waiting = closed.doc().ver;
    closed.say(saying('call back, content', closed, 1));
    const other = { ...note, by: `callbackClerk2@${EAST}` };
    expect(closed.say(other, { seen: waiting }).outcome).toBe('applied');
    expect(closed.say(other).reason?.code).toBe('grant/other-scope');
  });
});
