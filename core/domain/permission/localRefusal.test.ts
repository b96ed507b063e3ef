import { describe, expect, it } from 'vitest';
import { createArgs, EAST, type Hub, openHub, WEST } from '../case/caseBuilders.ts';
import { refusalBefore } from '../decide.ts';
import type { ArgsOf } from '../operation/args.ts';
import type { AnyBody } from '../operation/operation.ts';
import type { DomainRefusal } from '../operation/refusal.ts';
import { actsFor, type PossibleAct } from './actsFor.ts';
import { needsSoleHand } from './rights.ts';
import { saying, type SayingName } from '../case/caseSayings.ts';
import type { AnySaying } from '../case/deskSayings.ts';
import { type Situation, situation } from '../case/caseSituations.ts';

function refused(hub: Hub, said: AnySaying, cutOff = false): DomainRefusal | null {
  return refusalBefore(hub.body(said) as AnyBody, { ...hub.facts(), cutOff });
}

function at(name: Situation, say: SayingName): string | null {
  const hub = situation(name);
  return refused(hub, saying(say, hub, 1))?.code ?? null;
}

describe('before the outbox', () => {
  it.each([
    ['to_dispatch', 'dispatch roads', null],
    ['reported', 'dispatch roads', 'case/wrong-stage'],
    ['handled', 'close', 'case/wrong-stage'],
    ['dispatched', 'close', 'case/wrong-stage'],
    ['to_close', 'close', null],
    ['closed', 'title to A', 'case/ended'],
    ['closed', 'call back, unsolved', null],
    ['to_close', 'call back, unsolved', 'case/wrong-stage'],
    ['sent alone', 'roads leave', 'assignment/wrong-state'],
    ['sent alone', 'roads sign', null],
    ['asked', 'roads return', 'ask/open-already'],
    ['handling', 'grant the return', 'ask/not-found'],
    ['dispatched', 'add water', 'unit/already-on-case'],
    ['reported', 'resolve: first', 'conflict/not-found'],
  ] as const)('in %s, %s: %s', (given, say, code) => expect(at(given, say)).toBe(code));

  it('says what a new case lacks', () => {
    const code = (more: Partial<ArgsOf['case.create']>, by = `operator1@${EAST}`) => {
      const said = { by, kind: 'case.create', args: createArgs(more) } as const;
      return refused(openHub(), said)?.code ?? null;
    };
    expect(code({})).toBeNull();
    expect(code({ next: 'file' })).toBeNull();
    expect(code({ next: 'file', matter: null })).toBe('case/needs-condition');
    expect(code({ next: 'file', matter: 'm-tree' })).toBe('grant/none');
    expect(code({ next: 'file', matter: 'm-tree' }, `dutyChief1@${EAST}`)).toBeNull();
    expect(code({ next: 'answer', answer: ' ' })).toBe('case/needs-answer');
    expect(code({ next: 'selfHandled', answer: 'x' })).toBeNull();
    expect(code({ next: 'precheck' })).toBe('case/wrong-stage');
    expect(code({}, `leader1@${EAST}`)).toBe('grant/none');
  });

  it('keeps back what only the district may decide while it is out of reach', () => {
    const hub = openHub();
    const give = {
      by: 'administrator@district',
      kind: 'grant.give',
      args: { person: 'p', role: 'operator', scope: EAST, from: 0, to: null },
    } as const;
    expect(refused(hub, give)).toBeNull();
    expect(refused(hub, give, true)?.code).toBe('case/needs-district');
  });

  it('keeps back what only the district may decide from who is not logged in with it', () => {
    const give = {
      by: 'administrator@district',
      kind: 'grant.give',
      args: { person: 'p', role: 'operator', scope: EAST, from: 0, to: null },
    } as const;
    const hub = openHub();
    const facts = { ...hub.facts(), cutOff: false };
    const op = hub.body(give) as AnyBody;
    expect(refusalBefore(op, { ...facts, unproven: true })?.code).toBe('person/not-here');
    expect(refusalBefore(op, { ...facts, unproven: false })).toBeNull();
    const street = situation('to_close');
    const close = street.body(saying('close', street, 1)) as AnyBody;
    const own = { ...street.facts(), cutOff: false, unproven: true };
    expect(refusalBefore(close, own)).toBeNull();
  });

  it('sends no unit of elsewhere while cut off', () => {
    const hub = situation('to_dispatch');
    const far = {
      by: `dispatcher1@${EAST}`,
      kind: 'case.dispatch',
      args: {
        units: [{ unit: 'd-water', lead: true }],
        condition: null,
        limitNote: '',
        note: '',
        advice: null,
      },
    } as const;
    expect(refused(hub, far)).toBeNull();
    expect(refused(hub, far, true)?.code).toBe('unit/other-street');
    expect(refused(hub, saying('dispatch roads', hub, 1), true)).toBeNull();
  });

  it('sends no crew that is busy', () => {
    const there = { since: 1, urgency: 'ordinary', assignment: 'a' };
    const record = { unit: 'e-crew', ver: 1, on: { other: there } };
    const hub = openHub('this', new Map([['unit e-crew', record]]));
    hub.say({ by: `operator1@${EAST}`, kind: 'case.create', args: createArgs({ next: 'file' }) });
    const units = [{ unit: 'e-crew', lead: true }];
    const args = { units, condition: null, limitNote: '', note: '', advice: null };
    expect(refused(hub, { by: `dispatcher1@${EAST}`, kind: 'case.dispatch', args })).toEqual({
      code: 'unit/busy',
      detail: { unit: 'e-crew', caseId: 'other' },
    });
  });

  it('lets nobody handle what he reported himself', () => {
    const hub = openHub();
    const finder = `inspector+operator@${EAST}`;
    hub.say({ by: finder, kind: 'case.create', args: createArgs({ next: 'file' }) });
    hub.say(saying('dispatch roads', hub, 1));
    hub.say(saying('roads sign', hub, 1));
    const done = { ...saying('roads done', hub, 1), by: finder };
    expect(refused(hub, done)?.code).toBe('axis/reporter-handles');
    expect(refused(hub, { ...done, onBehalf: 'e-roads' })).toBeNull();
  });
});

