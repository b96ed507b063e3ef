import { isPhoneNumber } from '#core/domain/operation/phoneNumber.ts';
import type { ArgsOf, CallerRef } from '#core/domain/operation/args.ts';
import { pointOf, type ChosenPlace, type IntakeForm } from './intakeForm.ts';

/** What is missing or wrong before a form can be sent, in the order of the screen. */
export type Missing = 'number' | 'text' | 'title';
export function missingOf(form: IntakeForm): readonly Missing[] {
  return [
    ...(isNumberWrong(form) ? (['number'] as const) : []),
    ...(form.text.trim() === '' ? (['text'] as const) : []),
    ...(form.title.trim() === '' ? (['title'] as const) : []),
  ];
}

/** Something is written where the number stands, and nobody could be called under it. */
export function isNumberWrong({ number }: Pick<IntakeForm, 'number'>): boolean {
  return number.trim() !== '' && !isPhoneNumber(number);
}

export type SendWay = 'on' | 'answer' | 'queue';

/** How a form becomes an operation. The host adds the case number and the catalogue's version. */
export function createArgs(
  form: IntakeForm,
  way: SendWay,
  parts: {
    readonly caller: CallerRef | null;
    readonly answer: string | null;
    readonly mayFile: boolean;
  },
): ArgsOf['case.create'] {
  const { matter } = form;
  return {
    caseNo: null,
    biz: 'hotline',
    channel: form.channel,
    discovery: 'passive',
    type: form.type,
    matter: matter?.matter ?? null,
    dictVersion: '',
    title: form.title.trim(),
    text: form.text.trim(),
    caller: parts.caller,
    place: placeArgs(form.place),
    urgency: form.urgency,
    callId: form.callId,
    externalNo: [],
    next: nextOf(form, way, parts.mayFile),
    answer: parts.answer,
    condition: form.condition,
  };
}

function nextOf(form: IntakeForm, way: SendWay, mayFile: boolean): 'answer' | 'file' | 'queue' {
  if (way !== 'on') return way;
  return form.matter !== null && (form.matter.filesAutomatically || mayFile) ? 'file' : 'queue';
}

function placeArgs(place: ChosenPlace | null): ArgsOf['case.create']['place'] {
  if (place === null) {
    return { point: null, text: '', cell: null, street: null, by: 'caller', confidence: 0 };
  }
  const { text, cell, street, by, confidence } = place;
  const at = pointOf(place);
  const point = at === null ? null : { lonE6: at.lon, latE6: at.lat };
  return { point, text, cell, street, by, confidence };
}
