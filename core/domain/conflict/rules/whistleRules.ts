import { followWhistle, patchUnit } from '../../case/answerWhistle.ts';
import type { CaseDoc } from '../../case/caseDoc.ts';
import { type CaseWork, put, settle, tell } from '../../case/caseWork.ts';
import { markAct } from '../../case/markAct.ts';
import { namedUnits, uniteLimits, whistleMisfit } from '../../case/openWhistle.ts';
import { plainMisfit } from '../../case/plainActs.ts';
import type { Whistle } from '../../case/whistleDoc.ts';
import { openWhistle } from '../../case/whistles.ts';
import type { OperationBody } from '../../operation/operation.ts';
import type { Meet } from '../meet.ts';
import { raiseConflict } from '../raise.ts';

/**
 * Rule 12: two whistles about one case are one. Its units are those of both, its limits start with the earlier
 * and are the shorter ones, and what a unit reports counts for both.
 */
export const whistleMeetsWhistle: Meet = ({ work, op, earlier }) => {
  const first = earlier.op;
  if (op.kind !== 'whistle.open' || first.kind !== 'whistle.open') return false;
  const whistle = openWhistle(work.doc);
  if (whistle === null || whistleMisfit(op, work.facts) !== null) return false;
  unite(work, whistle, op);
  markAct(work);
  settle(work, 'merged', { rule: 12 });
  for (const to of new Set([op.actor, first.actor])) tell(work, to, 'whistles-united');
  return true;
};

function unite(work: CaseWork, whistle: Whistle, op: OperationBody<'whistle.open'>): void {
  const named = namedUnits(work, op, whistle.street);
  for (const [unit, patch] of Object.entries(named)) {
    if (whistle.units[unit] === undefined) patchUnit(work, whistle, { unit, patch });
  }
  const isWaiting = Object.entries(named).some(
    ([unit, { calledAt }]) => calledAt === undefined && whistle.units[unit] === undefined,
  );
  // Whom the district has not heard of is not called before it has.
  if (isWaiting) put(work, { whistles: { [whistle.id]: { filing: 'pending' } } });
  if (work.at < whistle.openedAt) put(work, { whistles: { [whistle.id]: asBlown(work, op) } });
  uniteLimits(work, { item: op.args.item, openedAt: Math.min(work.at, whistle.openedAt) });
  followWhistle(work);
}

/** The earlier one gives the item, whichever the district heard of first. */
function asBlown(work: CaseWork, { args, actor }: OperationBody<'whistle.open'>) {
  const { item, dictVersion, standards, kind } = args;
  return { item, dictVersion, standards, kind, by: actor, openedAt: work.at };
}

/**
 * Rule 35: a unit is marked twice for one whistle. The first marks stand, the second ones are kept beside them, and
 * the chief of the street is asked.
 */
export const scoreMeetsScore: Meet = ({ work, op, earlier }) => {
  const first = earlier.op;
  if (op.kind !== 'whistle.score' || first.kind !== 'whistle.score') return false;
  if (op.args.unit !== first.args.unit) return false;
  if (plainMisfit(op, work.doc, work.facts)?.code !== 'whistle/scored') return false;
  const whistle = markedAt(work.doc, op.args.unit, earlier.at);
  if (whistle === null) return false;
  if (marksOf(op) === marksOf(first)) {
    settle(work, 'merged', { rule: 35 });
    tell(work, op.actor, 'acted-alike');
    tell(work, first.actor, 'acted-alike');
    return true;
  }
  const kept = { value: marksOf(op), by: op.actor, at: work.at, op: op.opId };
  put(work, { alternatives: { [`score:${op.args.unit}`]: { [op.opId]: kept } } });
  raiseConflict(work, {
    rule: 35,
    earlier,
    options: ['first', 'second'],
    inForce: 'first',
    held: op,
    owner: whistle.street,
  });
  return true;
};

/** The whistle for which the unit was marked then. */
export function markedAt(doc: CaseDoc, unit: string, at: number): Whistle | null {
  const all = Object.values(doc.whistles ?? {});
  return all.find(({ units }) => units[unit]?.score?.at === at) ?? null;
}

function marksOf({ args }: OperationBody<'whistle.score'>): string {
  const { efficiency, cooperation, skill, ownership, comment } = args;
  const marks = [efficiency, cooperation, skill, ownership].join(' ');
  return comment === '' ? marks : `${marks} ${comment}`;
}
