import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#core/kernel/time.ts';
import { EAST, type Hub } from '#core/domain/case/caseBuilders.ts';
import type { CaseClock } from '#core/domain/case/caseDoc.ts';
import { saying, type SayingName } from '#core/domain/case/caseSayings.ts';
import { type Situation, situation } from '#core/domain/case/caseSituations.ts';
import type { Decision } from '#core/domain/operation/decision.ts';

/** A's acts, then B's single one, which saw none of them. */
function meet(
  given: readonly [Situation, string?],
  a: readonly SayingName[],
  b: SayingName,
): { readonly hub: Hub; readonly decision: Decision } {
  const hub = situation(...given);
  const seen = hub.doc().ver;
  const said = saying(b, hub, 2);
  for (const name of a) hub.say(saying(name, hub, 1));
  return { hub, decision: hub.say(said, { seen }) };
}

function atWork(hub: Hub): string[] {
  return Object.values(hub.doc().assignments ?? {})
    .filter((one) => ['offered', 'signed', 'responded'].includes(one.state))
    .map((one) => (one.lead ? `${one.unit}*` : one.unit))
    .sort();
}

function limitOf(clock?: CaseClock): number {
  return clock === undefined ? 0 : clock.dueAt - clock.startedAt;
}

const told = (decision: Decision, code: string): string[] =>
  decision.effects.notices.filter((one) => one.code === code).map((one) => one.to);