describe('the acts of a case file', () => {
  function acts(hub: Hub, actor: string, scope: string, cutOff = false): readonly PossibleAct[] {
    return actsFor(hub.doc(), { actor, scope: scope as typeof EAST }, { ...hub.facts(), cutOff });
  }
  const allowed = (list: readonly PossibleAct[]): string[] =>
    list.filter((one) => one.allowed).map((one) => one.kind);
  const act = (list: readonly PossibleAct[], kind: string): PossibleAct | undefined =>
    list.find((one) => one.kind === kind);

  it('are those of the role and the stage', () => {
    const hub = situation('to_dispatch');
    expect(allowed(acts(hub, `dispatcher1@${EAST}`, EAST))).toEqual([
      'case.dispatch',
      'contact.first',
      'ask.units',
      'ask.send',
      'ask.void',
      'ask.forcedClose',
      'reply.citizen',
      'case.edit',
      'case.locate',
      'case.reclassify',
      'case.urgency',
      'case.tag',
      'case.note',
      'case.attach',
      'caller.add',
      'case.urge',
      'case.link',
      'case.merge',
      'whistle.open',
    ]);
    const closing = act(acts(hub, `dispatcher1@${EAST}`, EAST), 'case.close');
    expect(closing?.reason?.code).toBe('grant/none');
  });

  it('tell a unit what to do next', () => {
    const hub = situation('signed');
    const list = acts(hub, 'unit1@unit:e-roads', EAST);
    expect(allowed(list)).toEqual(
      expect.arrayContaining(['assign.respond', 'assign.progress', 'assign.done', 'ask.return']),
    );
    expect(act(list, 'assign.sign')?.reason?.code).toBe('assignment/wrong-state');
    expect(act(acts(hub, 'unit1@unit:e-green', EAST), 'assign.done')?.allowed).toBe(false);
  });

  it('say what is kept for later', () => {
    const hub = situation('to_dispatch');
    const district = acts(hub, 'dispatcher1@district', 'district');
    expect(act(district, 'case.dispatch')).toMatchObject({ allowed: true, later: true });
    const own = acts(hub, `dispatcher1@${EAST}`, EAST);
    expect(act(own, 'case.dispatch')).toMatchObject({ allowed: true, later: false });
    const signed = situation('signed');
    const cut = acts(signed, `unit1@${EAST}`, EAST, true);
    expect(act(cut, 'ask.return')).toMatchObject({ allowed: true, later: true });
  });

  it('agree with what is refused before the outbox', () => {
    const names = ['dispatch roads', 'roads sign', 'roads done', 'close', 'check passed', 'refuse'];
    for (const given of ['reported', 'to_dispatch', 'dispatched', 'signed', 'handled'] as const) {
      const hub = situation(given);
      for (const name of names as SayingName[]) {
        const said = saying(name, hub, 1);
        const offered = act(acts(hub, said.by, EAST), said.kind);
        expect(`${given} ${name} ${offered?.allowed}`).toBe(
          `${given} ${name} ${refused(hub, said) === null}`,
        );
      }
    }
  });

  it('offer filing and checks to those whose they are, as the refusal would have it', () => {
    const filing = situation('reported', 'm-tree');
    const { matter: _, ...bare } = filing.doc();
    const operator = { actor: `operator1@${EAST}`, scope: EAST } as const;
    const offered = actsFor(bare, operator, { ...filing.facts(), cutOff: false });
    expect(act(offered, 'case.file')?.reason?.code).toBe('case/needs-matter');
    const file = { ...saying('file as deep', filing, 1), by: operator.actor };
    expect(refused(filing, file)?.code).toBe('grant/none');
    const hub = situation('handled');
    const inspector = `inspector1@${EAST}`;
    expect(act(acts(hub, inspector, EAST), 'verify.report')?.allowed).toBe(false);
    hub.say(saying('order a check', hub, 1));
    expect(act(acts(hub, inspector, EAST), 'verify.report')?.allowed).toBe(true);
    const unitOfHall = acts(situation('signed'), 'unit1@district', 'district');
    expect(act(unitOfHall, 'assign.done')?.allowed).toBe(false);
  });

  it('tell a finder before he asks that another handles what he found', () => {
    const hub = openHub();
    const finder = `unit1@${EAST}`;
    hub.say({ by: finder, kind: 'case.create', args: createArgs({ next: 'file' }) });
    hub.say(saying('dispatch roads', hub, 1));
    hub.say({ ...saying('roads sign', hub, 1), by: `unit2@${EAST}` });
    const own = acts(hub, finder, EAST);
    expect(act(own, 'assign.done')?.reason?.code).toBe('axis/reporter-handles');
    expect(act(own, 'assign.progress')?.allowed).toBe(true);
    expect(act(acts(hub, `unit2@${EAST}`, EAST), 'assign.done')?.allowed).toBe(true);
    // Alone on a street that is cut off he may go on: the case will say so.
    const alone = actsFor(
      hub.doc(),
      { actor: finder, scope: EAST, soleHand: true },
      { ...hub.facts(), cutOff: true },
    );
    expect(act(alone, 'assign.done')?.allowed).toBe(true);
    const done = hub.body({ ...saying('roads done', hub, 1), by: finder }) as AnyBody;
    expect(needsSoleHand(done, hub.doc(), hub.facts())).toBe(true);
    expect(needsSoleHand({ ...done, soleHand: true }, hub.doc(), hub.facts())).toBe(false);
    // A desk records what the unit did, whoever found it.
    const desk = acts(hub, `operator1@${EAST}`, EAST);
    expect(act(desk, 'assign.done')?.allowed).toBe(true);
  });

  it('offer nothing on the work of others to whoever has work of his own alone', () => {
    const hub = situation('closed');
    const offered = (actor: string): string[] => allowed(acts(hub, actor, EAST));
    expect(offered(`callbackClerk1@${EAST}`)).toContain('callback.try');
    expect(offered(`inspector1@${EAST}`)).toEqual([]);
    hub.say({ ...saying('call back, content', hub, 1), by: `callbackClerk1@${EAST}` });
    expect(offered(`callbackClerk1@${EAST}`)).toContain('case.note');
    expect(offered(`callbackClerk2@${EAST}`)).toEqual([]);
  });

  it('name no stranger’s acts', () => {
    const hub = situation('to_dispatch');
    expect(allowed(acts(hub, `dispatcher1@${WEST}`, WEST))).toEqual([]);
  });
});
