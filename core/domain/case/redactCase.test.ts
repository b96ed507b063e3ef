import { describe, expect, it } from 'vitest';
import type { CaseDoc } from './caseDoc.ts';
import { patched } from './casePatch.ts';
import { situation } from './caseSituations.ts';
import { forgetting, redactMisfit } from './redactCase.ts';
import { CASE_STAYS } from './whatStays.ts';

/** Every text of the value, by where it stands. */
function texts(value: unknown, at = ''): string[] {
  if (typeof value === 'string') return value === '' ? [] : [`${at}=${value}`];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => texts(inner, `${at}.${key}`));
}

describe('what a redaction leaves of a case', () => {
  it('is what the list names, and nothing that nobody has named', () => {
    const doc = situation('answered').doc();
    const strange = { ...doc, ofALaterRelease: 'words', tags: { words: true } } as CaseDoc;
    const after = patched(strange, forgetting(strange));
    expect(after).not.toHaveProperty('ofALaterRelease');
    expect(after).not.toHaveProperty('tags');
    for (const [key, keep] of Object.entries(CASE_STAYS.only)) {
      if (keep === false) expect(after, key).not.toHaveProperty(key);
      if (keep === '') expect(Reflect.get(after, key), key).toBe('');
      if (keep === true) expect(Reflect.get(after, key), key).toEqual(Reflect.get(doc, key));
    }
  });

  it('holds no word of place, reply, result or score', () => {
    const doc = situation('answered').doc();
    const left = texts(patched(doc, forgetting(doc))).join(' ');
    expect(texts(doc).some((one) => one.startsWith('.text='))).toBe(true);
    for (const where of [
      '.text=',
      '.title=',
      '.place.text=',
      '.result=',
      '.comment=',
      '.person=',
    ]) {
      expect(left, where).not.toContain(where);
    }
  });

  it('names in its patch nothing of what it takes out', () => {
    const doc = { ...situation('answered').doc(), text: 'a secret', answer: 'a secret' };
    expect(JSON.stringify(forgetting(doc))).not.toContain('secret');
  });

  it('is made of what is archived, once for each thing that came since', () => {
    const doc = situation('answered').doc();
    expect(redactMisfit(doc)?.code).toBe('case/not-archived');
    const archived: CaseDoc = { ...doc, archived: 'normal' };
    expect(redactMisfit(archived)).toBeNull();
    const redacted = { atMs: 1, by: 'p', reason: 'asked', ver: archived.ver } as const;
    expect(redactMisfit({ ...archived, redacted })?.code).toBe('case/redacted');
    expect(redactMisfit({ ...archived, redacted, ver: archived.ver + 1 })).toBeNull();
  });
});
