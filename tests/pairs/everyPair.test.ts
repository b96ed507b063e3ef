import { describe, expect, it } from 'vitest';
import type { Hub } from '#core/domain/case/caseBuilders.ts';
import type { Stage } from '#core/domain/case/caseDoc.ts';
import type { CaseKind } from '#core/domain/case/caseActs.ts';
import { decide } from '#core/domain/decide.ts';
import type { Decision } from '#core/domain/operation/decision.ts';
import { kindSpecs } from '#core/domain/operation/kindSpec.ts';
import type { AnyBody } from '#core/domain/operation/operation.ts';
import { oneOfEach, saying } from '#core/domain/case/caseSayings.ts';
import { disputed, situation } from '#core/domain/case/caseSituations.ts';

const KINDS = Object.keys(oneOfEach) as (CaseKind | 'case.create')[];
const STAGES: readonly Stage[] = [
  'reported',
  'precheck',
  'to_dispatch',
  'dispatched',
  'handling',
  'handled',
  'to_close',
  'closed',
  'refused',
  'voided',
  'merged',
];
const AT = ['to_dispatch', 'handling', 'to_close'] as const;

function act(hub: Hub, kind: CaseKind | 'case.create', who: 1 | 2): Decision {
  return hub.say(saying(oneOfEach[kind], hub, who));
}

/** What must hold of every decision on a case, whatever meets whatever. */
function holds(hub: Hub, decision: Decision, kind: CaseKind | 'case.create', before: number): void {
  const doc = hub.doc();
  expect(doc.ver).toBe(before + 1);
  expect(STAGES).toContain(doc.stage);
  expect(doc.updatedAt).toBe(hub.at());
  if (kindSpecs[kind].cls === 'F' && kind !== 'case.create') {
    expect(decision.outcome).not.toBe('refused-recorded');
  }
  expect(decision.outcome).not.toBe('deferred');
  const raised = Object.values(doc.conflicts ?? {}).some((one) =>
    one.sides.some((side) => side.op === hub.log().at(-1)?.op.opId),
  );
  expect(raised).toBe(decision.outcome === 'conflict');
  expect(JSON.parse(JSON.stringify(decision))).toEqual(decision);
  stageFollowsUnits(hub);
}

/** A case at work has exactly one lead; a case that waits for dispatch has nobody at work. */
function stageFollowsUnits(hub: Hub): void {
  const doc = hub.doc();
  const active = Object.values(doc.assignments ?? {}).filter(
    (one) =>
      one.round === doc.round &&
      one.over !== true &&
      ['offered', 'signed', 'responded'].includes(one.state),
  );
  const leads = Object.values(doc.assignments ?? {}).filter(
    (one) =>
      one.round === doc.round &&
      one.over !== true &&
      one.lead &&
      !['returned', 'recalled', 'waived'].includes(one.state),
  );
  if (doc.stage === 'dispatched' || doc.stage === 'handling') expect(leads).toHaveLength(1);
  else expect(active).toEqual([]);
}

describe.each(AT)('every pair of kinds on a case in %s', (stage) => {
  for (const first of KINDS) {
    it(`${first} and then each other kind`, () => {
      for (const second of KINDS) {
        for (const concurrent of [true, false]) {
          const hub = disputed(stage);
          const seen = hub.doc().ver;
          const a = act(hub, first, 1);
          holds(hub, a, first, seen);
          const said = saying(oneOfEach[second], concurrent ? disputed(stage) : hub, 2);
          const before = hub.doc();
          const b = hub.say(said, concurrent ? { seen } : {});
          holds(hub, b, second, before.ver);
        }
      }
    });
  }
});

describe('a decision', () => {
  it('is the same whoever makes it, and changes nothing that it was given', () => {
    for (const stage of AT) {
      for (const kind of KINDS) {
        const hub = situation(stage);
        const seen = hub.doc().ver - 1;
        const op = freeze(hub.body(saying(oneOfEach[kind], hub, 1), seen)) as AnyBody;
        const facts = hub.facts(seen);
        freeze(facts.doc);
        freeze(facts.unseen);
        const text = JSON.stringify(decide(op, facts));
        expect(JSON.stringify(decide(op, facts))).toBe(text);
      }
    }
  });
});

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) freeze(part);
    Object.freeze(value);
  }
  return value;
}
