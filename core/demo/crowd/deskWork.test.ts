import { describe, expect, it } from 'vitest';
import type { CaseId, Scope } from '../../domain/operation/identity.ts';
import type { WireDecision } from '../../protocol/sync/frames.ts';
import type { HistoryHour } from '../history/historyDays.ts';
import type { PlannedOp } from '../history/plannedOp.ts';
import { DeskWork } from './deskWork.ts';
import type { Desk } from './deskWork.ts';

const STREET: Scope = 'street:110101001';

function op(kind: 'case.create' | 'case.file' | 'caller.add', at: number, caseId: CaseId) {
  const args = kind === 'case.create' ? { caseNo: 'DC261122-0001', callId: null } : {};
  const by = { scope: STREET, actor: 'p-00001', seat: 'DH-1' };
  // The few fields that are looked at stand for the whole.
  return { kind, at, opId: `${caseId}/${at}`, caseId, by, args } as unknown as PlannedOp;
}

function called(at: number, caseId: CaseId): PlannedOp {
  const made = op('case.create', at, caseId);
  return { ...made, args: { ...made.args, callId: 'call-1' } } as PlannedOp;
}

/** A district of one desk: versions as they are there, and everything that was said. */
function setUp(hours: readonly HistoryHour[], there: Map<string, number> = new Map()) {
  const said: { readonly kind: string; readonly ver: number; readonly args: unknown }[] = [];
  let outcome = 'applied';
  const desk: Desk = {
    versionOf: (caseId) => Promise.resolve(there.get(caseId) ?? null),
    act: ({ kind, args, caseId }, ver) => {
      said.push({ kind, ver, args });
      if (caseId !== null) there.set(caseId, ver + 1);
      return Promise.resolve({ outcome } as WireDecision);
    },
  };
  let now = 0;
  const plan = { hours: hours[Symbol.iterator](), versions: new Map<string, number>(), from: 0 };
  const work = new DeskWork(plan, {
    consoleOf: (scope) => Promise.resolve(scope === STREET ? desk : null),
    now: () => now,
  });
  return {
    said,
    there,
    work,
    refuse: () => (outcome = 'refused'),
    async at(time: number) {
      now = time;
      await work.turn();
      return said.map(({ kind }) => kind);
    },
  };
}

const hour = (from: number, ops: readonly PlannedOp[]): HistoryHour => ({
  from,
  to: from + 100,
  ops,
  calls: [],
});

describe('the crowd at its desks', () => {
  it('says each thing when its time has come, on the version that stands, without a number', async () => {
    const town = setUp([hour(0, [op('case.create', 10, 'a'), op('case.file', 60, 'a')])]);
    expect(await town.at(5)).toEqual([]);
    expect(await town.at(20)).toEqual(['case.create']);
    expect(await town.at(80)).toEqual(['case.create', 'case.file']);
    expect(town.said.map(({ ver }) => ver)).toEqual([0, 1]);
    expect(town.said[0]?.args).toEqual({ caseNo: null, callId: null });
  });

  it('leaves a case alone that somebody else has worked on', async () => {
    const town = setUp([hour(0, [op('case.create', 10, 'a'), op('case.file', 60, 'a')])]);
    await town.at(20);
    town.there.set('a', 2);
    expect(await town.at(80)).toEqual(['case.create']);
  });

  it('goes on with no case of which an act was refused', async () => {
    const town = setUp([hour(0, [op('case.create', 10, 'a'), op('case.file', 60, 'a')])]);
    town.refuse();
    expect(await town.at(80)).toEqual(['case.create']);
    expect(town.work.refused).toBe(1);
  });

  it('makes nothing of the calls of the plan: calls ring by themselves', async () => {
    const ops = [called(10, 'a'), op('case.file', 20, 'a'), op('caller.add', 30, 'b')];
    expect(await setUp([hour(0, ops)]).at(90)).toEqual([]);
  });

  it('does what is added beside the plan', async () => {
    const town = setUp([hour(0, [])]);
    town.work.add([op('case.create', 40, 'c')]);
    expect(await town.at(50)).toEqual(['case.create']);
  });
});
