import type { CaseAct } from '../case/caseAct.ts';
import { type CaseWork, put, settle, tell } from '../case/caseWork.ts';
import type { CaseDoc } from '../case/caseDoc.ts';
import { type Json } from '../../kernel/mergePatch.ts';
import { mergeDiff } from '../../kernel/mergeDiff.ts';
import type { Conflict } from './conflict.ts';
import { putInForce } from './resolutions.ts';
import { decidesFor } from '../case/membership.ts';
import type { Scope } from '../operation/identity.ts';
import type { DomainRefusal } from '../operation/refusal.ts';

/** `option` confirms the default or puts the other version in force; both authors are told. */
export const resolveConflict: CaseAct<'conflict.resolve'> = {
  misfit(op, doc) {
    const refused = notOpen(doc, op.args.conflict, op.scope);
    if (refused !== null) return refused;
    const { option } = op.args;
    return doc.conflicts?.[op.args.conflict]?.options.includes(option) === true
      ? null
      : { code: 'conflict/unknown-option', detail: { option } };
  },
  apply(work, op) {
    const conflict = work.doc.conflicts?.[op.args.conflict];
    if (conflict === undefined) return;
    put(work, {
      conflicts: {
        [conflict.id]: {
          state: 'resolved',
          chosen: op.args.option,
          resolvedBy: op.actor,
          resolvedAt: work.at,
          note: op.args.note,
        },
      },
    });
    if (op.args.option !== conflict.default) carryOut(work, conflict, op.args.option);
    for (const side of conflict.sides) tell(work, side.by, 'conflict-resolved');
  },
};

function carryOut(work: CaseWork, conflict: Conflict, option: string): void {
  const before = work.doc as unknown as Json;
  if (!putInForce(work, conflict, option)) {
    // The case has moved on: what was chosen is on record, and can no longer be carried out by itself.
    settle(work, 'adjusted', { rule: conflict.rule, reason: { code: 'op/overtaken' } });
  }
  // Where another case or a unit's record moved with it, there is no way back.
  if (work.followUps.length > 0 || work.unitMoves.size > 0) return;
  const after = work.doc as unknown as Json;
  const back = JSON.stringify({ is: mergeDiff(before, after), was: mergeDiff(after, before) });
  put(work, { conflicts: { [conflict.id]: { back } } });
}

/** The district is asked to decide; the default goes on being in force. */
export const referConflict: CaseAct<'conflict.refer'> = {
  misfit(op, doc) {
    const refused = notOpen(doc, op.args.conflict, op.scope);
    if (refused !== null) return refused;
    return doc.conflicts?.[op.args.conflict]?.owner === 'district'
      ? { code: 'conflict/not-yours' }
      : null;
  },
  apply(work, op) {
    put(work, {
      conflicts: { [op.args.conflict]: { owner: 'district', referredBy: op.actor } },
    });
    tell(work, 'district', 'conflict-referred');
  },
};

function notOpen(doc: CaseDoc, id: string, scope: Scope): DomainRefusal | null {
  const conflict = doc.conflicts?.[id];
  if (conflict === undefined) return { code: 'conflict/not-found' };
  if (conflict.state === 'resolved') return { code: 'conflict/resolved' };
  return decidesFor(scope, conflict.owner) ? null : { code: 'conflict/not-yours' };
}
