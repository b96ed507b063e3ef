import { describe, expect, it } from 'vitest';
import { refusalBefore } from '../decide.ts';
import { decide } from '../decide.ts';
import type { AnyBody } from '../operation/operation.ts';
import { actsFor } from '../permission/actsFor.ts';
import { EAST, type Hub, WEST } from './caseBuilders.ts';
import { saying, type SayingName } from './caseSayings.ts';
import { situation } from './caseSituations.ts';

function refused(hub: Hub, name: SayingName, cutOff = false): string | undefined {
  const op = hub.body(saying(name, hub, 1)) as AnyBody;
  return refusalBefore(op, { ...hub.facts(), cutOff })?.code;
}

describe('a case that its holder gives away', () => {
  it('goes up by rule when the district hears of it, and stays till then', () => {
    const hub = situation('to_dispatch');
    const op = hub.body(saying('ask to send up', hub, 1)) as AnyBody;
    const { receivedAt: _, ...here } = hub.facts();
    const { casePatch } = decide(op, here).effects;
    expect(casePatch).toMatchObject({ asks: { [op.opId]: { state: 'open' } } });
    expect(casePatch).not.toHaveProperty('holder');
    expect(hub.say(saying('ask to send up', hub, 1)).outcome).toBe('applied');
    expect(hub.doc()).toMatchObject({ holder: 'district' });
    expect(Object.values(hub.doc().asks ?? {})).toMatchObject([{ kind: 'send', state: 'granted' }]);
  });

  it('goes to another street when the district grants it', () => {
    const hub = situation('to_dispatch');
    hub.say(saying('ask to send west', hub, 1));
    expect(hub.doc().holder).toBe(EAST);
    expect(refused(hub, 'ask to send up')).toBe('ask/open-already');
    expect(hub.say(saying('grant it', hub, 1)).outcome).toBe('applied');
    expect(hub.doc().holder).toBe(WEST);
    expect(hub.doc().members[WEST]).toBe(true);
  });

  it('is not given away by whoever does not hold it', () => {
    const hub = situation('to_dispatch');
    const by = { by: `dispatcher1@${WEST}`, kind: 'ask.send' } as const;
    const args = { to: 'district', tried: '', why: '' } as const;
    const code = refusalBefore(hub.body({ ...by, args, from: 'district' }), {
      ...hub.facts(),
      cutOff: false,
    })?.code;
    expect(code).toBe('grant/other-scope');
    const hall = hub.body({ by: 'dispatcher1@district', kind: 'ask.send', args });
    expect(refusalBefore(hall, { ...hub.facts(), cutOff: false })?.code).toBe('case/not-held');
  });
});

describe('a case sent where nobody is', () => {
  const NOWHERE = 'street:999999999';
  const REASON = { code: 'case/no-such-holder', detail: { holder: NOWHERE } } as const;
  const send = {
    by: 'dispatcher1@district',
    from: EAST,
    kind: 'case.send',
    args: { to: NOWHERE, note: '' },
  } as const;
  const ask = {
    by: `dispatcher1@${EAST}`,
    kind: 'ask.send',
    args: { to: NOWHERE, tried: '', why: 'not ours' },
  } as const;

  it.each([send, ask])('is refused before the outbox and at the district: $kind', (said) => {
    const hub = situation('to_dispatch');
    const op = hub.body(said as typeof send) as AnyBody;
    expect(refusalBefore(op, { ...hub.facts(), cutOff: false })).toEqual(REASON);
    expect(hub.say(said as typeof send)).toMatchObject({
      outcome: 'refused-recorded',
      reason: REASON,
    });
    expect(hub.doc().holder).toBe(EAST);
    expect(hub.doc()).not.toHaveProperty('asks');
  });

  it('is refused, too, where it crosses with another that sends it', () => {
    const hub = situation('to_dispatch');
    const seen = hub.doc().ver;
    hub.say(saying('send west', hub, 2));
    expect(hub.say(send, { seen })).toMatchObject({ outcome: 'refused-recorded', reason: REASON });
    expect(hub.doc().holder).toBe(WEST);
    expect(hub.doc()).not.toHaveProperty('conflicts');
  });
});

describe('a case that the district takes', () => {
  it('is the district’s, with what its units already do', () => {
    const hub = situation('signed');
    expect(hub.say(saying('the district takes it', hub, 1)).outcome).toBe('applied');
    expect(hub.doc()).toMatchObject({ holder: 'district', stage: 'handling', closeAt: 'holder' });
    expect(refused(hub, 'the district takes it')).toBe('case/held-there');
    const several = situation('reported');
    several.say({ by: 'dutyChief1@district', kind: 'case.take', args: { why: 'several_streets' } });
    expect(several.doc()).toMatchObject({ holder: 'district', closeAt: 'district' });
  });

  it('is taken by nobody in a street, and by nobody whose line is cut', () => {
    const hub = situation('signed');
    expect(refused(hub, 'the district takes it')).toBeUndefined();
    expect(refused(hub, 'the district takes it', true)).toBe('case/needs-district');
    const street = { by: `dispatcher1@${EAST}`, kind: 'case.take' } as const;
    const op = hub.body({ ...street, args: { why: 'emergency' } });
    expect(refusalBefore(op, { ...hub.facts(), cutOff: false })?.code).toBe('grant/other-scope');
    const act = (actor: string, scope: typeof EAST | 'district', cutOff: boolean) =>
      actsFor(hub.doc(), { actor, scope }, { ...hub.facts(), cutOff }).find(
        (one) => one.kind === 'case.take',
      );
    expect(act('dispatcher1@district', 'district', false)?.allowed).toBe(true);
    const cut = act('dispatcher1@district', 'district', true);
    expect(cut?.reason?.code).toBe('case/needs-district');
    expect(act(`dispatcher1@${EAST}`, EAST, false)?.allowed).toBe(false);
  });
});
