import { describe, expect, it } from 'vitest';
import { refusalBefore } from '../decide.ts';
import type { AnyBody } from '../operation/operation.ts';
import { EAST, type Hub } from './caseBuilders.ts';
import { saying, type SayingName } from './caseSayings.ts';
import { situation } from './caseSituations.ts';

function whyNot(hub: Hub, name: SayingName, by?: string): string | undefined {
  const said = saying(name, hub, 1);
  const op = hub.body(by === undefined ? said : { ...said, by }) as AnyBody;
  return refusalBefore(op, { ...hub.facts(), cutOff: false })?.code;
}

describe('a false report', () => {
  it('is voided by the district’s chief: units are called off, clocks stop, asks lapse', () => {
    const hub = situation('time asked');
    expect(hub.say(saying('void', hub, 1)).outcome).toBe('applied');
    expect(hub.doc()).toMatchObject({ stage: 'voided', endedFrom: 'handling', closedAt: hub.at() });
    expect(Object.values(hub.doc().assignments ?? {})).toMatchObject([{ state: 'recalled' }]);
    expect(Object.values(hub.doc().asks ?? {})).toMatchObject([{ state: 'lapsed' }]);
    expect(hub.doc().callbackDueAt).toBeUndefined();
    for (const clock of Object.values(hub.doc().clocks)) expect(clock.endedAt).toBeDefined();
  });

  it('is the business of nobody in a street, who may ask for it', () => {
    const hub = situation('signed');
    expect(whyNot(hub, 'void', `dutyChief1@${EAST}`)).toBe('grant/other-scope');
    expect(whyNot(hub, 'void', 'dispatcher1@district')).toBe('grant/none');
    expect(whyNot(hub, 'ask to void')).toBeUndefined();
    hub.say(saying('ask to void', hub, 1));
    expect(whyNot(hub, 'ask to void')).toBe('ask/open-already');
    expect(whyNot(hub, 'grant it')).toBe('grant/none');
    expect(whyNot(hub, 'the chief grants it')).toBeUndefined();
    expect(whyNot(hub, 'the chief grants it', 'supervisor1@district')).toBeUndefined();
    expect(whyNot(hub, 'the chief grants it', `dutyChief1@${EAST}`)).toBe('grant/other-scope');
    expect(hub.say(saying('the chief grants it', hub, 1)).outcome).toBe('applied');
    expect(hub.doc().stage).toBe('voided');
    // To void is on neither axis: who dispatched or filed is not shut out of it, nor by it.
    expect(hub.doc().axis?.command?.['dutyChief1@district']).toBeUndefined();
  });
});

describe('a case closed by force', () => {
  it('is counted under its own head, and its caller is called back', () => {
    const hub = situation('signed');
    hub.say(saying('force it closed', hub, 1));
    expect(hub.doc()).toMatchObject({
      stage: 'closed',
      closeKind: 'forced',
      forcedLedger: 'many_transfers',
      endedFrom: 'handling',
    });
    expect(hub.doc().callbackDueAt).toBeDefined();
    hub.say(saying('reopen', hub, 1));
    expect(hub.doc()).toMatchObject({ stage: 'to_dispatch', round: 2 });
    expect(hub.doc()).not.toHaveProperty('endedFrom');
    expect(hub.doc()).not.toHaveProperty('forcedLedger');
  });
});

