import type { Matter } from '../../domain/catalogue/matter.ts';

/** Why a matter is offered: its code, its name, its words heard in speech, or its filing condition. */
export type MatterWhy = 'code' | 'name' | 'word' | 'condition';
export type FoundMatter = {
  readonly matter: Matter;
  /** 0 to 1. */
  readonly score: number;
  readonly why: MatterWhy;
};
type Judged = { readonly points: number; readonly why: MatterWhy };
export type MatterQuestion = {
  readonly text: string;
  readonly limit: number;
  /** Word for the type of the appeal: a matter's name may end with one in brackets. */
  readonly kindWord?: string | undefined;
};

/**
 * Matters by code, by words of their names, or by pinyin initials. 3,000 rows are walked in a few
 * milliseconds, so nothing is indexed: the best by where and how closely the text was met.
 */
export function searchMatters(
  matters: readonly Matter[],
  { text, limit, kindWord }: MatterQuestion,
): readonly FoundMatter[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') {
    return matters.slice(0, limit).map((matter) => ({ matter, score: 0, why: 'name' }));
  }
  const heard = wanted.length >= SPEECH_LEAST ? new Set(pairsOf(wanted)) : null;
  const found: FoundMatter[] = [];
  for (const matter of matters) {
    const typed: Judged = { points: scoreOf(matter, wanted), why: codeOrName(matter, wanted) };
    const said = heard === null ? NOTHING : overheard(matter, heard);
    const best = said.points > typed.points ? said : typed;
    if (best.points <= 0) continue;
    const score = Math.min(1, best.points / POINTS_FULL) * kindFit(matter, kindWord);
    found.push({ matter, score, why: best.why });
  }
  return found
    .sort((a, b) => b.score - a.score || a.matter.code.localeCompare(b.matter.code))
    .slice(0, limit);
}

const NOTHING: Judged = { points: 0, why: 'word' };
const POINTS_FULL = 100;
/** A matter for another type of appeal than the form's comes behind its own. */
const OTHER_KIND = 0.7;
const NO_KIND = 0.98;
const KIND_BEHIND = /[(\uff08]([^()\uff08\uff09]+)[)\uff09]$/u;

function kindFit(matter: Matter, kindWord: string | undefined): number {
  if (kindWord === undefined) return 1;
  const kind = KIND_BEHIND.exec(matter.name)?.[1];
  if (kind === undefined) return NO_KIND;
  return kind === kindWord ? 1 : OTHER_KIND;
}

function codeOrName(matter: Matter, wanted: string): MatterWhy {
  return matter.code.toLowerCase().startsWith(wanted) ? 'code' : 'name';
}

/** From this length on it is running speech, in which a matter is looked for, not a name of one. */
const SPEECH_LEAST = 8;
const HEARD_LEAST = 0.5;

/**
 * How much of a matter is in what somebody says: the best covered of its words, and a little for the
 * best covered clause of its filing conditions. Below half a word it is none.
 */
function overheard(matter: Matter, heard: ReadonlySet<string>): Judged {
  const words = [matter.name.replace(KIND_BEHIND, ''), matter.minor];
  const word = bestCovered([...words, ...matter.words, ...matter.dangerWords], heard);
  const clauses = matter.conditions.flatMap((condition) => condition.text.split(/[、,，;；。或]/u));
  const clause = bestCovered(clauses, heard);
  if (word.share < HEARD_LEAST && clause.share < HEARD_LEAST) return NOTHING;
  // A longer name said in full tells more than the class it begins with.
  const length = Math.min(word.share === 1 ? word.pairs : 0, LENGTH_MOST);
  const points = 60 * word.share + 3 * length + 20 * clause.share;
  return { points, why: word.share >= HEARD_LEAST ? 'word' : 'condition' };
}

const LENGTH_MOST = 6;
type Covered = { readonly share: number; readonly pairs: number };

/** The best covered of these texts; of several said in full the longest. */
function bestCovered(texts: readonly string[], heard: ReadonlySet<string>): Covered {
  return texts.reduce<Covered>(
    (best, text) => {
      const pairs = pairsOf(text);
      if (pairs.length === 0) return best;
      const share = pairs.filter((pair) => heard.has(pair)).length / pairs.length;
      const isBetter = share > best.share || (share === best.share && pairs.length > best.pairs);
      return isBetter ? { share, pairs: pairs.length } : best;
    },
    { share: 0, pairs: 0 },
  );
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
