import type { CaseDoc, ClockName } from './caseDoc.ts';

/**
 * Whether what an ended clock waited for was done: a handled or closed case ends the clocks of what nobody did, too.
 */
export function isClockDone(
  doc: Pick<CaseDoc, 'firstContactAt' | 'assignments' | 'round' | 'whistles'>,
  name: ClockName,
): boolean {
  if (name === 'firstContact') return doc.firstContactAt !== undefined;
  if (name === 'whistleRespond' || name === 'whistleFinish') return isWhistleDone(doc, name);
  const own = Object.values(doc.assignments ?? {}).filter((each) => each.round === doc.round);
  if (name === 'sign') return own.some((each) => each.signedAt !== undefined);
  return name !== 'handle' || own.some((each) => each.doneAt !== undefined);
}

function isWhistleDone(
  { whistles, round }: Pick<CaseDoc, 'whistles' | 'round'>,
  name: 'whistleRespond' | 'whistleFinish',
): boolean {
  const said = name === 'whistleRespond' ? 'respondedAt' : 'resultAt';
  const own = Object.values(whistles ?? {}).filter((each) => each.round === round);
  const last = own.sort((a, b) => a.openedAt - b.openedAt).at(-1);
  return last !== undefined && Object.values(last.units).every((unit) => unit[said] !== undefined);
}
