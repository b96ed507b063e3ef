import type { CaseDoc } from '../../domain/case/caseDoc.ts';
import type { CallerRef } from '../../domain/operation/args.ts';
import { maskedName, maskedNumber } from '../../domain/permission/masked.ts';
import { callerSight, type CallerSight, type Reader } from '../../domain/permission/reading.ts';
import type { Sealing } from '../../node/sealing.ts';

export type CallerShown = { readonly number: string | null; readonly name: string | null };

const NOTHING: CallerShown = { number: null, name: null };

/** What this person may see of the caller, once he asks for it. */
export function sightOf(doc: CaseDoc | null, reader: Reader | null): CallerSight {
  const caller = doc?.caller;
  if (doc === null || caller === undefined || reader === null) return 'none';
  return callerSight(reader, doc, caller);
}

/**
 * Name and number of the caller as they stand on a case that is open, masked for everybody (model:
 * permissions, I-19): who may see more asks for it, and that is noted.
 */
export function callerShown(
  doc: CaseDoc | null,
  reader: Reader | null,
  sealing: Sealing,
): CallerShown {
  if (doc === null || sightOf(doc, reader) === 'none' || isConfidential(doc)) return NOTHING;
  return masked(callerOpened(doc, sealing));
}

/** All of it: only behind a note of who looked. */
export function callerOpened({ caller }: CaseDoc, sealing: Sealing): CallerShown {
  return caller === undefined ? NOTHING : opened(caller, sealing);
}

/** The name under which a number that calls now is known from one of its cases; nobody confidential. */
export function nameKnown(doc: CaseDoc, caller: CallerRef, on: NameSight): string | null {
  const { reader, sealing } = on;
  if (reader === null || caller.confidential || doc.confidential === true) return null;
  const sight = callerSight(reader, doc, caller);
  if (sight === 'none') return null;
  const { name } = opened(caller, sealing);
  return sight === 'open' || name === null ? name : maskedName(name);
}

type NameSight = { readonly reader: Reader | null; readonly sealing: Sealing };

function isConfidential(doc: CaseDoc): boolean {
  return doc.confidential === true || doc.caller?.confidential === true;
}

function opened(caller: CallerRef, sealing: Sealing): CallerShown {
  const number = sealing.open(caller.numberSealed);
  return {
    // A caller may give a name and no number.
    number: number === '' ? null : number,
    name: caller.nameSealed === undefined ? null : sealing.open(caller.nameSealed),
  };
}

function masked({ number, name }: CallerShown): CallerShown {
  return {
    number: number === null ? null : maskedNumber(number),
    name: name === null ? null : maskedName(name),
  };
}
