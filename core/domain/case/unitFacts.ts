import type { OpKind } from '../operation/args.ts';
import type { OperationBody } from '../operation/operation.ts';
import type { DomainRefusal } from '../operation/refusal.ts';
import { factTime, patchAssignment } from './assignments.ts';
import { followUnits } from './adjustUnits.ts';
import type { CaseAct } from './caseAct.ts';
import type { AssignmentState, CaseDoc } from './caseDoc.ts';
import { type CaseWork, put } from './caseWork.ts';
import { endClocks } from './clocks.ts';
import { occupyUnit, releaseUnit } from './exclusiveUnit.ts';

type AboutAssignment = Extract<
  OpKind,
  'assign.sign' | 'assign.respond' | 'assign.progress' | 'assign.done'
>;

function wrongState(
  op: OperationBody<AboutAssignment>,
  doc: CaseDoc,
  states: readonly AssignmentState[],
): DomainRefusal | null {
  const assignment = doc.assignments?.[op.args.assignment];
  if (assignment === undefined) return { code: 'assignment/not-found' };
  if (states.includes(assignment.state) && assignment.round === doc.round) return null;
  return { code: 'assignment/wrong-state', detail: { state: assignment.state } };
}

const AT_WORK: readonly AssignmentState[] = ['signed', 'responded'];

export const signAssignment: CaseAct<'assign.sign'> = {
  misfit: (op, doc) => wrongState(op, doc, ['offered']),
  apply(work, op) {
    const one = work.doc.assignments?.[op.args.assignment];
    if (one === undefined) return;
    const signedAt = factTime(work, op.args.at, one.offeredAt);
    patchAssignment(work, one.id, { state: 'signed', signedAt });
    if (one.lead) endClocks(work, ['sign'], signedAt);
    followUnits(work);
  },
};

export const respond: CaseAct<'assign.respond'> = {
  misfit: (op, doc) => wrongState(op, doc, AT_WORK),
  apply(work, op) {
    const one = work.doc.assignments?.[op.args.assignment];
    if (one === undefined) return;
    const stepAt = factTime(work, op.args.at, one.signedAt ?? one.offeredAt);
    patchAssignment(work, one.id, { state: 'responded', step: op.args.step, stepAt });
    if (op.args.step === 'contacted') noteContact(work, stepAt);
    occupyUnit(work, one.id);
  },
};

export const progress: CaseAct<'assign.progress'> = {
  misfit: (op, doc) => wrongState(op, doc, AT_WORK),
  apply: (work, op) => keepPhotos(work, op.args.photos, 'near'),
};

/** The unit says it is done; with the lead and all the others done, the case is handled. */
export const done: CaseAct<'assign.done'> = {
  misfit: (op, doc) => wrongState(op, doc, AT_WORK),
  apply(work, op) {
    const one = work.doc.assignments?.[op.args.assignment];
    if (one === undefined) return;
    const { result, solved } = op.args;
    patchAssignment(work, one.id, { state: 'done', doneAt: work.at, result, solved });
    keepPhotos(work, op.args.photosAfter, 'after');
    releaseUnit(work, one.unit);
    followUnits(work);
  },
};

/** Photos arrive by their hash; names and sizes come with `case.attach`. */
export function keepPhotos(work: CaseWork, hashes: readonly string[], use: 'near' | 'after'): void {
  const { round, attachments } = work.doc;
  const fresh = hashes.filter((sha256) => attachments?.[sha256] === undefined);
  // The same picture again in a later round counts for that one, too.
  const again = hashes.filter((sha256) => (attachments?.[sha256]?.round ?? 1) < round);
  if (fresh.length === 0 && again.length === 0) return;
  const inRound = round > 1 ? { round } : {};
  put(work, {
    attachments: Object.fromEntries([
      ...again.map((sha256) => [sha256, { use, ...inRound }] as const),
      ...fresh.map((sha256) => [sha256, { name: '', use, bytes: 0, ...inRound }] as const),
    ]),
  });
}

export function noteContact(work: CaseWork, at: number): void {
  if (work.doc.firstContactAt !== undefined) return;
  put(work, { firstContactAt: at });
  endClocks(work, ['firstContact'], at);
}