describe('beside outcome and stage', () => {
  it('rule 1 counts the earliest time, and both names are shown', () => {
    const hub = situation('to_dispatch');
    const seen = hub.doc().ver;
    const early = hub.at() + 1;
    hub.say(saying('dispatch roads', hub, 1));
    const decision = hub.say(saying('dispatch roads', hub, 2), { seen, at: early });
    expect(Object.values(hub.doc().assignments ?? {})).toMatchObject([{ offeredAt: early }]);
    expect(hub.doc().clocks.sign?.startedAt).toBe(early);
    expect(hub.doc().handOuts).toBe(1);
    expect(told(decision, 'dispatched-alike')).toEqual([
      `dispatcher2@${EAST}`,
      `dispatcher1@${EAST}`,
    ]);
    const late = situation('to_dispatch');
    const before = late.doc().ver;
    late.say(saying('dispatch roads', late, 1));
    const first = late.at();
    late.say(saying('dispatch roads', late, 2), { seen: before });
    expect(Object.values(late.doc().assignments ?? {})).toMatchObject([{ offeredAt: first }]);
  });

  it('rule 1 lets the units that only the second names assist', () => {
    const { hub } = meet(['to_dispatch'], ['dispatch roads'], 'dispatch roads and water');
    expect(atWork(hub)).toEqual(['e-roads*', 'e-water']);
  });

  it('rules 1 and 2 let what the second desk recorded of a unit count for the assignment that it has', () => {
    for (const [first, second, units] of [
      ['dispatch roads', 'dispatch roads and water', ['e-roads', 'e-water']],
      ['dispatch roads and water', 'dispatch water', ['e-water']],
      ['dispatch roads and water', 'dispatch roads', ['e-roads']],
    ] as const) {
      const hub = situation('to_dispatch');
      const seen = hub.doc().ver;
      hub.say(saying(first, hub, 1));
      const other = hub.say(saying(second, hub, 2), { seen });
      const mine = [hub.log().at(-1)?.op.opId ?? ''];
      expect(other.rule).toBe(second === 'dispatch water' ? 2 : 1);
      units.forEach((unit, index) => {
        const sign = saying(unit === 'e-roads' ? 'roads sign' : 'water sign', hub, 2);
        const args = { ...sign.args, assignment: `${mine[0]}.${index}` };
        const decision = hub.say({ ...sign, args }, { seen, mine });
        expect(decision.outcome).toBe('applied');
      });
      const states = Object.values(hub.doc().assignments ?? {})
        .filter(({ unit }) => (units as readonly string[]).includes(unit))
        .map(({ state }) => state);
      expect(states).toEqual(units.map(() => 'signed'));
    }
  });

  it('rule 2 lets Y assist, or the matrix replace what the other dispatch sent', () => {
    expect(atWork(meet(['to_dispatch'], ['dispatch roads'], 'dispatch water').hub)).toEqual([
      'e-roads*',
      'e-water',
    ]);
    const replaced = meet(['to_dispatch', 'm-tree'], ['dispatch roads'], 'dispatch green');
    expect(atWork(replaced.hub)).toEqual(['e-green*']);
    expect(told(replaced.decision, 'unit-recalled')).toEqual(['unit:e-roads']);
    const joined = meet(
      ['to_dispatch', 'm-tree'],
      ['dispatch roads', 'add water'],
      'dispatch green',
    );
    expect(atWork(joined.hub)).toEqual(['e-green*', 'e-water']);
  });

  it('rule 3 keeps the closing as evidence', () => {
    const { hub } = meet(['signed'], ['roads done', 'check passed', 'close'], 'roads return');
    const conflict = Object.values(hub.doc().conflicts ?? {})[0];
    expect(conflict?.held).toMatchObject({ kind: 'case.close', by: `dutyChief1@${EAST}` });
    expect(conflict?.sides[0]?.what).toMatchObject({ publicText: 'Done.' });
    expect(hub.doc()).toMatchObject({ returns: 1 });
    expect(hub.doc().callbackDueAt).toBeUndefined();
    expect(hub.doc().clocks.total?.endedAt).toBeUndefined();
  });

  it('rule 4 keeps the second’s words', () => {
    const { hub } = meet(['to_close'], ['close'], 'close with other words');
    expect(hub.doc().publicText).toBe('Done.');
    const kept = Object.values(hub.doc().alternatives?.['publicText'] ?? {});
    expect(kept).toMatchObject([{ value: 'Finished.', by: `dutyChief2@${EAST}` }]);
  });

  it('rule 5 tells the unit, and remembers whom it recalled', () => {
    const { hub } = meet(
      ['dispatched'],
      ['recall water', 'roads sign', 'roads done', 'check passed', 'close'],
      'add green',
    );
    const green = Object.values(hub.doc().assignments ?? {}).find((one) => one.unit === 'e-green');
    expect(green).toMatchObject({ state: 'recalled', recalledBy: 5 });
  });

  it('rule 6 opens one new round for "not solved" and tells who had closed', () => {
    const { hub, decision } = meet(
      ['signed'],
      ['roads done', 'check passed', 'close'],
      'roads done, not solved',
    );
    expect(hub.doc().round).toBe(2);
    expect(told(decision, 'fact-after-close')).toEqual([`dutyChief1@${EAST}`]);
  });

  it('rule 9 keeps the tag that the remover had not seen', () => {
    const { hub } = meet(['tagged'], ['tag noise'], 'untag noise');
    expect(hub.doc().tags).toEqual({ noise: true });
    expect(meet(['tagged'], ['tag night'], 'untag noise').hub.doc().tags).toEqual({ night: true });
  });

  it('rule 14 counts the stricter deadline, whichever came first', () => {
    // The hole gives two days, c-deep 4 hours, a tree a day, a fallen tree 2 hours.
    const limits = [
      ['it is a tree', [4, 24]],
      ['it is a fallen tree', [2, 2]],
      ['it is a kerb', [4, 48]],
    ] as const;
    for (const [reclassified, hours] of limits) {
      const after = meet(['to_dispatch'], ['dispatch roads'], reclassified).hub.doc();
      const before = meet(['to_dispatch'], [reclassified], 'dispatch roads').hub.doc();
      for (const { clocks, matter, condition } of [after, before]) {
        const limit = [limitOf(clocks.handle), limitOf(clocks.total)];
        expect(limit).toEqual(hours.map((each) => each * HOUR_MS));
        expect(matter).toBe(reclassified === 'it is a kerb' ? 'm-kerb' : 'm-tree');
        expect(condition).toBe(reclassified === 'it is a fallen tree' ? 'c-fallen' : undefined);
      }
    }
  });

  it('rule 14 calls the unit off when a person chooses so, and keeps it by default', () => {
    const { hub, decision } = meet(['to_dispatch'], ['dispatch roads'], 'it is a tree');
    expect(decision.rule).toBe(14);
    expect(atWork(hub)).toEqual(['e-roads*']);
    const conflict = Object.keys(hub.doc().conflicts ?? {})[0] ?? '';
    const chosen = hub.say({
      by: `dispatcher1@${EAST}`,
      kind: 'conflict.resolve',
      args: { conflict, option: 'recall', note: '' },
    });
    expect(chosen.outcome).toBe('applied');
    expect(atWork(hub)).toEqual([]);
    expect(hub.doc().stage).toBe('to_dispatch');
  });

  it('rule 20 proposes the dispatch to the new holder', () => {
    for (const { hub } of [
      meet(['to_dispatch'], ['send west'], 'dispatch roads'),
      meet(['to_dispatch'], ['dispatch roads'], 'send west'),
    ]) {
      expect(Object.values(hub.doc().proposals ?? {})).toMatchObject([
        { kind: 'case.dispatch', what: { lead: 'e-roads' } },
      ]);
      expect(hub.doc().holder).toBe('street:110101002');
      expect(atWork(hub)).toEqual([]);
    }
  });

  it('rule 22 undoes the return: what was sent instead assists only when it is on its way', () => {
    const turned = meet(['asked'], ['grant, to water'], 'roads arrive');
    expect(atWork(turned.hub)).toEqual(['e-roads*']);
    expect(turned.hub.doc()).toMatchObject({ stage: 'handling', returns: 0 });
    expect(told(turned.decision, 'unit-cancelled')).toEqual(['unit:e-water']);
    const moving = meet(
      ['asked'],
      ['grant, to water', 'water sign', 'water leave'],
      'roads arrive',
    );
    expect(atWork(moving.hub)).toEqual(['e-roads*', 'e-water']);
  });

  it('rule 23 leaves no ask open about work that is done', () => {
    const { hub } = meet(['asked'], ['roads done'], 'grant the return');
    expect(Object.values(hub.doc().asks ?? {})).toMatchObject([{ state: 'lapsed' }]);
    const cancelled = meet(['signed'], ['recall roads', 'dispatch water'], 'roads done');
    expect(atWork(cancelled.hub)).toEqual([]);
    expect(told(cancelled.decision, 'unit-cancelled')).toEqual(['unit:e-water']);
  });

  it('rule 24 sends the case back once, whichever finding came first', () => {
    for (const { hub } of [
      meet(['handled'], ['check passed'], 'check failed'),
      meet(['handled'], ['check failed'], 'check passed'),
    ]) {
      expect(hub.doc()).toMatchObject({ rework: 1, verified: 'fail', proposedUnit: 'e-roads' });
    }
  });

  it('rule 30 keeps the refusal and undoes its ending', () => {
    const { hub } = meet(['reported'], ['refuse'], 'file as deep');
    expect(hub.doc().closedAt).toBeUndefined();
    expect(hub.doc().condition).toBe('c-deep');
    expect(Object.values(hub.doc().conflicts ?? {})[0]?.held?.kind).toBe('case.refuse');
  });

  it('rule 32 answers whoever urged', () => {
    const late = meet(['to_close'], ['close'], 'urge');
    expect(told(late.decision, 'urge-answered')).toEqual([`operator2@${EAST}`]);
    expect(late.hub.doc().urged).toBe(1);
    const early = meet(['to_close'], ['urge'], 'close');
    expect(told(early.decision, 'urge-answered')).toEqual([`operator1@${EAST}`]);
  });

  it('rule 33 keeps the report of a call that met a case opened again', () => {
    const { hub, decision } = meet(['closed'], ['reopen'], 'call back, unsolved');
    expect(hub.doc().round).toBe(2);
    expect(Object.keys(hub.doc().callbacks ?? {})).toHaveLength(1);
    expect(told(decision, 'one-new-round')).toEqual([`callbackClerk+operator2@${EAST}`]);
    expect(meet(['closed'], ['reopen'], 'reopen').hub.doc().round).toBe(2);
  });

  it('rule 33 keeps both reports and opens one round', () => {
    const { hub } = meet(['closed'], ['call back, unsolved'], 'call back, unsolved');
    expect(hub.doc().round).toBe(2);
    expect(Object.keys(hub.doc().callbacks ?? {})).toHaveLength(2);
  });
});

