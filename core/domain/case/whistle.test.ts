import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../kernel/time.ts';
import { refusalBefore } from '../decide.ts';
import type { AnyBody } from '../operation/operation.ts';
import { actsFor } from '../permission/actsFor.ts';
import { mayRead } from '../permission/reading.ts';
import { EAST, type Hub, type Saying, WEST } from './caseBuilders.ts';
import { saying, type SayingName } from './caseSayings.ts';
import { situation } from './caseSituations.ts';
import { openWhistle } from './whistles.ts';

function say(hub: Hub, ...names: SayingName[]): void {
  for (const name of names) {
    const decision = hub.say(saying(name, hub, 1));
    if (decision.outcome !== 'applied') {
      throw new Error(`${name}: ${decision.outcome} ${decision.reason?.code ?? ''}`);
    }
  }
}

function refused(hub: Hub, name: SayingName, cutOff = false): string | null {
  const op = hub.body(saying(name, hub, 1)) as AnyBody;
  return refusalBefore(op, { ...hub.facts(), cutOff })?.code ?? null;
}

const whistle = (hub: Hub) => {
  const found = Object.values(hub.doc().whistles ?? {}).at(-1);
  if (found === undefined) throw new Error('no whistle');
  return found;
};

describe('a whistle', () => {
  it('waits for its filing, calls units of the street at once, and its limits start when it is blown', () => {
    const hub = situation('to_dispatch');
    const decision = hub.say(saying('whistle for roads', hub, 1));
    const at = hub.at();
    expect(whistle(hub)).toMatchObject({
      item: 'w-burst',
      dictVersion: 'v1',
      filing: 'pending',
      street: EAST,
      openedAt: at,
      units: { 'e-roads': { calledAt: at }, 'd-water': {} },
    });
    expect(hub.doc()).toMatchObject({ stage: 'to_dispatch', closeAt: 'district' });
    expect(hub.doc().clocks.whistleRespond?.dueAt).toBe(at + HOUR_MS / 2);
    expect(hub.doc().clocks.whistleFinish?.dueAt).toBe(at + DAY_MS);
    expect(decision.effects.notices).toMatchObject([
      { to: 'unit:e-roads', code: 'whistle-called' },
      { to: 'district', code: 'whistle-opened' },
    ]);
    expect(hub.doc().members['unit:d-water']).toBeUndefined();
    say(hub, 'file the whistle');
    expect(whistle(hub)).toMatchObject({ filing: 'accepted', openedAt: at });
    expect(hub.doc().members['unit:d-water']).toBe(true);
    expect(hub.doc().clocks.whistleRespond?.startedAt).toBe(at);
  });

  it('is opened, not filed, while the line is cut', () => {
    const hub = situation('whistled');
    expect(refused(situation('to_dispatch'), 'whistle for water', true)).toBeNull();
    expect(refused(hub, 'file the whistle', true)).toBe('case/needs-district');
    expect(refused(hub, 'file the whistle')).toBeNull();
    expect(refused(situation('answered'), 'the whistle passes', true)).toBe('case/needs-district');
  });

  it('needs an item of the list and every one of its standards ticked', () => {
    const hub = situation('to_dispatch');
    const said = saying('whistle for water', hub, 1) as Saying<'whistle.open'>;
    const reason = (args: Partial<(typeof said)['args']>): string | undefined => {
      const op = hub.body({ ...said, args: { ...said.args, ...args } }) as AnyBody;
      return refusalBefore(op, { ...hub.facts(), cutOff: false })?.code;
    };
    expect(reason({ item: 'w-none' })).toBe('whistle/no-item');
    expect(reason({ standards: ['tried'] })).toBe('whistle/standard-unticked');
    expect(reason({ units: ['x-none'] })).toBe('unit/not-found');
    expect(reason({ dictVersion: 'v0', standards: ['an older one'] })).toBeUndefined();
    expect(reason({})).toBeUndefined();
  });

  it('is the street’s own, and there is one at a time', () => {
    expect(refused(situation('whistled'), 'whistle about a ruin')).toBe('whistle/open-already');
    const hub = situation('to_dispatch');
    const said = saying('whistle for water', hub, 1);
    expect(hub.say({ ...said, by: 'dispatcher1@district' }).outcome).toBe('refused-recorded');
    expect(hub.say({ ...said, by: `operator1@${EAST}` }).outcome).toBe('refused-recorded');
    const elsewhere = hub.say({ ...said, by: `dispatcher1@${WEST}`, from: WEST });
    expect(elsewhere.outcome).toBe('refused-recorded');
    expect(hub.doc().whistles).toBeUndefined();
  });

  it('calls whom the district names, and drops who was not', () => {
    const hub = situation('to_dispatch');
    say(hub, 'whistle for roads');
    hub.say({
      by: 'dutyChief1@district',
      kind: 'whistle.file',
      args: { accept: true, units: ['w-roads'], reason: '' },
    });
    expect(Object.keys(whistle(hub).units)).toEqual(['e-roads', 'w-roads']);
    expect(refused(hub, 'file the whistle')).toBe('whistle/not-pending');
  });

  it('that is not filed is over, and whoever closed before closes again', () => {
    const hub = situation('to_dispatch');
    say(hub, 'whistle for roads', 'do not file it');
    expect(openWhistle(hub.doc())).toBeNull();
    expect(hub.doc()).toMatchObject({ closeAt: 'holder' });
    expect(hub.doc().clocks.whistleRespond?.endedAt).toBe(hub.at());
    expect(refused(hub, 'whistle for water')).toBeNull();
  });

  it('gives the closing back to whoever had it, under whatever else stands on the case', () => {
    const hub = situation('to_dispatch');
    say(hub, 'supervise', 'whistle for water', 'end the supervision');
    expect(hub.doc().closeAt).toBe('district');
    say(hub, 'do not file it');
    expect(hub.doc().closeAt).toBe('holder');
    const other = situation('to_dispatch');
    say(other, 'whistle for water', 'supervise', 'do not file it');
    expect(other.doc().closeAt).toBe('district');
    say(other, 'end the supervision');
    expect(other.doc().closeAt).toBe('holder');
  });

  it('ends the clock of a response when all have come, and of results when all have said', () => {
    const hub = situation('called');
    say(hub, 'water reports');
    expect(hub.doc().clocks.whistleRespond?.endedAt).toBe(
      whistle(hub).units['d-water']?.respondedAt,
    );
    expect(hub.doc().clocks.whistleFinish?.endedAt).toBeUndefined();
    expect(refused(hub, 'the whistle passes')).toBe('whistle/result-missing');
    const decision = hub.say(saying('water has a result', hub, 1));
    expect(hub.doc().clocks.whistleFinish?.endedAt).toBe(hub.at());
    expect(decision.effects.notices).toMatchObject([{ to: 'district', code: 'whistle-results' }]);
    expect(refused(hub, 'the whistle passes')).toBe('whistle/needs-reply');
  });

  it('is sent back, and its clock runs on', () => {
    const hub = situation('answered');
    say(hub, 'the whistle does not pass');
    expect(whistle(hub)).toMatchObject({ sentBack: 1 });
    expect(whistle(hub).units['d-water']?.resultAt).toBeUndefined();
    expect(hub.doc().clocks.whistleFinish?.endedAt).toBeUndefined();
    say(hub, 'water has a result', 'the whistle passes');
    expect(hub.doc()).toMatchObject({ stage: 'to_close', verified: 'pass' });
  });

  it('must be over before the case is closed, and then the district closes it', () => {
    const hub = situation('answered');
    const close = {
      by: 'dutyChief1@district',
      kind: 'case.close',
      args: { items: [], closeKind: 'whistle', publicText: 'Done.' },
    } as const;
    expect(hub.say(close).outcome).toBe('conflict');
    expect(hub.say(close).reason?.code).toBe('case/wrong-stage');
    say(hub, 'the whistle passes');
    expect(refused(hub, 'close')).toBe('case/needs-district');
    expect(hub.say(close).outcome).toBe('applied');
    expect(hub.doc()).toMatchObject({ stage: 'closed', closeKind: 'whistle' });
  });

  it('keeps a handled case from being closed, and from being merged away', () => {
    const hub = situation('handled', 'm-tree');
    say(hub, 'whistle for water');
    expect(refused(hub, 'close')).toBe('whistle/open');
    expect(refused(hub, 'merge')).toBe('whistle/open');
  });

  it('is put away when both have marked every unit', () => {
    const hub = situation('whistled out');
    const close = { items: [], closeKind: 'whistle', publicText: '' } as const;
    expect(refused(situation('answered'), 'mark water')).toBe('whistle/not-over');
    hub.say({ by: 'dutyChief1@district', kind: 'case.close', args: close });
    say(hub, 'call back, content');
    expect(refused(hub, 'archive')).toBe('whistle/unscored');
    say(hub, 'mark water');
    expect(refused(hub, 'mark water')).toBe('whistle/scored');
    expect(refused(hub, 'archive')).toBe('whistle/unscored');
    say(hub, 'mark how water came', 'archive');
    expect(hub.doc().archived).toBe('normal');
  });

  it('is marked by its street though the district holds the case by now', () => {
    const hub = situation('whistled out');
    say(hub, 'the district takes it', 'mark water');
    expect(whistle(hub).units['d-water']?.score).toMatchObject({ skill: 4 });
    const acts = actsFor(
      hub.doc(),
      { actor: `dutyChief1@${EAST}`, scope: EAST },
      { ...hub.facts(), cutOff: false },
    );
    expect(acts.find((one) => one.kind === 'whistle.score')?.reason?.code).toBe('whistle/scored');
  });

  it('ends with a case that is voided, and calls its units again when that does not stand', () => {
    const hub = situation('called');
    const seen = hub.doc().ver;
    const decision = hub.say(saying('void', hub, 1));
    expect(decision.effects.notices).toContainEqual({
      to: 'unit:d-water',
      code: 'whistle-called-off',
      rule: null,
    });
    expect(openWhistle(hub.doc())).toBeNull();
    hub.say(saying('note', hub, 2), { seen });
    expect(openWhistle(hub.doc())).not.toBeNull();
    expect(hub.doc().clocks.whistleFinish?.endedAt).toBeUndefined();
  });

  it('belongs to its round', () => {
    const hub = situation('called');
    say(hub, 'force it closed', 'reopen');
    expect(openWhistle(hub.doc())).toBeNull();
    say(hub, 'whistle for water');
    expect(Object.keys(hub.doc().whistles ?? {})).toHaveLength(2);
  });

  it('I-11: a response or a result that comes late is kept in the timeline', () => {
    const hub = situation('whistled out');
    hub.say({
      by: 'dutyChief1@district',
      kind: 'case.close',
      args: { items: [], closeKind: 'whistle', publicText: '' },
    });
    for (const name of ['water reports', 'water has a result'] as const) {
      expect(hub.say(saying(name, hub, 1)).outcome).toBe('adjusted');
    }
  });
});

