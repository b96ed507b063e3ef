import { describe, expect, it } from 'vitest';
import type { Json } from '../../kernel/mergePatch.ts';
import { HOUR_MS } from '../../kernel/time.ts';
import type { Decision } from '../operation/decision.ts';
import type { AnyBody } from '../operation/operation.ts';
import { createArgs, EAST, type Hub, openHub, type SayOptions, START } from './caseBuilders.ts';
import { saying, type SayingName } from './caseSayings.ts';
import { whistleRecordOf } from './tellTwin.ts';

/** Three cases of one street and matter, and one district that carries out what an act does to another. */
function threeCases() {
  const records = new Map<string, Json>();
  const hubs: Record<string, Hub> = {};
  for (const id of ['K', 'L', 'M']) {
    const hub = openHub(id, records);
    hub.say({ by: `operator1@${EAST}`, kind: 'case.create', args: createArgs({ next: 'file' }) });
    hubs[id] = hub;
  }
  const hub = (id: string): Hub => {
    const found = hubs[id];
    if (found === undefined) throw new Error(`no case ${id}`);
    return found;
  };
  let told = 0;
  const carryOut = (decision: Decision): Decision => {
    for (const { kind, caseId, args } of decision.effects.followUps) {
      told += 1;
      if (told > 50) throw new Error('the cases go on telling each other');
      carryOut(hub(caseId).say({ by: 'program', kind, args }));
    }
    return decision;
  };
  return {
    hub,
    told: () => told,
    adopt: (id: string, op: AnyBody) => carryOut(hub(id).adopt(op)),
    say: (id: string, name: SayingName, options?: SayOptions) =>
      carryOut(hub(id).say(saying(name, hub(id), 1), options)),
  };
}

function whistleOf(hub: Hub) {
  const found = Object.values(hub.doc().whistles ?? {}).at(-1);
  if (found === undefined) throw new Error('no whistle');
  return found;
}

