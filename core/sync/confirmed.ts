import type { CaseDoc } from '../domain/case/caseDoc.ts';
import type { Hashing } from '../kernel/hashing.ts';
import { applyMergePatch, type Json } from '../kernel/mergePatch.ts';
import type { WireEvent } from '../protocol/sync/frames.ts';

/**
 * What one decided operation does to a confirmed case. Effects are applied, never rules, so an old console
 * stays right under new rules; the hash proves it (I-06).
 * - `known`: this version is here already (the same event came through another feed).
 * - `broken`: a version is missing, or the result is not what the district has: fetch the case whole.
 */
export type Applied =
  | { readonly kind: 'moved'; readonly doc: CaseDoc }
  | { readonly kind: 'known' }
  | { readonly kind: 'broken' };

export function applyEvent(
  doc: CaseDoc | null,
  event: Pick<WireEvent, 'ver' | 'casePatch' | 'stateHash'>,
  hashing: Hashing,
): Applied {
  const ver = event.ver ?? 0;
  const had = doc?.ver ?? 0;
  if (ver <= had) return { kind: 'known' };
  if (ver !== had + 1) return { kind: 'broken' };
  const next = patched(doc, event.casePatch as Json);
  if (next === null || next.ver !== ver) return { kind: 'broken' };
  if (event.stateHash !== null && stateHashOf(next, hashing) !== event.stateHash) {
    return { kind: 'broken' };
  }
  return { kind: 'moved', doc: next };
}

export function patched(doc: CaseDoc | null, patch: Json): CaseDoc | null {
  const next = applyMergePatch((doc ?? undefined) as unknown as Json | undefined, patch);
  return next === null ? null : (next as unknown as CaseDoc);
}

export function stateHashOf(doc: CaseDoc, hashing: Hashing): string {
  return hashing.sha256(hashing.canonical(doc));
}
