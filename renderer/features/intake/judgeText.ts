import type { AppealType, Urgency } from '#core/domain/operation/args.ts';
import { intakeRules } from '#renderer/i18n/intakeRules.ts';

export type UrgencyProposal = {
  readonly level: Urgency;
  /** The words that were heard. */
  readonly words: readonly string[];
  readonly isVulnerable: boolean;
};

/** Danger words raise the proposal; a vulnerable caller raises an ordinary matter by one. */
export function proposeUrgency(text: string, callerKind: string): UrgencyProposal {
  const critical = intakeRules.critical.filter((word) => text.includes(word));
  const urgent = intakeRules.urgent.filter((word) => text.includes(word));
  const isVulnerable = callerKind === 'vulnerable' && text.trim() !== '';
  if (critical.length > 0) return { level: 'critical', words: critical, isVulnerable };
  if (urgent.length > 0 || isVulnerable) return { level: 'urgent', words: urgent, isVulnerable };
  return { level: 'ordinary', words: [], isVulnerable: false };
}

export const ELEMENTS = ['person', 'time', 'place', 'cause', 'course'] as const;
export type Element = (typeof ELEMENTS)[number];

const COURSE_LEAST = 24;

/** Which of the five elements the record answers. */
export function elementsOf(form: {
  readonly text: string;
  readonly callerName: string;
  readonly number?: string;
  /** Only the street is not where. */
  readonly place: { readonly lon?: number | null } | null;
}): Readonly<Record<Element, boolean>> {
  return {
    person: isCallerKnown(form) || intakeRules.person.test(form.text),
    time: intakeRules.time.test(form.text),
    place: form.place !== null && form.place.lon !== null,
    cause: intakeRules.cause.test(form.text),
    course: form.text.trim().length >= COURSE_LEAST,
  };
}

function isCallerKnown(form: { readonly callerName: string; readonly number?: string }): boolean {
  return form.callerName.trim() !== '' || (form.number ?? '').trim() !== '';
}

/** What of the words looks like an address, to search for before a hand types one. */
export function addressIn(text: string): string | null {
  const found = intakeRules.address.exec(text);
  if (found === null) return null;
  const name = found[0].replace(intakeRules.addressLead, '').trim();
  return name.length < 2 ? null : name;
}

const SUBJECT_LEAST = 2;
const SUBJECT_MOST = 24;

export type SubjectGround = {
  /** Words of danger that were heard. */
  readonly heard: readonly string[];
  /** Place and matter as they are chosen, or empty. */
  readonly place: string;
  readonly matter: string;
};

/**
 * What it is about, in few words: the clause that names the matter, else the one with a heard word, else the
 * first that says more than where. The place stands elsewhere in a title and is taken out.
 */
export function subjectIn(text: string, ground: SubjectGround): string {
  const clauses = text
    .split(intakeRules.sentenceEnd)
    .map((clause) => withoutPlace(clause, ground.place))
    .filter((clause) => clause.length >= SUBJECT_LEAST && !isOnlyWhen(clause));
  const chosen =
    ofMatter(clauses, ground.matter) ??
    clauses.find((clause) => ground.heard.some((word) => clause.includes(word))) ??
    clauses[0] ??
    '';
  return shortened(chosen);
}

function isOnlyWhen(clause: string): boolean {
  let rest = clause;
  // Times are found one by one: the next begins where the one before ended.
  while (intakeRules.time.test(rest)) rest = rest.replace(intakeRules.time, '');
  return rest.replace(intakeRules.whenOnly, '').trim() === '';
}

/** As much as a title holds: a Chinese character weighs two letters, and no word is cut in two. */
function shortened(text: string): string {
  let weight = 0;
  let end = 0;
  for (const char of text) {
    weight += /[\u0020-\u024f]/u.test(char) ? 1 / 2 : 1;
    if (weight > SUBJECT_MOST) break;
    end += char.length;
  }
  const kept = text.slice(0, end);
  const isCut = /[a-z0-9]$/iu.test(kept) && /^[a-z0-9]/iu.test(text.slice(end));
  return isCut ? kept.replace(/\s*[a-z0-9]+$/iu, '') : kept;
}

/** The kind of appeal, by what was said, else by the line that was called. */
export function proposeType(text: string, lineName: string): AppealType {
  const said = intakeRules.typeSaid.find(([, words]) => words.test(text))?.[0];
  return said ?? (intakeRules.reportLine.test(lineName) ? 'report' : 'help');
}

function withoutPlace(clause: string, place: string): string {
  const said = clause.trim().replace(intakeRules.speaker, '').trim();
  const [name = ''] = place.split(' ');
  const rest = name === '' ? said : said.split(name).at(-1);
  const address = place === '' || rest === said ? addressIn(said) : null;
  const what = address === null ? rest : said.split(address).at(-1);
  return (what ?? '').replace(intakeRules.placeTail, '').trim();
}

/** The clause that shares most with the name of the matter, if any shares a pair of characters. */
function ofMatter(clauses: readonly string[], matter: string): string | null {
  const wanted = pairsOf(matter);
  const shared = (clause: string): number =>
    [...pairsOf(clause)].filter((pair) => wanted.has(pair)).length;
  return clauses.reduce<string | null>((best, clause) => {
    return shared(clause) > (best === null ? 0 : shared(best)) ? clause : best;
  }, null);
}

/** Pairs of neighbouring characters: what two texts share of these, they say alike. */
export function pairsOf(text: string): ReadonlySet<string> {
  const chars = [...text];
  const pairs = chars.slice(0, -1).map((char, i) => char + (chars[i + 1] ?? ''));
  return new Set(pairs.filter((pair) => /^[\p{L}\p{N}]{2}$/u.test(pair)));
}

export type Mark = { readonly text: string; readonly kind: 'plain' | 'known' | 'soon' | 'danger' };

/** The words cut where something was recognised, so that they can be underlined. */
export function marksOf(
  text: string,
  words: { readonly known: readonly string[]; readonly proposal: UrgencyProposal },
): readonly Mark[] {
  const kind = words.proposal.level === 'critical' ? ('danger' as const) : ('soon' as const);
  const wanted = [
    ...words.proposal.words.map((word) => ({ word, kind })),
    ...words.known
      .filter((word) => word.length >= 2)
      .map((word) => ({ word, kind: 'known' as const })),
  ];
  const marks: Mark[] = [];
  let plain = '';
  let at = 0;
  while (at < text.length) {
    const hit = wanted.find(({ word }) => text.startsWith(word, at));
    if (hit === undefined) {
      plain += text.charAt(at);
      at += 1;
      continue;
    }
    if (plain !== '') marks.push({ text: plain, kind: 'plain' });
    plain = '';
    marks.push({ text: hit.word, kind: hit.kind });
    at += hit.word.length;
  }
  if (plain !== '') marks.push({ text: plain, kind: 'plain' });
  return marks;
}
