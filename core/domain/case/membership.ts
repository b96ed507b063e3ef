import type { EpochMs } from '../../kernel/time.ts';
import type { Reference } from '../operation/decision.ts';
import type { HolderScope, Scope } from '../operation/identity.ts';
import type { AssignmentState, CaseDoc } from './caseDoc.ts';
import { type CaseWork, put } from './caseWork.ts';
import { calledUnits } from './whistles.ts';

const LEFT_STATES: readonly AssignmentState[] = ['returned', 'recalled', 'waived'];

type Grounds = Pick<CaseDoc, 'holder' | 'place' | 'assignments' | 'whistles'>;

/** Who reads: the district, the holder, the street of the place or of a whistle, and units with a console. */
export function membersOf(doc: Grounds, reference: Reference): CaseDoc['members'] {
  const members: Partial<Record<Scope, true>> = { district: true };
  members[doc.holder] = true;
  if (doc.place.street !== undefined) members[`street:${doc.place.street}`] = true;
  for (const id in doc.assignments) {
    const one = doc.assignments[id];
    if (one === undefined || LEFT_STATES.includes(one.state)) continue;
    if (reference.unit(one.unit)?.hasConsole === true) members[`unit:${one.unit}`] = true;
  }
  for (const { street } of Object.values(doc.whistles ?? {})) members[street] = true;
  for (const unit of calledUnits(doc)) {
    if (reference.unit(unit)?.hasConsole === true) members[`unit:${unit}`] = true;
  }
  return members;
}

/** Brings the members into line with the document; who ceases to be one is remembered. */
export function refreshMembers(work: CaseWork): void {
  const now = membersOf(work.doc, work.facts.reference);
  const had = work.doc.members;
  const members: Record<string, true | null> = {};
  const left: Record<string, EpochMs | null> = {};
  let changed = false;
  for (const scope in now) {
    if (had[scope as Scope] === true) continue;
    members[scope] = true;
    if (work.doc.left?.[scope as Scope] !== undefined) left[scope] = null;
    changed = true;
  }
  for (const scope in had) {
    if (now[scope as Scope] === true) continue;
    members[scope] = null;
    left[scope] = work.at;
    changed = true;
  }
  if (changed) put(work, { members, left });
}

/** Facts are taken from everyone who reads the case, ever read it, or made it. */
export function hasStanding(doc: CaseDoc, scope: Scope): boolean {
  return (
    scope === 'district' ||
    doc.members[scope] === true ||
    doc.left?.[scope] !== undefined ||
    doc.createdScope === scope
  );
}

/**
 * The scope that decides. An intake sub-center takes calls for the district center, so the district
 * decides on what an intake holds; the hold itself does not move by that.
 */
export function decidesFor(scope: Scope, holder: HolderScope): boolean {
  return scope === holder || (scope === 'district' && holder.startsWith('intake:'));
}
