import type { CaseDoc } from '../../domain/case/caseDoc.ts';
import type { CallerRef } from '../../domain/operation/args.ts';
import { maskedName, maskedNumber } from '../../domain/permission/masked.ts';
import { callerSight, type Reader } from '../../domain/permission/reading.ts';
import type { Sealing } from '../../node/sealing.ts';

export type CallerShown = { readonly number: string | null; readonly name: string | null };

const NOTHING: CallerShown = { number: null, name: null };

/** Name and number of the caller as far as this person may see them (model: permissions, I-19). */
export function callerShown(
  doc: CaseDoc | null,
  reader: Reader | null,
  sealing: Sealing,
): CallerShown {
  const caller = doc?.caller;
  if (doc === null || caller === undefined || reader === null) return NOTHING;
  const sight = callerSight(reader, doc, caller);
  if (sight === 'none') return NOTHING;
  return sight === 'open' ? opened(caller, sealing) : masked(opened(caller, sealing));
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
