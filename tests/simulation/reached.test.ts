import { expect, it } from 'vitest';
import { kindSpecs } from '#core/domain/operation/kindSpec.ts';
import type { OpKind } from '#core/domain/operation/args.ts';
import { byKind, sumOf, type Reached } from './reached.ts';
import { runHistory } from './runHistory.ts';

const SIZE = { replicas: 8, acts: 60, bringsOn: true } as const;
const HISTORIES_MAX = 60;

/** Kinds that no history draws, and why. */
const NOT_DRAWN: Partial<Record<OpKind, string>> = {
  'call.log': 'the telephone is not in this town',
  'shift.open': 'nobody logs in: where people sit is the business of the real door',
  'shift.handOver': 'nobody logs in',
  'access.note': 'no page looks: it is written by the host that shows',
  'grant.give': 'an administrator has no case, and rights here are those of the town',
  'grant.revoke': 'an administrator has no case',
  'device.enrol': 'the devices of the town are known',
  'device.revoke': 'the devices of the town are known',
  'drill.cut': 'lines are cut by the weather',
  'retention.set': 'an administrator has no case',
  'case.redact': 'the books read what was said from the log, where it would be gone',
  'ref.publish': 'there is one catalogue',
};

/** Said by the district's own program, which sees everything, or of what nobody else can know yet. */
const NEVER_CONCURRENT: readonly OpKind[] = [
  'case.create',
  'case.number',
  'case.mirror',
  'numbers.lease',
];

function missing(reached: Reached): readonly string[] {
  const kinds = byKind(reached);
  return (Object.keys(kindSpecs) as OpKind[])
    .filter((kind) => NOT_DRAWN[kind] === undefined)
    .flatMap((kind) => {
      const { all = 0, concurrent = 0 } = kinds.get(kind) ?? {};
      if (all === 0) return [kind];
      return concurrent > 0 || NEVER_CONCURRENT.includes(kind) ? [] : [`${kind} concurrent`];
    });
}

it('every kind of act is decided in some history, and behind acts that its author had not seen', async () => {
  let reached: Reached = {};
  for (let i = 0; i < HISTORIES_MAX && missing(reached).length > 0; i += 1) {
    const told = await runHistory({ ...SIZE, seed: `on/${i}` });
    expect([i, told.isSettled, told.violations]).toEqual([i, true, []]);
    reached = sumOf([reached, told.reached]);
  }
  expect(missing(reached)).toEqual([]);
});

it('no kind is listed as not drawn that is', async () => {
  const { reached } = await runHistory({ ...SIZE, seed: 'on/0' });
  const drawn = byKind(reached);
  expect(Object.keys(NOT_DRAWN).filter((kind) => drawn.has(kind))).toEqual([]);
});
