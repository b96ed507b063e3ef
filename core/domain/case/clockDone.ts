import type { CaseDoc, ClockName } from './caseDoc.ts';

/**
 * Whether what an ended clock waited for was done: a handled or closed case ends the clocks of what nobody did, too.
 */
export function isClockDone(
  doc: Pick<CaseDoc, 'firstContactAt' | 'assignments' | 'round'>,
  name: ClockName,
): boolean {
  if (name === 'firstContact') return doc.firstContactAt !== undefined;
  const own = Object.values(doc.assignments ?? {}).filter((each) => each.round === doc.round);
  if (name === 'sign') return own.some((each) => each.signedAt !== undefined);
  return name !== 'handle' || own.some((each) => each.doneAt !== undefined);
}
