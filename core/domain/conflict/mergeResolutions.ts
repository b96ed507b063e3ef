import { ENDED_STAGES } from '../case/caseDoc.ts';
import { type CaseWork, put } from '../case/caseWork.ts';
import { bringTo, closeAlong } from '../case/mergeCase.ts';
import { mirror } from '../case/otherCase.ts';
import type { CaseId } from '../operation/identity.ts';
import type { Conflict } from './conflict.ts';

/** Rule 17: the case that was kept alive is closed with the other one; either of the two may be asked. */
export function closeMerged(work: CaseWork, conflict: Conflict): boolean {
  const into = heldName(conflict, 'case.merge', 'into');
  if (into !== null) {
    if (ENDED_STAGES.includes(work.doc.stage)) return false;
    closeAlong(work, into);
    bringTo(work, into, false);
    return true;
  }
  const of = heldName(conflict, 'case.mirror', 'of');
  if (of === null || work.doc.stage !== 'closed') return false;
  mirror(work, of, { did: 'closed_along' });
  return true;
}

/** Rule 19: it goes on as part of the other of the two. */
export function mergeElsewhere(work: CaseWork, conflict: Conflict): boolean {
  const into = heldName(conflict, 'case.merge', 'into');
  const { stage, mergedInto } = work.doc;
  if (into === null || stage !== 'merged' || mergedInto === undefined) return false;
  mirror(work, mergedInto, { did: 'left' });
  put(work, { mergedInto: into });
  bringTo(work, into, false);
  return true;
}

function heldName(
  { held }: Conflict,
  kind: 'case.merge' | 'case.mirror',
  name: string,
): CaseId | null {
  if (held?.kind !== kind) return null;
  // Written by this program from checked arguments of this very kind.
  const args = JSON.parse(held.args) as Readonly<Record<string, unknown>>;
  const named = args[name];
  return typeof named === 'string' ? named : null;
}
