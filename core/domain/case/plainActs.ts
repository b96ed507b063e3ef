import type { OpKind } from '../operation/args.ts';
import type { DecideFacts } from '../operation/decision.ts';
import { kindSpecs } from '../operation/kindSpec.ts';
import type { AnyBody, OperationBody } from '../operation/operation.ts';
import type { DomainRefusal } from '../operation/refusal.ts';
import { answerCase, fileCase, refuseCase, sendCase } from './acceptCase.ts';
import { addUnit, recallUnit, waiveUnit } from './adjustUnits.ts';
import {
  addCaller,
  attachFile,
  firstContact,
  noteCase,
  replyCitizen,
  tagCase,
} from './annotateCase.ts';
import { reportWhistle, respondToWhistle } from './answerWhistle.ts';
import { askReturn } from './askReturn.ts';
import { askUnits } from './askUnits.ts';
import { callBack } from './callBack.ts';
import type { CaseAct } from './caseAct.ts';
import { type CaseDoc, ENDED_STAGES } from './caseDoc.ts';
import type { CaseWork } from './caseWork.ts';
import { closeCase } from './closeCase.ts';
import { dispatchCase } from './dispatchCase.ts';
import { archiveCase, askForcedClose, askVoid, forceClose, voidCase } from './endCase.ts';
import { checkWhistle, fileWhistle } from './fileWhistle.ts';
import { editCase, locateCase, setUrgency } from './editCase.ts';
import { askSend, takeCase } from './holdCase.ts';
import { judgeAsk } from './judgeAsk.ts';
import { askExtension, askSuspension } from './limitAsks.ts';
import { reopenCase } from './newRound.ts';
import { numberCase } from './numberCase.ts';
import { redactCase } from './redactCase.ts';
import { reclassifyCase } from './reclassifyCase.ts';
import { endSupervision, superviseCase } from './superviseCase.ts';
import { declineProposal } from './declineProposal.ts';
import { done, progress, respond, signAssignment } from './unitFacts.ts';
import { urgeCase } from './urgeCase.ts';
import { undoAct } from './undoAct.ts';
import { linkCase } from './linkCase.ts';
import { mergeCase } from './mergeCase.ts';
import { mirrorCase } from './mirrorCase.ts';
import { blowWhistle } from './openWhistle.ts';
import { scoreResponse, scoreWhistle } from './scoreWhistle.ts';
import { orderVerification, reportVerification } from './verifyCase.ts';

/** Kinds that act on a case which exists, without those that settle conflicts about them. */
export type PlainKind = Exclude<
  OpKind,
  | 'case.create'
  | 'conflict.resolve'
  | 'conflict.refer'
  | 'call.log'
  | 'shift.open'
  | 'shift.handOver'
  | 'grant.give'
  | 'grant.revoke'
  | 'device.enrol'
  | 'device.revoke'
  | 'drill.cut'
  | 'retention.set'
  | 'access.note'
  | 'numbers.lease'
  | 'ref.publish'
>;

export const plainActs: { readonly [K in PlainKind]: CaseAct<K> } = {
  'case.number': numberCase,
  'case.file': fileCase,
  'case.answer': answerCase,
  'case.refuse': refuseCase,
  'case.edit': editCase,
  'case.locate': locateCase,
  'case.reclassify': reclassifyCase,
  'case.urgency': setUrgency,
  'case.tag': tagCase,
  'case.note': noteCase,
  'case.attach': attachFile,
  'caller.add': addCaller,
  'case.link': linkCase,
  'case.merge': mergeCase,
  'case.mirror': mirrorCase,
  'proposal.decline': declineProposal,
  undo: undoAct,
  'case.send': sendCase,
  'case.dispatch': dispatchCase,
  'assign.add': addUnit,
  'assign.recall': recallUnit,
  'assign.waive': waiveUnit,
  'assign.sign': signAssignment,
  'assign.respond': respond,
  'assign.progress': progress,
  'assign.done': done,
  'contact.first': firstContact,
  'reply.citizen': replyCitizen,
  'ask.return': askReturn,
  'ask.send': askSend,
  'ask.units': askUnits,
  'ask.extension': askExtension,
  'ask.suspension': askSuspension,
  'case.take': takeCase,
  judge: judgeAsk,
  'verify.order': orderVerification,
  'verify.report': reportVerification,
  'case.close': closeCase,
  'ask.void': askVoid,
  'ask.forcedClose': askForcedClose,
  'case.void': voidCase,
  'case.forceClose': forceClose,
  'case.archive': archiveCase,
  'case.redact': redactCase,
  'case.supervise': superviseCase,
  'supervise.end': endSupervision,
  'case.reopen': reopenCase,
  'callback.try': callBack,
  'case.urge': urgeCase,
  'whistle.open': blowWhistle,
  'whistle.file': fileWhistle,
  'whistle.respond': respondToWhistle,
  'whistle.result': reportWhistle,
  'whistle.check': checkWhistle,
  'whistle.score': scoreWhistle,
  'whistle.scoreResponse': scoreResponse,
};

export type PlainOp = Extract<AnyBody, { readonly kind: PlainKind }>;

export function isPlainOp(op: AnyBody): op is PlainOp {
  return Object.hasOwn(plainActs, op.kind);
}

/** Why the operation does not fit the case as it stands now: stages of the table, then its own terms. */
export function plainMisfit<K extends PlainKind>(
  op: OperationBody<K>,
  doc: CaseDoc,
  facts: DecideFacts,
): DomainRefusal | null {
  const stage = stageMisfit(op.kind, doc);
  return stage ?? plainActs[op.kind].misfit(op, doc, facts);
}

export function stageMisfit(kind: OpKind, doc: CaseDoc): DomainRefusal | null {
  const { stages } = kindSpecs[kind];
  if (stages === 'any') return null;
  if (stages === 'open') {
    return ENDED_STAGES.includes(doc.stage)
      ? { code: 'case/ended', detail: { stage: doc.stage } }
      : null;
  }
  if (stages.includes(doc.stage)) return null;
  // It cannot be filed before it has a matter, and not be sent out before it is filed.
  const lacksMatter =
    kind === 'case.dispatch' && doc.stage === 'reported' && doc.matter === undefined;
  if (lacksMatter) return { code: 'case/needs-matter' };
  return { code: 'case/wrong-stage', detail: { stage: doc.stage } };
}

/** Does what the operation asks; it was found to fit, or a rule says that it goes through. */
export function applyPlain<K extends PlainKind>(work: CaseWork, op: OperationBody<K>): void {
  plainActs[op.kind].apply(work, op);
}
