import type { EpochMs } from '../../kernel/time.ts';
import { leadOf } from './assignments.ts';
import type { CaseAct } from './caseAct.ts';
import { type CaseWork, put } from './caseWork.ts';
import { clockFrom, handleLimit, matterOf, retimeClock } from './clocks.ts';

/** Another matter, or the first one for a case that was sent without. Its limits count from where they began. */
export const reclassifyCase: CaseAct<'case.reclassify'> = {
  misfit(op, doc, facts) {
    const { matter: id, condition } = op.args;
    const matter = facts.reference.matter(id);
    if (matter === null) return { code: 'matter/not-found', detail: { matter: id } };
    if (condition !== null && !matter.conditions.some((one) => one.id === condition)) {
      return { code: 'matter/other-condition', detail: { condition } };
    }
    return doc.matter === id && (doc.condition ?? null) === condition
      ? { code: 'case/field-unchanged', detail: { field: 'matter' } }
      : null;
  },
  apply(work, op) {
    const { matter, condition, dictVersion } = op.args;
    put(work, {
      matter,
      condition,
      dictVersion,
      matterBefore: { matter: work.doc.matter ?? null, condition: work.doc.condition ?? null },
    });
    retimeCase(work);
  },
};

/** What the matter limits, by the matter that the case has now: running clocks move, missing ones begin. */
function retimeCase(work: CaseWork): void {
  const limit = handleLimit(matterOf(work.doc, work.facts.reference), work.doc.condition);
  if (limit === null) return;
  const lead = leadOf(work.doc);
  const { reference } = work.facts;
  if (work.doc.clocks.total !== undefined) retimeClock(work, 'total', limit);
  else put(work, { clocks: { total: clockFrom(reference, roundSince(work), limit) } });
  if (work.doc.clocks.handle !== undefined) retimeClock(work, 'handle', limit);
  else if (lead !== null) {
    put(work, { clocks: { handle: clockFrom(reference, lead.offeredAt, limit) } });
  }
}

/** The caller waits since the case was made, or since it came back. */
function roundSince({ doc, at }: Pick<CaseWork, 'doc' | 'at'>): EpochMs {
  return doc.round === 1 ? doc.createdAt : (doc.clocks.dispatch?.startedAt ?? at);
}

/**
 * Of two times the stricter counts: the limit that the case had before it was last reclassified, under the
 * condition that somebody chose who had not seen that.
 */
export function keepStricter(work: CaseWork, condition: string | null): void {
  const { matterBefore, clocks } = work.doc;
  if (matterBefore?.matter === undefined) return;
  const { reference } = work.facts;
  const matter = reference.matter(matterBefore.matter);
  const limit = handleLimit(matter, condition ?? matterBefore.condition);
  if (limit === null) return;
  for (const name of ['handle', 'total'] as const) {
    const clock = clocks[name];
    if (clock === undefined) continue;
    const { dueAt } = reference.addLimit(clock.startedAt, limit);
    if (dueAt < clock.dueAt) retimeClock(work, name, limit);
  }
}