describe('[I-24] a unit that a whistle calls', () => {
  const unit = 'unit1@unit:d-water';
  const reads = (hub: Hub): boolean =>
    mayRead(
      {
        person: unit,
        grants: [{ role: 'unit', scope: 'unit:d-water', from: 0, to: null }],
        unitsAtHome: () => [],
      },
      hub.doc(),
    );
  const comes = (by: string): Saying<'whistle.respond'> => ({
    by,
    kind: 'whistle.respond',
    args: { unit: 'd-water', person: 'A', at: 0, point: null },
  });

  it('reads the case and says for itself that it came', () => {
    expect(reads(situation('whistled'))).toBe(false);
    const hub = situation('called');
    expect(reads(hub)).toBe(true);
    expect(hub.say(comes(unit)).outcome).toBe('applied');
    expect(whistle(hub).units['d-water']).toMatchObject({ respondedAt: hub.at(), person: 'A' });
  });

  it('is spoken for by nobody of another unit, and by a desk only in its name', () => {
    const hub = situation('called');
    expect(hub.say(comes('unit1@unit:e-green')).outcome).toBe('refused-recorded');
    const desk = comes(`dispatcher1@${EAST}`);
    expect(hub.say(desk).reason?.code).toBe('unit/not-yours');
    expect(hub.say({ ...desk, onBehalf: 'd-water' }).outcome).toBe('applied');
  });
});

