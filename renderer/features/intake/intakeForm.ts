import type { AppealType, Urgency } from '#core/domain/operation/args.ts';
import { intakeRules } from '#renderer/i18n/intakeRules.ts';
import { pairsOf, proposeUrgency, subjectIn } from './judgeText.ts';
import type { CallRow, MatterRow, PlaceCandidate } from '#core/protocol/console/rows.ts';

/** No lon and lat: only the street is known, and a point has still to be chosen. */
export type ChosenPlace = {
  readonly text: string;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly cell: string | null;
  readonly street: string | null;
  readonly by: 'caller' | 'map';
  readonly confidence: number;
};

export type ChosenMatter = Pick<
  MatterRow,
  'matter' | 'name' | 'path' | 'filesAutomatically' | 'needsCheck' | 'conditions'
>;

/**
 * One form in hand: a call's or a blank one. Kept as a draft on disk while it is typed. What a hand has
 * touched is never filled by the program again.
 */
export type IntakeForm = {
  readonly key: string;
  readonly callId: string | null;
  /** One act, however often it is sent: the host makes one operation of one token. */
  readonly once: string;
  readonly startedAt: number;
  channel: string;
  number: string;
  callerName: string;
  callerKind: 'person' | 'enterprise' | 'vulnerable';
  confidential: boolean;
  type: AppealType;
  isTypeTouched: boolean;
  title: string;
  isTitleTouched: boolean;
  text: string;
  matter: ChosenMatter | null;
  condition: string | null;
  place: ChosenPlace | null;
  isPlaceTouched: boolean;
  urgency: Urgency;
  isUrgencyTouched: boolean;
  /** The earlier case this call belongs to, chosen among the candidates. */
  appendTo: string | null;
  /** Number told to the caller. */
  toldNo: string | null;
  /** What is half written in a dialog of this form: its answer at once, or why it is refused. */
  answer: string;
  refuseReason: string;
  refusal: string;
};

/** Below this score a candidate is offered, never chosen. */
export const PLACE_SURE = 0.8;
export const TEXT_MOST = 10_000;

export function newForm(key: string, once: string, at: number): IntakeForm {
  return {
    key,
    once,
    startedAt: at,
    callId: null,
    channel: '',
    number: '',
    callerName: '',
    callerKind: 'person',
    confidential: false,
    type: 'help',
    isTypeTouched: false,
    title: '',
    isTitleTouched: false,
    text: '',
    matter: null,
    condition: null,
    place: null,
    isPlaceTouched: false,
    urgency: 'ordinary',
    isUrgencyTouched: false,
    appendTo: null,
    toldNo: null,
    answer: '',
    refuseReason: 'not_in_scope',
    refusal: '',
  };
}

/** The form of a call: number and name are there before anything is typed. */
export function formOfCall(call: CallRow, once: string): IntakeForm {
  return {
    ...newForm(`call:${call.callId}`, once, call.rangAt),
    callId: call.callId,
    number: call.number ?? '',
    callerName: call.callerName ?? '',
    callerKind: call.callerKind ?? 'person',
    confidential: call.confidential ?? false,
  };
}

export function placeOf(candidate: PlaceCandidate): ChosenPlace {
  const { name, lon, lat, cell, street, score } = candidate;
  const place = { text: name, street, by: 'caller' as const, confidence: Math.min(1, score) };
  // The middle of a whole street is no place that anybody could be sent to.
  if (candidate.kind === 'street') return { ...place, lon: null, lat: null, cell: null };
  return { ...place, lon, lat, cell };
}

/** On the map a point is known, not what the caller calls it: sure of where, not of the name beside it. */
const MAP_CONFIDENCE = 0.8;

export function placeOnMap(
  at: { readonly lon: number; readonly lat: number },
  found: {
    readonly near: string | null;
    readonly cell: string | null;
    readonly street: string | null;
  },
): ChosenPlace {
  const { near, cell, street } = found;
  const text = intakeRules.placeOnMap(near);
  return { text, ...at, cell, street, by: 'map', confidence: MAP_CONFIDENCE };
}

/** Where it is, to be drawn and asked about; null while nothing or only the street is known. */
export function pointOf(
  place: ChosenPlace | null,
): { readonly lon: number; readonly lat: number } | null {
  if (place === null || place.lon === null || place.lat === null) return null;
  return { lon: place.lon, lat: place.lat };
}

export function isStreetOnly(place: ChosenPlace | null): boolean {
  return place !== null && pointOf(place) === null;
}

export function isSamePlace(place: ChosenPlace, candidate: PlaceCandidate): boolean {
  const other = placeOf(candidate);
  return place.text === other.text && place.lon === other.lon && place.lat === other.lat;
}

/** A point was chosen, and no cell and no street of this district holds it. */
export function isOutside(place: ChosenPlace | null): boolean {
  return place !== null && place.cell === null && place.street === null;
}

/** Sure enough to be filled in by itself. A name heard in the words has this score only when no other could be meant. */
export function isSure(best: PlaceCandidate): boolean {
  return best.score >= PLACE_SURE;
}

/** Nothing typed yet: such a form is dropped without a question. */
export function isEmpty(form: IntakeForm): boolean {
  const words = form.text + form.answer + form.refusal;
  return words.trim() === '' && form.matter === null && form.place === null;
}

/** As it was opened: nothing in it is anybody's yet, not even who calls, unless the call brought it. */
export function isBlank(form: IntakeForm): boolean {
  if (!isEmpty(form) || form.isTitleTouched || form.appendTo !== null) return false;
  return form.callId !== null || (form.callerName === '' && form.number === '');
}

/**
 * The title a form would have: what kind of caller, where and what, as it was said. The name of a chosen
 * matter stands in only where the words say nothing of it. Empty while nothing is known.
 */
export function titleOf(form: IntakeForm): string {
  const heard = proposeUrgency(form.text, form.callerKind).words;
  const place = form.place?.text ?? '';
  const matter = form.matter?.name.replace(intakeRules.matterKind, '') ?? '';
  const said = subjectIn(form.text, { heard, place, matter });
  const isOfMatter = matter === '' || [...pairsOf(matter)].some((pair) => said.includes(pair));
  const what = isOfMatter && said !== '' ? said : matter;
  if (what === '') return '';
  const where = what.includes(place) ? '' : place;
  return intakeRules.title(`${where}${what}`, form.callerKind === 'enterprise');
}
