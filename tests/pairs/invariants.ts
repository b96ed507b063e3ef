import { expect } from 'vitest';
import type { Hub } from '#core/domain/case/caseBuilders.ts';
import type { CaseKind } from '#core/domain/case/caseActs.ts';
import type { Stage } from '#core/domain/case/caseDoc.ts';
import type { Decision } from '#core/domain/operation/decision.ts';
import { kindSpecs } from '#core/domain/operation/kindSpec.ts';

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
/** What must hold of every decision on a case, whatever meets whatever. */
export function holds(
  hub: Hub,
  decision: Decision,
  kind: CaseKind | 'case.create',
  before: number,
): void {
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
  // Whatever is open has one of its options in force: nothing waits for whoever will choose.
  for (const one of Object.values(doc.conflicts ?? {})) expect(one.options).toContain(one.default);
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