describe('acts offered', () => {
  const offered = (hub: Hub, actor: string, scope: typeof EAST | 'district'): string[] =>
    actsFor(hub.doc(), { actor, scope }, { ...hub.facts(), cutOff: false })
      .filter((one) => one.allowed && one.kind.startsWith('whistle.'))
      .map((one) => one.kind);

  it('are those of the step at which the whistle is', () => {
    const desk = `dispatcher1@${EAST}`;
    const chief = 'dutyChief1@district';
    expect(offered(situation('reported'), desk, EAST)).toEqual([]);
    expect(offered(situation('to_dispatch'), desk, EAST)).toEqual(['whistle.open']);
    expect(offered(situation('whistled'), chief, 'district')).toEqual(['whistle.file']);
    expect(offered(situation('called'), desk, EAST)).toEqual(['whistle.respond', 'whistle.result']);
    expect(offered(situation('answered'), chief, 'district')).toEqual(['whistle.check']);
    const over = situation('whistled out');
    expect(offered(over, `dutyChief1@${EAST}`, EAST)).toEqual(['whistle.open', 'whistle.score']);
    expect(offered(over, chief, 'district')).toEqual(['whistle.scoreResponse']);
  });

  it('are no merge of a case to which somebody must still come', () => {
    const mergeOf = (hub: Hub) => {
      const facts = { ...hub.facts(), cutOff: false };
      const acts = actsFor(hub.doc(), { actor: `dispatcher1@${EAST}`, scope: EAST }, facts);
      return acts.find(({ kind }) => kind === 'case.merge')?.reason ?? null;
    };
    expect(mergeOf(situation('to_dispatch'))).toBeNull();
    expect(mergeOf(situation('called'))).toEqual({ code: 'whistle/open' });
  });
});
