import type { DomainRefusal } from '../operation/refusal.ts';
import type { CaseAct } from './caseAct.ts';
import type { CaseDoc } from './caseDoc.ts';
import type { CasePatch } from './casePatch.ts';
import { put } from './caseWork.ts';
import { type Keep, CASE_STAYS } from './whatStays.ts';

/**
 * 脱敏: an archived case loses its words and its citizens. What the district and every console take out of
 * their rows because of it, they do when it is decided (docs/adr/0019); here the document loses them.
 */
export const redactCase: CaseAct<'case.redact'> = {
  misfit: (_op, doc) => redactMisfit(doc),
  apply(work, op) {
    const { reason } = op.args;
    const ver = work.before.ver + 1;
    put(work, forgetting(work.doc));
    put(work, { redacted: { atMs: work.at, by: op.actor, reason, ver } });
  },
};

/** What came after a redaction may bear words again: only a case that nothing came to since is done. */
export function redactMisfit(doc: CaseDoc): DomainRefusal | null {
  if (doc.archived === undefined) return { code: 'case/not-archived' };
  return doc.redacted?.ver === doc.ver ? { code: 'case/redacted' } : null;
}

/** The patch that leaves of the document what the list says, and names nothing of what goes by its value. */
export function forgetting(doc: CaseDoc): CasePatch {
  return patchTo(doc, CASE_STAYS) ?? {};
}

type Tree = Readonly<Record<string, unknown>>;

function patchTo(value: unknown, keep: Keep): unknown {
  if (keep === true) return undefined;
  if (keep === '') return value === '' ? undefined : '';
  if (keep === false || !isTree(value)) return null;
  const patch: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    if (inner === undefined) continue;
    const next = patchTo(inner, 'each' in keep ? keep.each : (keep.only[key] ?? false));
    if (next !== undefined) patch[key] = next;
  }
  return Object.keys(patch).length === 0 ? undefined : patch;
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