describe('an ending against work that the chief had not seen (rule 26)', () => {
  it('undoes it once, and not the merge that came after', () => {
    const hub = situation('to_dispatch');
    const { ver } = hub.doc();
    hub.say(saying('force it closed', hub, 1));
    expect(hub.say(saying('note', hub, 2), { seen: ver })).toMatchObject({ rule: 26 });
    hub.say(saying('merge', hub, 1));
    const late = hub.say(saying('attach', hub, 2), { seen: ver });
    expect(late).toMatchObject({ outcome: 'applied' });
    expect(hub.doc()).toMatchObject({ stage: 'merged', endedFrom: 'to_dispatch' });
  });

  it.each([
    ['void', 'time asked', []],
    ['force it closed', 'time asked', []],
    ['void', 'wait asked', ['grant it']],
    ['force it closed', 'wait asked', ['grant it']],
  ] as const)('leaves no trace but the question: %s, %s, %j', (ending, given, further) => {
    const hub = situation(given);
    for (const name of further) hub.say(saying(name, hub, 1));
    const before = hub.doc();
    expect(before.suspended !== undefined).toBe(given === 'wait asked');
    hub.say(saying(ending, hub, 1));
    const late = hub.say(saying('note', hub, 2), { seen: before.ver });
    expect(late).toMatchObject({ outcome: 'conflict', rule: 26 });
    // But that a caller might have been called back meanwhile (I-24).
    const { ver: _, updatedAt: _at, callbackBefore: _due, conflicts, ...after } = hub.doc();
    const { ver: _ver, updatedAt: _then, ...was } = before;
    expect(after).toEqual(was);
    expect(Object.values(conflicts ?? {})).toMatchObject([{ default: 'open', owner: 'district' }]);
  });

  it('ends it after all when the chief says so, now knowing it', () => {
    const hub = situation('void asked');
    const { ver } = hub.doc();
    hub.say(saying('the chief grants it', hub, 1));
    hub.say(saying('roads leave', hub, 2), { seen: ver });
    expect(hub.doc().stage).toBe('handling');
    const [conflict] = Object.keys(hub.doc().conflicts ?? {});
    const chosen = hub.say({
      by: 'dutyChief1@district',
      kind: 'conflict.resolve',
      args: { conflict: conflict ?? '', option: 'ended', note: '' },
    });
    expect(chosen.outcome).toBe('applied');
    expect(hub.doc().stage).toBe('voided');
  });
});

describe('an archived case', () => {
  it('is one whose caller was called back, and is opened by nobody any more', () => {
    const hub = situation('closed');
    expect(whyNot(hub, 'archive')).toBe('case/callback-open');
    hub.say(saying('call back, content', hub, 1));
    expect(hub.say(saying('archive', hub, 1)).outcome).toBe('applied');
    expect(hub.doc().archived).toBe('normal');
    expect(whyNot(hub, 'archive')).toBe('case/archived');
    expect(whyNot(hub, 'reopen')).toBe('case/archived');
    const open = situation('to_close');
    expect(whyNot(open, 'archive')).toBe('case/wrong-stage');
  });

  it.each([
    ['void', 'voided', 'note'],
    ['force it closed', 'closed', 'note'],
    ['force it closed', 'closed', 'roads done'],
    ['void', 'voided', 'roads leave'],
  ] as const)(
    'is not opened by work that the chief had not seen: %s, %s, %s',
    (ending, stage, work) => {
      const hub = situation('signed');
      const { ver } = hub.doc();
      const late = saying(work, hub, 2);
      hub.say(saying(ending, hub, 1));
      if (stage === 'closed') hub.say(saying('call back, content', hub, 1));
      expect(hub.say(saying('archive', hub, 1)).outcome).toBe('applied');
      const before = hub.doc();
      hub.say(late, { seen: ver });
      expect(hub.doc()).toMatchObject({ stage, archived: 'normal' });
      expect(hub.doc().clocks).toEqual(before.clocks);
      expect(hub.doc()).not.toHaveProperty('conflicts');
      expect(hub.doc().ver).toBe(before.ver + 1);
    },
  );

  it('that is opened after all is archived no longer', () => {
    const hub = situation('signed');
    const { ver } = hub.doc();
    const late = saying('roads return', hub, 2);
    for (const name of ['roads done', 'check passed', 'close'] as const) {
      hub.say(saying(name, hub, 1));
    }
    hub.say(saying('call back, content', hub, 1));
    hub.say(saying('archive', hub, 1));
    hub.say(late, { seen: ver });
    expect(hub.doc().stage).toBe('to_dispatch');
    expect(hub.doc()).not.toHaveProperty('archived');
  });

  it('comes back when its caller had said that it is not over (rule 27)', () => {
    const hub = situation('closed');
    const { ver } = hub.doc();
    hub.say(saying('call back, content', hub, 1));
    hub.say(saying('archive', hub, 1));
    hub.say(saying('call back, unsolved', hub, 2), { seen: ver });
    expect(hub.doc()).toMatchObject({ stage: 'to_dispatch', round: 2 });
    expect(hub.doc()).not.toHaveProperty('archived');
    expect(Object.keys(hub.doc().callbacks ?? {})).toHaveLength(2);
  });
});
