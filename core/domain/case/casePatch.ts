import { applyMergePatch, type Json } from '../../kernel/mergePatch.ts';
import type { CaseDoc } from './caseDoc.ts';

type Scalar = string | number | boolean | null | undefined;

/** What a merge patch of T may say: null takes a key away, arrays are replaced whole. */
export type MergePatch<T> = T extends Scalar | readonly unknown[]
  ? T
  : { readonly [K in keyof T]?: MergePatch<T[K]> | null };

export type CasePatch = MergePatch<CaseDoc>;

/** The document after a patch. Shares everything that the patch does not name. */
export function patched(doc: CaseDoc | undefined, patch: CasePatch): CaseDoc {
  // The one border at which the typed document is treated as plain JSON.
  return applyMergePatch(doc as Json | undefined, patch as Json) as unknown as CaseDoc;
}

/** One patch that does what `first` and then `second` do; neither is changed. */
export function joinPatches(first: CasePatch, second: CasePatch): CasePatch {
  return join(first, second);
}

type Tree = { readonly [key: string]: unknown };

function join(first: Tree, second: Tree): Tree {
  const result: Record<string, unknown> = { ...first };
  for (const key in second) {
    const next = second[key];
    const before = result[key];
    result[key] = isTree(next) && isTree(before) ? join(before, next) : next;
  }
  return result;
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
