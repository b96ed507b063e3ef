import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CaseDoc } from '../domain/case/caseDoc.ts';
import { must } from '../kernel/assert.ts';
import { applyMergePatch } from '../kernel/mergePatch.ts';
import type { Json } from '../kernel/mergePatch.ts';
import { canonicalText } from '../node/canonicalText.ts';
import { nodeHashing } from '../node/nodeHashing.ts';
import { CaseTexts } from './caseTexts.ts';

const patches = fc.array(
  fc.dictionary(
    fc.constantFrom('a', 'b', 'ver', '9', '10', 'assignments', 'z'),
    fc.jsonValue({ maxDepth: 2 }),
  ),
  { minLength: 1, maxLength: 12 },
);

function patched(doc: CaseDoc | null, patch: object, caseId: string): CaseDoc {
  const next = applyMergePatch(doc as unknown as Json, { ...patch, caseId });
  return next as unknown as CaseDoc;
}

it('writes after each patch what the whole document is written as', () => {
  fc.assert(
    fc.property(patches, (all) => {
      const texts = new CaseTexts(nodeHashing);
      let doc: CaseDoc | null = null;
      for (const patch of all) {
        const after = patched(doc, patch, 'one');
        expect(texts.after(doc, { ...patch, caseId: 'one' }, after)).toBe(canonicalText(after));
        doc = after;
      }
    }),
  );
});

it('begins anew where it does not know the document before', () => {
  const texts = new CaseTexts(nodeHashing);
  const first = patched(null, { ver: 1, stage: 'new' }, 'one');
  texts.after(null, { ver: 1, stage: 'new' }, first);
  // A turn that came to nothing: another one goes on from the same document.
  const lost = patched(first, { ver: 2, stage: 'lost' }, 'one');
  texts.after(first, { ver: 2, stage: 'lost' }, lost);
  const kept = patched(first, { ver: 2 }, 'one');
  expect(texts.after(first, { ver: 2 }, kept)).toBe(canonicalText(kept));
});

it('forgets those decided on longest ago, and writes them whole', () => {
  const written: unknown[] = [];
  const canonical = (value: unknown): string => {
    written.push(value);
    return canonicalText(value);
  };
  const texts = new CaseTexts({ canonical }, 2);
  const made = { ver: 1, kept: 7 };
  const docs = ['one', 'two', 'three'].map((caseId) => patched(null, made, caseId));
  for (const doc of docs) texts.after(null, made, doc);
  const writes = (before: CaseDoc): readonly unknown[] => {
    written.length = 0;
    const after = patched(before, { ver: 2 }, before.caseId);
    expect(texts.after(before, { ver: 2 }, after)).toBe(canonicalText(after));
    return written;
  };
  const [first, , third] = docs;
  expect(writes(must(third, 'made above'))).not.toContain(7);
  expect(writes(must(first, 'made above'))).toContain(7);
});
