import { pinyin } from 'pinyin-pro';

/*
 * Words of the full-text index, made here because no tokenizer of SQLite knows them: overlapping pairs of
 * characters (two-character words are the commonest query), pairs of pinyin initials behind a `y`, and the
 * digits of a case number behind an `n`.
 */
const HAN_RUN = /\p{Script=Han}+/gu;
const HAN = /^\p{Script=Han}+$/u;
const PARTS = /\p{Script=Han}+|[a-z]+|\d+/gu;
const TERMS_MAX = 600;

export function indexTerms(texts: readonly string[], numbers: readonly string[]): string {
  const terms = new Set<string>();
  for (const text of texts) {
    for (const part of text.toLowerCase().match(PARTS) ?? []) {
      for (const term of HAN.test(part) ? hanPairs(part) : [part]) terms.add(term);
    }
    for (const run of text.match(HAN_RUN) ?? []) {
      for (const pair of pairs(initialsOf(run))) terms.add(`y${pair}`);
    }
  }
  for (const caseNo of numbers) {
    const serial = caseNo.split('-')[1] ?? caseNo;
    terms.add(`n${serial}`).add(`n${serial.replace(/^0+/, '')}`);
    terms.add(caseNo.toLowerCase().replace('-', ''));
  }
  return [...terms].slice(0, TERMS_MAX).join(' ');
}

/** The MATCH expression of what a person typed, or null when nothing in it can be searched. */
export function matchExpression(text: string): string | null {
  const lower = text.toLowerCase().replaceAll('-', '').trim();
  if (/^[a-z]{2,4}\d{6,}$/.test(lower)) return `"${lower}"*`;
  const clauses: string[] = [];
  for (const part of lower.match(PARTS) ?? []) clauses.push(...clausesOf(part));
  return clauses.length === 0 ? null : clauses.slice(0, 24).join(' AND ');
}

function clausesOf(part: string): string[] {
  if (HAN.test(part)) {
    return [...part].length === 1 ? [`"${part}"*`] : pairs(part).map((pair) => `"${pair}"`);
  }
  if (/^\d/.test(part)) return [`("n${part}"* OR "${part}"*)`];
  const initials = pairs(part).map((pair) => `"y${pair}"`);
  const byInitials = initials.length === 0 ? `"y${part}"*` : `(${initials.join(' AND ')})`;
  return [`(${byInitials} OR "${part}"*)`];
}

/** Pairs, and the last character alone, so that a single character is found by prefix. */
function hanPairs(run: string): string[] {
  const chars = [...run];
  const last = chars.at(-1);
  return [...pairs(run), ...(last === undefined ? [] : [last])].filter((term) => term !== '');
}

function pairs(run: string): string[] {
  const chars = [...run];
  return chars.slice(0, -1).map((char, i) => char + (chars[i + 1] ?? ''));
}

export function initialsOf(run: string): string {
  return pinyin(run, { pattern: 'first', toneType: 'none', type: 'array' }).join('');
}
