import type { PlaceOnFile } from '../../case/caseDoc.ts';
import { type CaseWork, put, settle, tell } from '../../case/caseWork.ts';
import { fieldValue } from '../../case/editCase.ts';
import { markAct } from '../../case/markAct.ts';
import { applyPlain, plainMisfit } from '../../case/plainActs.ts';
import { compareUrgency } from '../../case/urgencyOrder.ts';
import type { DecidedOp } from '../../operation/decision.ts';
import type { OperationBody } from '../../operation/operation.ts';
import type { Meet } from '../meet.ts';
import { raiseConflict } from '../raise.ts';

/** Rules 7 and 8: one field edited twice asks a person, two fields do not disturb each other. */
export const editMeetsEdit: Meet = ({ work, op, earlier }) => {
  if (op.kind !== 'case.edit' || earlier.op.kind !== 'case.edit') return false;
  const { field, to } = op.args;
  if (earlier.op.args.field !== field) {
    if (plainMisfit(op, work.doc, work.facts) !== null) return false;
    applyPlain(work, op);
    markAct(work);
    settle(work, 'applied', { rule: 8 });
    return true;
  }
  if (plainMisfit(op, work.doc, work.facts)?.code === 'case/ended') return false;
  if (fieldValue(work.doc, field) === to) {
    settle(work, 'noop', { rule: 7 });
    return true;
  }
  keepBoth(work, earlier, { field, value: to });
  return true;
};

function keepBoth(
  work: CaseWork,
  earlier: DecidedOp,
  second: { readonly field: string; readonly value: string },
): void {
  keepAlternative(work, second.field, second.value);
  raiseConflict(work, {
    rule: 7,
    earlier,
    options: ['first', 'second'],
    inForce: 'first',
    held: work.op,
  });
}

function keepAlternative(work: CaseWork, field: string, value: string): void {
  const { op } = work;
  const kept = { value, by: op.actor, at: work.at, op: op.opId };
  put(work, { alternatives: { [field]: { [op.opId]: kept } } });
}

/** Rule 7 for the place: what was measured on site beats what was typed. */
export const locateMeetsLocate: Meet = ({ work, op, earlier }) => {
  if (op.kind !== 'case.locate' || earlier.op.kind !== 'case.locate') return false;
  if (plainMisfit(op, work.doc, work.facts) !== null) return false;
  const now = work.doc.place;
  if (samePlace(now, op)) {
    settle(work, 'noop', { rule: 7 });
  } else if (op.args.by === 'on_site' && now.by !== 'on_site') {
    applyPlain(work, op);
    markAct(work);
    settle(work, 'applied', { rule: 7 });
    tell(work, earlier.op.actor, 'measured-on-site');
  } else if (now.by === 'on_site' && op.args.by !== 'on_site') {
    keepAlternative(work, 'place', op.args.text);
    settle(work, 'superseded', { rule: 7, reason: { code: 'op/overtaken' } });
    tell(work, op.actor, 'measured-on-site');
  } else {
    keepBoth(work, earlier, { field: 'place', value: op.args.text });
  }
  return true;
};

function samePlace(now: PlaceOnFile, { args }: OperationBody<'case.locate'>): boolean {
  return now.point?.lonE6 === args.point.lonE6 && now.point.latE6 === args.point.latE6;
}

/** Rules 7 and 36: the higher urgency stands, silently; nothing concurrent lowers. */
export const urgencyMeetsUrgency: Meet = ({ work, op, earlier }) => {
  if (op.kind !== 'case.urgency' || earlier.op.kind !== 'case.urgency') return false;
  if (plainMisfit(op, work.doc, work.facts)?.code === 'case/ended') return false;
  const step = compareUrgency(op.args.level, work.doc.urgency);
  const rule = lowers(op) !== lowers(earlier.op) ? 36 : 7;
  if (step > 0) {
    applyPlain(work, op);
    settle(work, 'applied', { rule });
  } else if (step === 0) settle(work, 'noop', { rule });
  else settle(work, 'superseded', { rule, reason: { code: 'op/overtaken' } });
  return true;
};

function lowers({ args }: OperationBody<'case.urgency'>): boolean {
  return args.from !== undefined && compareUrgency(args.level, args.from) < 0;
}

const UNITED: readonly string[] = ['case.tag', 'case.note', 'case.attach', 'caller.add'];

/** Rule 9: union; a tag is taken away only by whoever saw it. */
export const unionOfNotes: Meet = ({ work, op, earlier }) => {
  if (!UNITED.includes(op.kind) || !UNITED.includes(earlier.op.kind)) return false;
  if (op.kind === 'case.tag') {
    const added = tagsAddedUnseen(work);
    const remove = op.args.remove.filter((tag) => !added.has(tag));
    applyPlain(work, { ...op, args: { ...op.args, remove } });
    settle(work, remove.length < op.args.remove.length ? 'adjusted' : 'applied', { rule: 9 });
    return true;
  }
  applyPlain(work, op);
  settle(work, 'applied', { rule: 9 });
  return true;
};

function tagsAddedUnseen(work: CaseWork): Set<string> {
  const added = new Set<string>();
  for (const { op } of work.facts.unseen) {
    if (op.kind === 'case.tag') for (const tag of op.args.add) added.add(tag);
  }
  return added;
}
