import type { NearRow } from '#core/protocol/console/rows.ts';
import { intakeRules } from '#renderer/i18n/intakeRules.ts';
import type { IntakeForm } from './intakeForm.ts';
import { pairsOf } from './judgeText.ts';

export type DuplicateWhy = 'matter' | 'suggested' | 'words' | 'thing' | 'caller';
export type Duplicate = {
  readonly row: NearRow;
  /** 0 to 1. */
  readonly score: number;
  readonly why: readonly DuplicateWhy[];
};

const HOUR_MS = 3_600_000;
const REACH_M = 300;
const REACH_MS = 72 * HOUR_MS;
const SHOWN = 3;
/** What was said weighs most; then where, when and by whom. */
const WEIGHT = { what: 0.5, where: 0.3, when: 0.1, caller: 0.1 } as const;
/** Below this it is about something else, however near it lies. */
const WHAT_LEAST = 0.3;
/** By rank among the matters suggested for the words, before one is chosen. */
const SUGGESTED = [0.9, 0.7, 0.6];
/** The same kind of thing near by: one caller's drain cover is another's rain grate. */
const SAME_THING = 0.4;
/** The same words count for less when the matter is another one. */
const OTHER_MATTER = 0.6;

export type DuplicateGround = {
  readonly form: Pick<IntakeForm, 'text' | 'matter' | 'place' | 'startedAt'>;
  /** Matters suggested for the words, best first. */
  readonly suggested: readonly string[];
  /** Cases of this caller. */
  readonly ofCaller: ReadonlySet<string>;
};

/** Open cases near by that this call may be about, likeliest first: the same thing, near, lately. */
export function findDuplicates(
  near: readonly NearRow[],
  ground: DuplicateGround,
): readonly Duplicate[] {
  const said = pairsOf(without(ground.form.text, ground.form.place?.text ?? ''));
  return near
    .flatMap((row) => {
      const { what, why } = whatIsSame(row, said, ground);
      if (what < WHAT_LEAST) return [];
      const isCaller = ground.ofCaller.has(row.caseId);
      const score =
        WEIGHT.what * what +
        WEIGHT.where * Math.max(0, 1 - row.metres / REACH_M) +
        WEIGHT.when * Math.min(1, Math.max(0, 1 - ageOf(row, ground) / REACH_MS)) +
        (isCaller ? WEIGHT.caller : 0);
      return [{ row, score, why: isCaller ? [...why, 'caller' as const] : why }];
    })
    .sort((a, b) => b.score - a.score || b.row.createdAt - a.row.createdAt)
    .slice(0, SHOWN);
}

function ageOf(row: NearRow, { form }: DuplicateGround): number {
  return form.startedAt - row.createdAt;
}

function whatIsSame(
  row: NearRow,
  said: ReadonlySet<string>,
  { form, suggested }: DuplicateGround,
): { readonly what: number; readonly why: readonly DuplicateWhy[] } {
  const title = without(row.title.replace(intakeRules.titleShell, ''), row.placeText);
  const words = shareOf(pairsOf(title), said);
  const isSameThing = [...title.matchAll(intakeRules.things)].some(([thing]) => said.has(thing));
  const byThing = { what: SAME_THING, why: ['thing' as const] };
  if (form.matter !== null) {
    if (row.matter === form.matter.matter) return { what: 1, why: ['matter'] };
    const what = words * OTHER_MATTER;
    return isSameThing && what < SAME_THING ? byThing : { what, why: ['words'] };
  }
  const rank = row.matter === null ? -1 : suggested.indexOf(row.matter);
  const bySuggestion = SUGGESTED[rank] ?? 0;
  if (isSameThing && Math.max(bySuggestion, words) < SAME_THING) return byThing;
  return bySuggestion > words
    ? { what: bySuggestion, why: ['suggested'] }
    : { what: words, why: ['words'] };
}

function shareOf(wanted: ReadonlySet<string>, said: ReadonlySet<string>): number {
  if (wanted.size === 0) return 0;
  return [...wanted].filter((pair) => said.has(pair)).length / wanted.size;
}

function without(text: string, place: string): string {
  return place === '' ? text : text.replaceAll(place, ' ');
}