describe('rule 12 over two cases', () => {
  it('makes one whistle of two that a street blew about one matter: departments united, the earlier time', () => {
    const { hub, say } = threeCases();
    say('K', 'whistle for water', { at: START + HOUR_MS });
    const first = hub('K').doc().clocks.whistleRespond?.dueAt;
    say('L', 'whistle about a ruin', { at: START + 2 * HOUR_MS });
    for (const id of ['K', 'L']) {
      expect(whistleOf(hub(id))).toMatchObject({ filing: 'pending', openedAt: START + HOUR_MS });
      expect(Object.keys(whistleOf(hub(id)).units).sort()).toEqual(['d-water', 'e-green']);
      expect(hub(id).doc().clocks.whistleRespond?.dueAt).toBe(first);
    }
    expect(whistleOf(hub('K'))).toMatchObject({
      item: 'w-burst',
      twins: { L: expect.any(String) },
    });
    expect(whistleOf(hub('L'))).toMatchObject({ item: 'w-ruin', twins: { K: expect.any(String) } });
  });

  it('tells whoever blew them', () => {
    const { hub, say } = threeCases();
    say('K', 'whistle for water');
    const asked = say('L', 'whistle for water').effects.followUps;
    expect(asked).toMatchObject([{ caseId: 'K', args: { did: 'whistle_asked', of: 'L' } }]);
    const last = hub('K').log().at(-1);
    expect(last).toMatchObject({ outcome: 'merged', op: { kind: 'case.mirror' } });
  });

  it('lets one report, one filing and one mark count for both', () => {
    const { hub, say } = threeCases();
    say('K', 'whistle for water');
    say('L', 'whistle for water');
    say('L', 'file the whistle');
    expect(whistleOf(hub('K'))).toMatchObject({ filing: 'accepted' });
    expect(hub('K').doc().members['unit:d-water']).toBe(true);
    say('K', 'water reports');
    say('L', 'water has a result');
    for (const id of ['K', 'L']) {
      const { respondedAt, result } = whistleOf(hub(id)).units['d-water'] ?? {};
      expect(respondedAt).toBeTypeOf('number');
      expect(result).toBe('the pipe is whole');
      expect(hub(id).doc().clocks.whistleFinish?.endedAt).toBeTypeOf('number');
      say(id, 'reply');
      say(id, 'the whistle passes');
      expect(hub(id).doc().stage).toBe('to_close');
    }
    say('K', 'mark water');
    expect(whistleOf(hub('L')).units['d-water']?.score).toMatchObject({ skill: 4 });
    expect(say('L', 'mark water lower').reason?.code).toBe('whistle/scored');
  });

  it('sends the results of both back, and takes none of before that', () => {
    const { hub, say } = threeCases();
    say('K', 'whistle for water');
    say('L', 'whistle for water');
    say('K', 'file the whistle');
    say('K', 'water has a result');
    say('K', 'the whistle does not pass');
    for (const id of ['K', 'L']) {
      expect(whistleOf(hub(id))).toMatchObject({ sentBack: 1 });
      expect(whistleOf(hub(id)).units['d-water']?.resultAt).toBeUndefined();
    }
    say('L', 'water has a result');
    expect(whistleOf(hub('K')).units['d-water']?.result).toBe('the pipe is whole');
  });

  it('asks the district again about a department of which it has not heard', () => {
    const { hub, say } = threeCases();
    say('K', 'whistle about a ruin');
    const args = { accept: true, units: [], reason: '' };
    hub('K').say({ by: 'dutyChief1@district', kind: 'whistle.file', args });
    expect(whistleOf(hub('K')).filing).toBe('accepted');
    say('L', 'whistle for water');
    expect(whistleOf(hub('K')).filing).toBe('pending');
    say('K', 'file the whistle');
    for (const id of ['K', 'L']) {
      expect(whistleOf(hub(id)).filing).toBe('accepted');
      expect(whistleOf(hub(id)).units['d-water']?.calledAt).toBeTypeOf('number');
    }
    say('M', 'whistle for roads');
    expect(whistleOf(hub('M')).filing).toBe('accepted');
  });

  it('goes from case to case where three blew, and comes to an end', () => {
    const { hub, say, told } = threeCases();
    say('K', 'whistle for water');
    say('L', 'whistle for roads');
    say('M', 'whistle about a ruin');
    const all = ['K', 'L', 'M'].map((id) => Object.keys(whistleOf(hub(id)).units).sort());
    expect(all).toEqual(Array(3).fill(['d-water', 'e-green', 'e-roads']));
    say('M', 'water reports');
    expect(whistleOf(hub('K')).units['d-water']?.respondedAt).toBeTypeOf('number');
    expect(told()).toBeLessThan(12);
  });

  it('leaves two whistles apart that are hours apart, that were meant, or of which one is over', () => {
    const far = threeCases();
    far.say('K', 'whistle for water', { at: START + HOUR_MS });
    far.say('L', 'whistle for water', { at: START + 4 * HOUR_MS });
    expect(whistleOf(far.hub('L')).twins).toBeUndefined();

    const meant = threeCases();
    meant.say('K', 'whistle for water');
    const blown = saying('whistle for water', meant.hub('L'), 1);
    const body = meant.hub('L').body(blown);
    const id = whistleRecordOf(meant.hub('L').doc(), EAST) ?? '';
    const ver = meant.hub('K').record('whistle', id)?.ver ?? 0;
    const bases = [...body.bases, { of: `whistle:${id}`, ver, own: 0 }];
    meant.adopt('L', { ...body, bases } as AnyBody);
    expect(whistleOf(meant.hub('L')).twins).toBeUndefined();

    const over = threeCases();
    over.say('K', 'whistle for water');
    over.say('K', 'do not file it');
    over.say('L', 'whistle for water');
    expect(whistleOf(over.hub('L')).twins).toBeUndefined();
    expect(whistleOf(over.hub('K')).twins).toBeUndefined();
  });
});
