import type { UnitId } from '../operation/identity.ts';
import { type CaseDoc, ENDED_STAGES } from './caseDoc.ts';
import type { CalledUnit, Whistle } from './whistleDoc.ts';

type Whistled = Pick<CaseDoc, 'whistles'>;

/** The whistle to which somebody must still come; a case has one at most. */
export function openWhistle(doc: Pick<CaseDoc, 'whistles' | 'round' | 'stage'>): Whistle | null {
  if (ENDED_STAGES.includes(doc.stage)) return null;
  return all(doc).find((one) => one.endedAt === undefined && one.round === doc.round) ?? null;
}

/** One that the district did not refuse to file: then it closes the case, too. */
export function hasWhistle(doc: Whistled): boolean {
  return all(doc).some(({ filing }) => filing !== 'refused');
}

/** Whoever a whistle names, called already or not: what such a unit says about it is taken. */
export function whistledUnits(doc: Whistled): UnitId[] {
  return [...new Set(all(doc).flatMap((one) => unitsOf(one).map(({ unit }) => unit)))];
}

/** Whoever was called, and so reads the case. */
export function calledUnits(doc: Whistled): UnitId[] {
  const called = all(doc).flatMap((one) => unitsOf(one).filter(isCalled));
  return [...new Set(called.map(({ unit }) => unit))];
}

export type Named = CalledUnit & { readonly unit: UnitId };

/** In one order, whatever order the document of a store or of a frame has. */
export function unitsOf({ units }: Pick<Whistle, 'units'>): Named[] {
  return Object.entries(units)
    .map(([unit, called]) => ({ unit, ...called }))
    .sort((a, b) => (a.unit < b.unit ? -1 : 1));
}

export function isCalled({ calledAt }: CalledUnit): boolean {
  return calledAt !== undefined;
}

/** The last whistle that called the unit and for which it has no such mark yet; else the last one. */
export function whistleToMark(
  doc: Whistled,
  unit: UnitId,
  what: 'score' | 'degree',
): Whistle | null {
  const calling = all(doc).filter(({ units }) => units[unit]?.calledAt !== undefined);
  return (
    calling.findLast(({ units }) => units[unit]?.[what] === undefined) ?? calling.at(-1) ?? null
  );
}

/** Nobody comes to it any more. */
export function isWhistleOver(doc: CaseDoc, { endedAt, round }: Whistle): boolean {
  return endedAt !== undefined || round !== doc.round || ENDED_STAGES.includes(doc.stage);
}

/** 一哨一考: units that were called and are not marked by both. */
export function unmarkedUnits(doc: Whistled): UnitId[] {
  const lacks = ({ score, degree }: CalledUnit): boolean =>
    score === undefined || degree === undefined;
  const open = all(doc).flatMap((one) =>
    unitsOf(one).filter((unit) => isCalled(unit) && lacks(unit)),
  );
  return open.map(({ unit }) => unit);
}

function all({ whistles = {} }: Whistled): Whistle[] {
  return Object.values(whistles).sort((a, b) => a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1));
}