describe('of whistles', () => {
  const whistle = (hub: Hub) => Object.values(hub.doc().whistles ?? {}).at(-1);
  const burst: readonly SayingName[] = ['whistle for roads'];
  const ruin: readonly SayingName[] = ['whistle about a ruin'];

  it('rule 12 unites the departments and calls those of the street', () => {
    const { hub, decision } = meet(['to_dispatch'], burst, 'whistle about a ruin');
    expect(Object.keys(hub.doc().whistles ?? {})).toHaveLength(1);
    expect(Object.keys(whistle(hub)?.units ?? {})).toEqual(['e-roads', 'd-water', 'e-green']);
    expect(whistle(hub)?.units['e-green']?.calledAt).toBe(hub.at());
    expect(told(decision, 'whistle-called')).toEqual(['unit:e-green']);
    expect(told(decision, 'whistles-united')).toEqual([
      `dispatcher2@${EAST}`,
      `dispatcher1@${EAST}`,
    ]);
  });

  it('rule 12 starts the deadline with the earlier, whichever was decided first', () => {
    const later = situation('to_dispatch');
    const seen = later.doc().ver;
    later.say(saying('whistle about a ruin', later, 1));
    const blownAt = later.at() - 30_000;
    later.say(saying('whistle for roads', later, 2), { seen, at: blownAt });
    expect(whistle(later)).toMatchObject({
      item: 'w-burst',
      kind: 'emergency',
      by: `dispatcher2@${EAST}`,
      openedAt: blownAt,
    });
    expect(later.doc().clocks.whistleRespond).toMatchObject({
      startedAt: blownAt,
      dueAt: blownAt + HOUR_MS / 2,
    });
    const { hub } = meet(['to_dispatch'], ruin, 'whistle for roads');
    const first = whistle(hub)?.openedAt ?? 0;
    expect(whistle(hub)?.item).toBe('w-ruin');
    expect(hub.doc().clocks.whistleRespond?.dueAt).toBe(first + HOUR_MS / 2);
  });

  it('rule 12 lets one report count for both', () => {
    const { hub } = meet(['called'], ['water reports'], 'note');
    const seen = situation('to_dispatch').doc().ver;
    hub.say(saying('whistle for water', hub, 2), { seen });
    expect(Object.keys(hub.doc().whistles ?? {})).toHaveLength(1);
    expect(whistle(hub)).toMatchObject({ filing: 'accepted' });
    expect(whistle(hub)?.units['d-water']?.respondedAt).toBeDefined();
    expect(hub.doc().clocks.whistleRespond?.endedAt).toBeDefined();
  });

  it('rule 12 files again for a department of which the district has not heard', () => {
    const { hub } = meet(['to_dispatch'], ['whistle about a ruin'], 'note');
    const seen = hub.doc().ver - 2;
    hub.say({
      by: 'dutyChief1@district',
      kind: 'whistle.file',
      args: { accept: true, units: [], reason: '' },
    });
    hub.say(saying('whistle for roads', hub, 2), { seen });
    expect(whistle(hub)).toMatchObject({ filing: 'pending' });
    hub.say(saying('file the whistle', hub, 1));
    expect(whistle(hub)?.units['d-water']?.calledAt).toBe(hub.at());
  });

  it('rule 35 keeps the second marks, and puts them in force when the chief says so', () => {
    const { hub } = meet(['whistled out'], ['mark water'], 'mark water lower');
    expect(whistle(hub)?.units['d-water']?.score).toMatchObject({ skill: 4 });
    expect(Object.values(hub.doc().alternatives?.['score:d-water'] ?? {})).toMatchObject([
      { value: '4 4 2 4', by: `dutyChief2@${EAST}` },
    ]);
    const conflict = Object.keys(hub.doc().conflicts ?? {})[0] ?? '';
    hub.say({
      by: `dutyChief3@${EAST}`,
      kind: 'conflict.resolve',
      args: { conflict, option: 'second', note: '' },
    });
    expect(whistle(hub)?.units['d-water']?.score).toMatchObject({
      skill: 2,
      by: `dutyChief2@${EAST}`,
    });
  });
});
