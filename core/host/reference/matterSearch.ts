import type { Matter } from '../../domain/catalogue/matter.ts';

/**
 * Matters by code, by words of their names, or by pinyin initials. 3,000 rows are walked in a few
 * milliseconds, so nothing is indexed: the best by where and how closely the text was met.
 */
export function searchMatters(
  matters: readonly Matter[],
  text: string,
  limit: number,
): readonly Matter[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return matters.slice(0, limit);
  const heard = wanted.length >= SPEECH_LEAST ? new Set(pairsOf(wanted)) : null;
  const scored: { readonly matter: Matter; readonly score: number }[] = [];
  for (const matter of matters) {
    const score = Math.max(scoreOf(matter, wanted), heard === null ? 0 : overheard(matter, heard));
    if (score > 0) scored.push({ matter, score });
  }
  return scored
    .sort((a, b) => b.score - a.score || a.matter.code.localeCompare(b.matter.code))
    .slice(0, limit)
    .map((one) => one.matter);
}

/** From this length on it is running speech, in which a matter is looked for, not a name of one. */
const SPEECH_LEAST = 8;
const HEARD_LEAST = 0.5;

/**
 * How much of a matter is in what somebody says: the best covered of its words, and a little for the
 * best covered clause of its filing conditions. Below half a word it is none.
 */
function overheard(matter: Matter, heard: ReadonlySet<string>): number {
  const words = [matter.name, matter.minor, ...matter.words, ...matter.dangerWords];
  const word = bestCovered(words, heard);
  const clauses = matter.conditions.flatMap((condition) => condition.text.split(/[、,，;；。或]/u));
  const clause = bestCovered(clauses, heard);
  if (word < HEARD_LEAST && clause < HEARD_LEAST) return 0;
  return 20 * word + 12 * clause;
}

function bestCovered(texts: readonly string[], heard: ReadonlySet<string>): number {
  return texts.reduce((best, text) => {
    const pairs = pairsOf(text);
    if (pairs.length === 0) return best;
    return Math.max(best, pairs.filter((pair) => heard.has(pair)).length / pairs.length);
  }, 0);
}

function pairsOf(text: string): string[] {
  const chars = [...text].filter((char) => /[\p{L}\p{N}]/u.test(char));
  return chars.slice(0, -1).map((char, i) => char + (chars[i + 1] ?? ''));
}

function scoreOf(matter: Matter, wanted: string): number {
  if (matter.code.toLowerCase() === wanted) return 100;
  const own = Math.max(
    met(matter.name, wanted, 90),
    met(matter.minor, wanted, 70),
    met(matter.major, wanted, 50),
    met(matter.initials.toLowerCase(), wanted, 60),
    matter.code.toLowerCase().startsWith(wanted) ? 80 : 0,
  );
  const words = [...matter.words, ...matter.dangerWords];
  const byWord = words.some((word) => wanted.includes(word) || word.includes(wanted)) ? 40 : 0;
  return Math.max(own, byWord, ...(own === 0 ? [scattered(matter.name, wanted)] : []));
}

/** Higher for a whole or leading match than for one inside; shorter names first. */
function met(text: string, wanted: string, worth: number): number {
  const at = text.indexOf(wanted);
  if (at < 0) return 0;
  const place = text === wanted ? 9 : at === 0 ? 6 : 3;
  return worth + place - Math.min(text.length, 100) / 100;
}

/** All pairs of neighbouring characters of what was typed occur somewhere: words left out in between. */
function scattered(name: string, wanted: string): number {
  const chars = [...wanted];
  if (chars.length < 3) return 0;
  const pairs = chars.slice(0, -1).map((char, i) => char + (chars[i + 1] ?? ''));
  const hit = pairs.filter((pair) => name.includes(pair)).length;
  return hit * 2 >= pairs.length ? 20 + (10 * hit) / pairs.length : 0;
}
