import { isActive, leadOf } from '../../case/assignments.ts';
import { type CaseWork, settle, tell } from '../../case/caseWork.ts';
import { matterOf } from '../../case/clocks.ts';
import { handOut } from '../../case/dispatchCase.ts';
import { busyUnit } from '../../case/exclusiveUnit.ts';
import { markAct } from '../../case/markAct.ts';
import { applyPlain, plainMisfit } from '../../case/plainActs.ts';
import { keepAsSeen, keepStricter } from '../../case/reclassifyCase.ts';
import type { ArgsOf } from '../../operation/args.ts';
import type { DecidedOp } from '../../operation/decision.ts';
import type { Meet } from '../meet.ts';
import { raiseConflict } from '../raise.ts';

/**
 * Rule 15: two reclassifications. The same is one; the deeper one stands: a matter that is part of the other, or
 * the same one under one of its conditions; of two others the first stands and a person is asked.
 */
export const classMeetsClass: Meet = ({ work, op, earlier }) => {
  const first = earlier.op;
  if (op.kind !== 'case.reclassify' || first.kind !== 'case.reclassify') return false;
  if (work.doc.matter !== first.args.matter) return false;
  const misfit = plainMisfit(op, work.doc, work.facts)?.code;
  if (misfit !== undefined && misfit !== 'case/field-unchanged') return false;
  if (misfit === 'case/field-unchanged') {
    settle(work, 'noop', { rule: 15 });
    tell(work, op.actor, 'acted-alike');
    tell(work, first.actor, 'acted-alike');
  } else if (isDeeper(work, op.args, first.args)) {
    applyPlain(work, op);
    settle(work, 'applied', { rule: 15 });
    tell(work, first.actor, 'reclassified-meanwhile');
  } else if (isDeeper(work, first.args, op.args)) {
    settle(work, 'superseded', { rule: 15, reason: { code: 'op/overtaken' } });
    tell(work, op.actor, 'reclassified-meanwhile');
  } else {
    raiseConflict(work, {
      rule: 15,
      earlier,
      options: ['first', 'second'],
      inForce: 'first',
      held: op,
    });
  }
  return true;
};

type Class = ArgsOf['case.reclassify'];

function isDeeper({ facts }: CaseWork, one: Class, other: Class): boolean {
  if (one.matter === other.matter) return other.condition === null;
  return facts.reference.matter(one.matter)?.above?.includes(other.matter) === true;
}

/**
 * Rule 14: a case is reclassified while somebody sends it out. Both stand and the stricter deadline counts; a
 * unit that the new matter is none of the business of, and that has not responded, is proposed to be recalled.
 */
export const classMeetsDispatch: Meet = ({ work, op, earlier }) => {
  if (plainMisfit(op, work.doc, work.facts) !== null) return false;
  if (op.kind === 'case.reclassify') {
    const lead = leadOf(work.doc);
    if (lead === null || !isActive(lead) || lead.byOp !== earlier.op.opId) return false;
    const { clocks } = work.doc;
    applyPlain(work, op);
    keepStricter(work, clocks);
  } else if (op.kind === 'case.dispatch' && earlier.op.kind === 'case.reclassify') {
    if (work.doc.matter !== earlier.op.args.matter) return false;
    if (op.args.units.some(({ unit }) => isBusy(work, unit))) return false;
    // Its condition is of a matter that the case no longer has: it sets no more than the stricter time.
    handOut(work, op.args.units, null);
    keepAsSeen(work, op.args.condition);
  } else return false;
  markAct(work);
  judgeCompetence(work, earlier);
  return true;
};

function isBusy(work: CaseWork, unit: string): boolean {
  return busyUnit(unit, work.doc.caseId, work.facts) !== null;
}

/** The units that a dispatch of one of the two sent, and who leads them now. */
function judgeCompetence(work: CaseWork, earlier: DecidedOp): void {
  const lead = leadOf(work.doc);
  const competent =
    matterOf(work.doc, work.facts.reference)?.dutyUnit(work.doc.place.street ?? null) ?? null;
  const isIncompetent = competent !== null && lead !== null && competent !== lead.unit;
  if (!isIncompetent || lead.state === 'responded') {
    settle(work, 'applied', { rule: 14 });
    tell(work, earlier.op.actor, 'reclassified-meanwhile');
    return;
  }
  raiseConflict(work, {
    rule: 14,
    earlier,
    options: ['keep', 'recall'],
    inForce: 'keep',
    held: work.op,
  });
}
