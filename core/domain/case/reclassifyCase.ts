import type { EpochMs } from '../../kernel/time.ts';
import type { Limit } from '../operation/decision.ts';
import { leadOf } from './assignments.ts';
import type { CaseAct } from './caseAct.ts';
import type { CaseDoc } from './caseDoc.ts';
import { type CaseWork, put } from './caseWork.ts';
import {
  clockFrom,
  handleLimit,
  limitIn,
  matterOf,
  retimeClock,
  stretchedClock,
} from './clocks.ts';

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
    const before = work.doc;
    put(work, {
      matter,
      condition,
      dictVersion,
      matterBefore: {
        matter: before.matter ?? null,
        condition: before.condition ?? null,
        totalLimit: before.clocks.total?.limitText ?? null,
      },
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

/** Of two times the stricter counts: what ran before may not be longer now. */
export function keepStricter(work: CaseWork, before: CaseDoc['clocks']): void {
  for (const name of ['handle', 'total'] as const) {
    const was = before[name];
    const now = work.doc.clocks[name];
    if (was !== undefined && now !== undefined && was.dueAt < now.dueAt) {
      limitTo(work, name, limitIn(was));
    }
  }
}

/** The same for a dispatch whose author had not seen it: under the condition that he chose. */
export function keepAsSeen(work: CaseWork, condition: string | null): void {
  const { matterBefore } = work.doc;
  if (matterBefore?.matter === undefined) return;
  const matter = work.facts.reference.matter(matterBefore.matter);
  limitTo(work, 'handle', handleLimit(matter, condition ?? matterBefore.condition));
  const { totalLimit } = matterBefore;
  if (totalLimit !== undefined) limitTo(work, 'total', limitIn({ limitText: totalLimit }));
}

/** Under that limit, where it ends earlier. */
function limitTo(work: CaseWork, name: 'handle' | 'total', limit: Limit | null): void {
  const clock = work.doc.clocks[name];
  if (clock === undefined || limit === null) return;
  const { dueAt } = stretchedClock(work.facts.reference, limit, clock);
  if (dueAt !== undefined && dueAt !== null && dueAt < clock.dueAt) retimeClock(work, name, limit);
}
