import { describe, expect, it } from 'vitest';
import { createArgs, EAST, openHub, START } from './caseBuilders.ts';
import type { ArgsOf } from '../operation/args.ts';

const operator = `operator@${EAST}`;
const chief = `dutyChief@${EAST}`;

function created(more: Partial<ArgsOf['case.create']>, by: string = operator) {
  const hub = openHub();
  const decision = hub.say({ by, kind: 'case.create', args: createArgs(more) });
  return { hub, decision, doc: hub.doc() };
}

describe('case.create', () => {
  it('holds the case where it was made and lets the district and the street of the place read', () => {
    const { doc, decision } = created({});
    expect(decision.outcome).toBe('applied');
    expect(doc).toMatchObject({
      ver: 1,
      stage: 'reported',
      holder: EAST,
      round: 1,
      createdBy: operator,
    });
    expect(doc.members).toEqual({ district: true, [EAST]: true });
    expect(doc.clocks.dispatch).toMatchObject({ startedAt: START + 60_000 });
    expect(doc.clocks.total?.limitText).toBe('2 work_day');
  });

  it('keeps its number, or stands without one where the district does not believe it', () => {
    expect(created({}).doc.caseNo).toBe('DZM261121-0009');
    const reason = { code: 'number/taken', detail: { caseNo: 'DZM261121-0009' } } as const;
    const known = { numberDoubt: reason };
    const hub = openHub();
    const said = { by: operator, kind: 'case.create', args: createArgs() } as const;
    const doubted = hub.say(said, { known });
    expect(doubted).toMatchObject({ outcome: 'adjusted', reason });
    expect(doubted.effects.notices).toEqual([
      { to: operator, code: 'number-replaced', rule: null },
    ]);
    expect(hub.doc()).toMatchObject({ ver: 1, stage: 'reported' });
    expect(hub.doc()).not.toHaveProperty('caseNo');
    // Nothing is doubted where nothing was said.
    const none = { ...said, args: createArgs({ caseNo: null }) };
    expect(openHub().say(none, { known }).outcome).toBe('applied');
  });

  it('gets the number that follows, once, from the program alone', () => {
    const hub = openHub();
    hub.say({ by: operator, kind: 'case.create', args: createArgs({ caseNo: null }) });
    const give = (caseNo: string, by = 'program') =>
      hub.say({ by, kind: 'case.number', args: { caseNo } });
    expect(give('DC261121-4001', chief).outcome).toBe('refused-recorded');
    const given = give('DC261121-4001');
    expect(given.outcome).toBe('applied');
    expect(given.effects.notices).toEqual([{ to: operator, code: 'number-given', rule: null }]);
    expect(give('DC261121-4002')).toMatchObject({
      outcome: 'noop',
      reason: { code: 'number/has-one' },
    });
    expect(hub.doc()).toMatchObject({ caseNo: 'DC261121-4001', ver: 4 });
  });

  it('is read by the street of the place, too, when an intake made it', () => {
    const hub = openHub();
    hub.say({ by: 'operator@intake:2', kind: 'case.create', args: createArgs() });
    expect(hub.doc().holder).toBe('intake:2');
    expect(hub.doc().members).toEqual({ district: true, 'intake:2': true, [EAST]: true });
  });

  it('made by a unit is held by its home', () => {
    const hub = openHub();
    hub.say({ by: 'unit@unit:e-green', kind: 'case.create', args: createArgs() });
    expect(hub.doc().holder).toBe(EAST);
  });

  it('files at once where the matter files automatically, without marking anyone', () => {
    const { doc } = created({ next: 'file', condition: 'c-deep' });
    expect(doc).toMatchObject({ stage: 'to_dispatch', condition: 'c-deep' });
    expect(doc.axis).toBeUndefined();
    expect(doc.clocks.total?.limitText).toBe('4 work_hour');
  });

  it('files at once by the duty chief, who then stands on the supervision axis', () => {
    const { doc } = created({ next: 'file', matter: 'm-tree' }, chief);
    expect(doc.stage).toBe('to_dispatch');
    expect(doc.axis).toEqual({ supervision: { [chief]: true } });
  });

  it('waits in the queue where nobody could file it: the call is not lost', () => {
    const { doc, decision } = created({ next: 'file', matter: 'm-tree' });
    expect(doc.stage).toBe('reported');
    expect(decision).toMatchObject({
      outcome: 'adjusted',
      reason: { code: 'case/needs-condition' },
    });
    expect(created({ next: 'file', matter: null }).doc.stage).toBe('reported');
  });

  it.each([
    ['answer', 'answered_at_once'],
    ['selfHandled', 'self_handled'],
  ] as const)('%s closes it at once', (next, closeKind) => {
    const { doc } = created({ next, answer: 'From 9 to 5.' });
    expect(doc).toMatchObject({
      stage: 'closed',
      closeKind,
      answer: 'From 9 to 5.',
      closedBy: operator,
    });
    expect(doc.clocks.total?.endedAt).toBe(doc.closedAt);
    expect(doc.callbackDueAt).toBeUndefined();
  });

  it('keeps what is unknown absent and not null', () => {
    const place = { ...createArgs().place, point: null, cell: null, street: null };
    const { doc } = created({ place, caller: null, matter: null, caseNo: null });
    expect(JSON.stringify(doc)).not.toContain('null');
    expect(doc.members).toEqual({ district: true, [EAST]: true });
    expect(doc.clocks.total).toBeUndefined();
  });

  it('with a city order number is closed by the district', () => {
    const { doc } = created({ externalNo: [{ system: 'city', no: '77', dueAt: null }] });
    expect(doc.closeAt).toBe('district');
    expect(doc.externalNos).toEqual({ 'city/77': { system: 'city', no: '77' } });
    expect(created({ externalNo: [{ system: 'police', no: '1', dueAt: 5 }] }).doc.closeAt).toBe(
      'holder',
    );
  });

  it('joins the case that already stands for a number from outside', () => {
    const first = created({ externalNo: [{ system: 'city', no: '77', dueAt: null }] });
    const record = { ver: 1, system: 'city', no: '77', caseId: 'case-of-yesterday' };
    expect(first.decision.effects.records).toEqual([
      { type: 'external', id: 'city/77', patch: { ...record, caseId: first.doc.caseId } },
    ]);
    const hub = openHub('second', new Map([['external city/77', record]]));
    const decision = hub.say({
      by: operator,
      kind: 'case.create',
      args: createArgs({ externalNo: [{ system: 'city', no: '77', dueAt: null }] }),
    });
    expect(decision.outcome).toBe('merged');
    expect(hub.doc()).toMatchObject({ stage: 'merged', mergedInto: 'case-of-yesterday' });
  });

  it('entered later from paper began when the paper says, never in the future', () => {
    const hub = openHub();
    const said = { at: START - 3_600_000, source: 'paper', card: 'K-1' } as const;
    hub.say({ by: operator, kind: 'case.create', args: createArgs(), said });
    expect(hub.doc().createdAt).toBe(said.at);
    const ahead = openHub();
    ahead.say({
      by: operator,
      kind: 'case.create',
      args: createArgs(),
      said: { ...said, at: START * 2 },
    });
    expect(ahead.doc().createdAt).toBe(ahead.at());
  });

  it('a second time changes nothing but the version', () => {
    const { hub } = created({});
    const before = hub.doc();
    const decision = hub.say({
      by: operator,
      kind: 'case.create',
      args: createArgs({ title: 'B' }),
    });
    expect(decision).toMatchObject({ outcome: 'noop', reason: { code: 'case/exists' } });
    expect(hub.doc()).toEqual({ ...before, ver: 2, updatedAt: hub.at() });
  });
});

