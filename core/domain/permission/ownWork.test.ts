import { describe, expect, it } from 'vitest';
import { createArgs, EAST, type Hub, openHub, WEST } from '../case/caseBuilders.ts';
import { saying } from '../case/caseSayings.ts';
import { situation } from '../case/caseSituations.ts';

const NOTE = { text: 'x', public: false } as const;
const REPORT = { pass: true, note: 'x', photos: [], point: null } as const;
const TRY = { attempt: 1, at: 0, reached: true, solved: true, satisfied: 5, reason: '' } as const;

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

  it('are kept in a restored district by whoever’s work it was, whatever version he counts, and by nobody else', () => {
    const note = { kind: 'case.note', args: { text: 'x', public: false } } as const;
    const known = { isHistoryDoubted: true };
    const sent = situation('sent alone');
    sent.say(saying('recall roads', sent, 1));
    expect(sent.say({ ...note, by: `unit1@${EAST}` }).reason?.code).toBe('grant/other-scope');
    expect(sent.say({ ...note, by: `unit1@${EAST}` }, { known }).outcome).toBe('applied');
    const stranger = { ...note, by: 'unit1@unit:e-water', from: EAST } as const;
    expect(sent.say(stranger, { known }).reason?.code).toBe('grant/other-scope');
    for (const by of [`inspector1@${EAST}`, `callbackClerk1@${EAST}`]) {
      expect(sent.say({ ...note, by }, { known }).reason?.code).toBe('grant/other-scope');
    }
  });

  it('are kept by an inspector who had not seen that another was sent, or that the case went back', () => {
    const hub = situation('handled');
    const order = (inspector: string): void => {
      const { by, kind } = saying('order a check', hub, 1);
      hub.say({ by, kind, args: { inspector } });
    };
    const [one, two] = [`inspector1@${EAST}`, `inspector2@${EAST}`];
    const report = { kind: 'verify.report', args: REPORT } as const;
    order(one);
    const seen = hub.doc().ver;
    order(two);
    expect(hub.say({ ...report, by: one }).reason?.code).toBe('grant/other-scope');
    expect(hub.say({ ...report, by: one }, { seen }).outcome).toBe('applied');
    hub.say({ ...report, by: two });
    const failed = situation('handled');
    failed.say(saying('order a check', failed, 1));
    const ordered = failed.doc().ver;
    failed.say(saying('check failed', failed, 2));
    expect(failed.doc().verifyOrdered).toBeUndefined();
    const late = failed.say({ ...report, by: one }, { seen: ordered });
    expect(late.outcome).toBe('conflict');
    expect(late.rule).toBe(24);
  });

  it('are kept by a call-back clerk whose caller was due until the case was opened again', () => {
    const hub = situation('closed');
    const seen = hub.doc().ver;
    hub.say(saying('call back, unsolved', hub, 1));
    expect(hub.doc().callbackDueAt).toBeUndefined();
    const said = { ...saying('call back, content', hub, 2), by: `callbackClerk2@${EAST}` };
    expect(hub.say(said).reason?.code).toBe('grant/other-scope');
    expect(hub.say(said, { seen }).outcome).toBe('adjusted');
  });

  it.each([
    ['inspector1', 'case.note', NOTE],
    ['inspector1', 'verify.report', REPORT],
    ['callbackClerk1', 'case.note', NOTE],
    ['callbackClerk1', 'callback.try', TRY],
    ['unit1', 'case.note', NOTE],
  ] as const)('are not won by %s with an old base for %s', (role, kind, args) => {
    const act = { kind, args, by: `${role}@${role === 'unit1' ? WEST : EAST}` } as never;
    for (let seen = 0; seen <= situation('handled').doc().ver; seen += 1) {
      const hub = situation('handled');
      expect(hub.say(act, { seen }).outcome, String(seen)).toBe('refused-recorded');
      expect(hub.doc().stage).toBe('handled');
    }
  });

  it('are not given back by an act of somebody else that was refused', () => {
    const hub = situation('handled');
    hub.say(saying('order a check', hub, 1));
    const passed = { kind: 'verify.report', args: REPORT } as const;
    const order = saying('order a check', hub, 1);
    const inspector = `inspector2@${EAST}`;
    hub.say({ by: order.by, kind: 'verify.order', args: { inspector } });
    const seen = hub.doc().ver;
    hub.say({ ...passed, by: `inspector3@${EAST}` });
    expect(hub.log().at(-1)?.outcome).toBe('refused-recorded');
    const old = hub.say({ ...passed, by: `inspector1@${EAST}` }, { seen });
    expect(old.reason?.code).toBe('grant/other-scope');
  });
});
