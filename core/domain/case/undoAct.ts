import type { Json } from '../../kernel/mergePatch.ts';
import { agreesWith } from '../../kernel/mergeDiff.ts';
import { MINUTE_MS } from '../../kernel/time.ts';
import type { DecideFacts, UndoneOp } from '../operation/decision.ts';
import type { OperationBody } from '../operation/operation.ts';
import type { DomainRefusal } from '../operation/refusal.ts';
import type { Asked } from '../permission/asked.ts';
import { hasRole } from '../permission/grants.ts';
import { notHolder } from '../permission/rights.ts';
import { withdraw } from './adjustUnits.ts';
import { turnAssignments } from './assignments.ts';
import type { CaseAct } from './caseAct.ts';
import { type Assignment, type CaseDoc, ENDED_STAGES } from './caseDoc.ts';
import type { CasePatch } from './casePatch.ts';
import { type CaseWork, put, settle, tell } from './caseWork.ts';
import { decidesFor, hasStanding } from './membership.ts';
import { revive } from './mergeCase.ts';
import { mirror } from './otherCase.ts';
import { UNDO_WITHIN } from './undoWithin.ts';

/** 撤销: what was done is taken back as long as nobody has built on it. */
export const undoAct: CaseAct<'undo'> = {
  misfit(op, doc, facts) {
    const { undone } = facts;
    if (undone === undefined || undone === null) return { code: 'undo/not-found' };
    const within = UNDO_WITHIN[undone.op.kind];
    if (within === undefined) return { code: 'undo/not-possible' };
    const notHis = foreignHold(op, doc, facts);
    if (notHis !== null) return notHis;
    const isLate = facts.at - undone.at > within && !hasRole(op, 'dutyChief', facts);
    if (isLate) return { code: 'undo/too-late', detail: { minutes: within / MINUTE_MS } };
    return isGone(doc, undone) ? null : builtOn(doc, undone, facts);
  },
  apply(work, op) {
    const { undone } = work.facts;
    if (undone === undefined || undone === null) return;
    if (isGone(work.doc, undone)) return settle(work, 'noop');
    takeBack(work, undone);
    if (undone.op.actor !== op.actor) tell(work, undone.op.actor, 'act-undone');
  },
};

/** Whoever may put in force may take back: of a hold the holder, of a conflict its owner. */
function foreignHold(op: Asked, doc: CaseDoc, facts: DecideFacts): DomainRefusal | null {
  const act = facts.undone?.op;
  switch (act?.kind) {
    case 'conflict.resolve': {
      const owner = doc.conflicts?.[act.args.conflict]?.owner ?? doc.holder;
      return decidesFor(op.scope, owner) ? null : { code: 'conflict/not-yours' };
    }
    case 'case.merge':
      // Across holders it is the district's, whoever of them holds this case.
      return op.scope === 'district' ? null : notHolder(op, doc, facts);
    case 'case.dispatch': {
      const isWish = doc.proposals?.[act.opId] !== undefined && act.actor === op.actor;
      return isWish ? null : notHolder(op, doc, facts);
    }
    default:
      return null;
  }
}

/** It came to nothing, or was taken back before: there is nothing to undo. */
function isGone(doc: CaseDoc, { op }: UndoneOp): boolean {
  if (doc.proposals?.[op.opId] !== undefined) return false;
  switch (op.kind) {
    case 'case.dispatch':
      return !offersOf(doc, op.opId).some((one) => one.state !== 'recalled');
    case 'case.link':
      return doc.links?.[op.args.other] === undefined;
    case 'case.merge':
      return doc.mergedInto !== op.args.into;
    case 'conflict.resolve':
      return doc.conflicts?.[op.args.conflict]?.state !== 'resolved';
    default:
      return false;
  }
}

function builtOn(doc: CaseDoc, undone: UndoneOp, facts: DecideFacts): DomainRefusal | null {
  const { op } = undone;
  if (doc.proposals?.[op.opId] !== undefined) return null;
  switch (op.kind) {
    case 'case.dispatch': {
      const untouched = offersOf(doc, op.opId).every(
        ({ state }) => state === 'offered' || state === 'recalled',
      );
      return untouched ? null : { code: 'undo/built-on' };
    }
    case 'case.link': {
      const link = doc.links?.[op.args.other];
      return link?.by === op.actor && link.at === undone.at ? null : { code: 'undo/built-on' };
    }
    case 'case.merge':
      return mergeBuiltOn(doc, undone, facts);
    case 'conflict.resolve':
      return resolutionBuiltOn(doc, undone, op.args.conflict);
    default:
      return null;
  }
}

function offersOf(doc: CaseDoc, opId: string): readonly Assignment[] {
  return turnAssignments(doc).filter((one) => one.byOp === opId);
}

