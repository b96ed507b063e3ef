import type { ArgsOf } from '#core/domain/operation/args.ts';
import type { CallerRef } from '#core/domain/operation/args.ts';
import type { IntakeForm } from './intakeForm.ts';

/** What is missing before a form can be sent, in the order of the screen. */
export type Missing = 'text' | 'title';
/** What may be missing, but is said. */
export type Open = 'matter' | 'place' | 'number' | 'elements';

export function missingOf(form: IntakeForm): readonly Missing[] {
  return [
    ...(form.text.trim() === '' ? (['text'] as const) : []),
    ...(form.title.trim() === '' ? (['title'] as const) : []),
  ];
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
  const { matter, place } = form;
  const isFiled = way === 'on' && matter !== null && (matter.filesAutomatically || parts.mayFile);
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
    place: {
      point: place === null ? null : { lonE6: place.lon, latE6: place.lat },
      text: place?.text ?? '',
      cell: place?.cell ?? null,
      street: place?.street ?? null,
      by: place?.by ?? 'caller',
      confidence: place?.confidence ?? 0,
    },
    urgency: form.urgency,
    callId: form.callId,
    externalNo: [],
    next: way === 'answer' ? 'answer' : isFiled ? 'file' : 'queue',
    answer: parts.answer,
    condition: form.condition,
  };
}
