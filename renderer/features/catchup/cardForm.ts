import type { AppealType, ArgsOf, CallerRef } from '#core/domain/operation/args.ts';
import { isPhoneNumber } from '#core/domain/operation/phoneNumber.ts';
import type { MatterCandidate, PlaceCandidate } from '#core/protocol/console/rows.ts';
import { paperTime, type LocalNow } from './paperTime.ts';

/** Closed: everything on the card is over. Active: it goes on as a case. */
export type CardPath = 'closed' | 'active';
export type CardEnd = 'answer' | 'selfHandled';

/** One card as it is typed; kept on disk while it is. */
export type CardForm = {
  readonly once: string;
  path: CardPath;
  card: string;
  at: string;
  until: string;
  number: string;
  name: string;
  type: AppealType;
  title: string;
  text: string;
  matter: Pick<MatterCandidate, 'matter' | 'name' | 'path'> | null;
  place: Pick<PlaceCandidate, 'name' | 'lon' | 'lat' | 'cell' | 'street' | 'kind'> | null;
  end: CardEnd;
  result: string;
  /** What happened in between, one step a line: its time, then its words. */
  steps: string;
};

export type CardFault =
  'card' | 'at' | 'until' | 'order' | 'number' | 'text' | 'title' | 'result' | 'steps';
export type CardStep = { readonly at: number; readonly text: string };
export type CardTimes = {
  readonly at: number;
  readonly until: number | null;
  readonly steps: readonly CardStep[];
};

const STEPS_MOST = 12;
const STEP = /^((?:\d{1,2}[-/月.]\d{1,2}日?\s+)?\d{1,2}[:：]\d{2})\s*(.+)$/u;

export function newCard(once: string, path: CardPath = 'closed'): CardForm {
  const blank = { card: '', at: '', until: '', number: '', name: '', title: '', text: '' };
  const nothing = { matter: null, place: null, result: '', steps: '' };
  return { once, path, ...blank, ...nothing, type: 'help', end: 'selfHandled' };
}

/** A card as it came back from disk; null for anything else. */
export function cardOf(kept: unknown): CardForm | null {
  if (typeof kept !== 'object' || kept === null || !('once' in kept)) return null;
  const { once } = kept;
  return typeof once === 'string' ? { ...newCard(once), ...kept, once } : null;
}

export function isBlank(form: CardForm): boolean {
  const { card, at, until, number, name, title, text, result, steps, matter, place } = form;
  const words = [card, at, until, number, name, title, text, result, steps].join('');
  return words.trim() === '' && matter === null && place === null;
}

/** Null while a line says no time or nothing, or there are too many. */
export function stepsOf(lines: string, now: LocalNow): readonly CardStep[] | null {
  const steps: CardStep[] = [];
  for (const line of lines.split('\n')) {
    if (line.trim() === '') continue;
    const [, time = '', text = ''] = STEP.exec(line.trim()) ?? [];
    const at = paperTime(time, now);
    if (at === null || steps.length === STEPS_MOST) return null;
    steps.push({ at, text: text.trim() });
  }
  return steps;
}

/** What is missing or wrong, in the order of the screen. Whether a time can be is the host's to say. */
export function faultsOf(form: CardForm, now: LocalNow): readonly CardFault[] {
  const at = paperTime(form.at, now);
  const until = paperTime(form.until, now);
  const isClosed = form.path === 'closed';
  const checks: readonly (readonly [CardFault, boolean])[] = [
    ['card', form.card.trim() === ''],
    ['at', at === null],
    ['until', isClosed && until === null],
    ['order', isClosed && at !== null && until !== null && until < at],
    ['number', form.number.trim() !== '' && !isPhoneNumber(form.number)],
    ['text', form.text.trim() === ''],
    ['title', form.title.trim() === ''],
    ['result', isClosed && form.result.trim() === ''],
    ['steps', stepsOf(form.steps, now) === null],
  ];
  return checks.filter(([, isWrong]) => isWrong).map(([fault]) => fault);
}

/** The times of a card without a fault. */
export function timesOf(form: CardForm, now: LocalNow): CardTimes | null {
  const at = paperTime(form.at, now);
  const steps = stepsOf(form.steps, now);
  const until = form.path === 'closed' ? paperTime(form.until, now) : null;
  return at === null || steps === null ? null : { at, until, steps };
}

/** The host adds the number, the card and the catalogue's version. */
export function createArgs(form: CardForm, caller: CallerRef | null): ArgsOf['case.create'] {
  const isClosed = form.path === 'closed';
  return {
    caseNo: null,
    biz: 'hotline',
    channel: 'hotline',
    discovery: 'passive',
    type: form.type,
    matter: form.matter?.matter ?? null,
    dictVersion: '',
    title: form.title.trim(),
    text: form.text.trim(),
    caller,
    place: placeArgs(form.place),
    urgency: 'ordinary',
    callId: null,
    externalNo: [],
    next: isClosed ? form.end : 'queue',
    answer: isClosed ? form.result.trim() : null,
    condition: null,
  };
}

function placeArgs(place: CardForm['place']): ArgsOf['case.create']['place'] {
  const by = 'caller' as const;
  if (place === null) return { point: null, text: '', cell: null, street: null, by, confidence: 0 };
  const { name, lon, lat, cell, street, kind } = place;
  // The middle of a whole street is no place that anybody could be sent to.
  const isWide = kind === 'street';
  const point = isWide ? null : { lonE6: lon, latE6: lat };
  return { point, text: name, cell: isWide ? null : cell, street, by, confidence: 0.8 };
}
