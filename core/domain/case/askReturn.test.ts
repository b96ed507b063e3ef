import { describe, expect, it } from 'vitest';
import { EAST, type Hub } from './caseBuilders.ts';
import { saying, type SayingName } from './caseSayings.ts';
import { situation } from './caseSituations.ts';

function plays(hub: Hub, names: readonly SayingName[]): void {
  for (const name of names) {
    const decision = hub.say(saying(name, hub, 1));
    if (decision.outcome !== 'applied') throw new Error(`${name}: ${decision.outcome}`);
  }
}

describe('a return', () => {
  it('granted sends the case back to dispatch and clears nothing', () => {
    const hub = situation('asked');
    const before = hub.doc();
    plays(hub, ['grant the return']);
    const doc = hub.doc();
    expect(doc).toMatchObject({ stage: 'to_dispatch', returns: 1, handOuts: 1 });
    expect(doc.text).toBe(before.text);
    expect(doc.place).toEqual(before.place);
    expect(doc.condition).toBe(before.condition);
    expect(Object.values(doc.assignments ?? {})[0]).toMatchObject({ state: 'returned' });
    expect(Object.values(doc.asks ?? {})[0]).toMatchObject({ state: 'granted' });
    expect(doc.clocks.handle?.endedAt).toBe(hub.at());
  });

  it('refused leaves the unit with its work', () => {
    const hub = situation('asked');
    plays(hub, ['refuse the return']);
    expect(hub.doc()).toMatchObject({ stage: 'handling', returns: 0 });
    plays(hub, ['roads return']);
  });

  it('granted to another unit hands the case out at once', () => {
    const hub = situation('asked');
    plays(hub, ['grant, to water']);
    expect(hub.doc()).toMatchObject({ stage: 'dispatched', returns: 1, handOuts: 2 });
  });

  it('is asked once at a time', () => {
    const hub = situation('asked');
    const decision = hub.say(saying('roads return', hub, 1));
    expect(decision).toMatchObject({ outcome: 'superseded', reason: { code: 'ask/open-already' } });
  });

  it('before the third hand-out names the unit, and binds it', () => {
    const hub = situation('asked');
    plays(hub, ['grant the return', 'dispatch roads', 'roads return']);
    const refused = hub.say(saying('grant the return', hub, 1));
    expect(refused.reason).toEqual({
      code: 'ask/third-hand-out-needs-unit',
      detail: { handOuts: 3 },
    });
    plays(hub, ['grant, to water']);
    const bound = Object.values(hub.doc().assignments ?? {}).find((one) => one.bound === true);
    expect(bound).toMatchObject({ unit: 'e-water', lead: true });
    const decision = hub.say({
      by: `unit1@${EAST}`,
      kind: 'ask.return',
      args: {
        assignment: bound?.id ?? '',
        reasonCode: 'other',
        text: '',
        proposedUnit: null,
        proof: [],
      },
    });
    expect(decision).toMatchObject({ outcome: 'superseded', reason: { code: 'ask/bound' } });
  });

  it('lapses when the unit is recalled', () => {
    const hub = situation('asked');
    plays(hub, ['recall roads']);
    expect(Object.values(hub.doc().asks ?? {})[0]?.state).toBe('lapsed');
  });
});