function mergeBuiltOn(
  doc: CaseDoc,
  { op, at }: UndoneOp,
  { other }: DecideFacts,
): DomainRefusal | null {
  const isAsLeft = doc.stage === 'merged' && doc.closedBy === op.actor && doc.closedAt === at;
  if (!isAsLeft || doc.archived !== undefined) return { code: 'undo/built-on' };
  if (other === undefined || other === null) return { code: 'case/not-found' };
  return ENDED_STAGES.includes(other.doc.stage) ? { code: 'undo/built-on' } : null;
}

function resolutionBuiltOn(
  doc: CaseDoc,
  { op, at }: UndoneOp,
  conflict: string,
): DomainRefusal | null {
  const one = doc.conflicts?.[conflict];
  if (one?.resolvedBy !== op.actor || one.resolvedAt !== at) return { code: 'undo/built-on' };
  const way = wayBack(one.back);
  if (way === null) return one.chosen === one.default ? null : { code: 'undo/other-case' };
  return agreesWith(doc as unknown as Json, way.is) ? null : { code: 'undo/built-on' };
}

type WayBack = { readonly is: Json; readonly was: CasePatch };

function wayBack(text: string | undefined): WayBack | null {
  // Written by this program from the document itself.
  return text === undefined ? null : (JSON.parse(text) as WayBack);
}

function takeBack(work: CaseWork, { op, casePatch }: UndoneOp): void {
  if (work.doc.proposals?.[op.opId] !== undefined) {
    return put(work, { proposals: { [op.opId]: null } });
  }
  switch (op.kind) {
    case 'case.dispatch':
      return takeBackUnits(work, op.opId);
    case 'case.tag':
      return takeBackTags(work, op, casePatch);
    case 'case.link':
      return unlink(work, op.args.other);
    case 'case.merge':
      revive(work);
      mirror(work, op.args.into, { did: 'left' });
      return tellHolders(work);
    case 'conflict.resolve':
      return reopenConflict(work, op.args.conflict);
    default:
  }
}

/** Nobody had signed: to the case it is as if nobody had been sent, and it counts as no hand-out. */
function takeBackUnits(work: CaseWork, opId: string): void {
  for (const one of offersOf(work.doc, opId)) {
    if (one.state === 'offered') withdraw(work, one.id, 'recalled');
  }
  if (work.doc.stage === 'to_dispatch') {
    put(work, { handOuts: Math.max(0, work.doc.handOuts - 1) });
  }
}

/** What it really changed, and nobody has changed or said since; a tag that another gave unseen stays (rule 9). */
function takeBackTags(
  work: CaseWork,
  { args }: OperationBody<'case.tag'>,
  casePatch: Json | null,
): void {
  const changed = tagsIn(casePatch) ?? {
    ...Object.fromEntries(args.remove.map((tag) => [tag, null])),
    ...Object.fromEntries(args.add.map((tag) => [tag, true])),
  };
  const unseen = work.facts.unseen.flatMap(({ op }) =>
    op.kind === 'case.tag' ? [...op.args.add, ...op.args.remove] : [],
  );
  const tags: Record<string, true | null> = {};
  for (const [tag, now] of Object.entries(changed)) {
    const isAsLeft = (work.doc.tags?.[tag] ?? null) === now;
    if (isAsLeft && !unseen.includes(tag)) tags[tag] = now === null ? true : null;
  }
  if (Object.keys(tags).length === 0) return settle(work, 'noop');
  put(work, { tags });
}

function tagsIn(patch: Json | null): Readonly<Record<string, true | null>> | null {
  if (patch === null) return null;
  const { tags = {} } = patch as { readonly tags?: Readonly<Record<string, true | null>> };
  return tags;
}

function unlink(work: CaseWork, other: string): void {
  put(work, { links: { [other]: null } });
  const there = work.facts.other?.doc;
  if (there !== undefined && hasStanding(there, work.op.scope)) {
    mirror(work, other, { did: 'unlinked' });
  }
}

function tellHolders(work: CaseWork): void {
  const there = work.facts.other?.doc.holder;
  if (there === undefined || there === work.doc.holder) return;
  tell(work, there, 'act-undone');
  tell(work, work.doc.holder, 'act-undone');
}

/** The default is in force again, and somebody is asked again. */
function reopenConflict(work: CaseWork, id: string): void {
  const conflict = work.doc.conflicts?.[id];
  if (conflict === undefined) return;
  const way = wayBack(conflict.back);
  if (way !== null) put(work, way.was);
  put(work, {
    conflicts: {
      [id]: {
        state: 'open',
        chosen: null,
        resolvedBy: null,
        resolvedAt: null,
        note: null,
        back: null,
      },
    },
  });
  for (const side of conflict.sides) tell(work, side.by, 'resolution-undone');
}