describe('a card that was written on paper', () => {
  const said = { source: 'paper', card: 'DZM261121-0009' } as const;
  const HOUR = 3_600_000;
  const now = START + 60_000;

  function entered(times: { readonly at: number; readonly until?: number }, more = {}) {
    const hub = openHub();
    const args = createArgs(more);
    const decision = hub.say({
      by: operator,
      kind: 'case.create',
      args,
      said: { ...said, ...times },
    });
    return { hub, decision, doc: hub.doc() };
  }

  it('is a case since it was written: its limits count from then', () => {
    const { doc } = entered({ at: now - 2 * HOUR });
    expect(doc).toMatchObject({ createdAt: now - 2 * HOUR, updatedAt: now, stage: 'reported' });
    expect(doc.clocks.dispatch?.startedAt).toBe(now - 2 * HOUR);
    expect(doc.clocks.total?.startedAt).toBe(now - 2 * HOUR);
  });

  it('that was over is closed when it was over', () => {
    const over = { next: 'selfHandled', answer: '已清运' } as const;
    const { doc } = entered({ at: now - 2 * HOUR, until: now - HOUR }, over);
    expect(doc).toMatchObject({
      stage: 'closed',
      createdAt: now - 2 * HOUR,
      closedAt: now - HOUR,
      clocks: { total: { endedAt: now - HOUR } },
    });
    // A fact is never refused: times that cannot be are taken as near as they can.
    const odd = entered({ at: now + HOUR, until: now - HOUR }, over);
    expect(odd.decision.outcome).toBe('applied');
    expect(odd.doc).toMatchObject({ createdAt: now, closedAt: now });
  });

  it('becomes one case, whoever enters it', () => {
    const externalNo = [{ system: 'paper', no: 'DZM261121-0009', dueAt: null }];
    const first = entered({ at: now - HOUR }, { externalNo });
    const [record] = first.decision.effects.records;
    expect(record).toMatchObject({ type: 'external', id: 'paper/DZM261121-0009' });
  });
});
