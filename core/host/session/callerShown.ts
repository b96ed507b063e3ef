import type { CaseDoc } from '../../domain/case/caseDoc.ts';
import type { CallerRef } from '../../domain/operation/args.ts';
import type { Role } from '../../domain/operation/identity.ts';
import { maskedName, maskedNumber } from '../../domain/permission/masked.ts';
import type { Sealing } from '../../node/sealing.ts';
import type { SessionPerson } from './session.ts';

export type CallerShown = { readonly number: string | null; readonly name: string | null };

const NOTHING: CallerShown = { number: null, name: null };
const OPEN_TO: readonly Role[] = [
  'operator',
  'dispatcher',
  'dutyChief',
  'unit',
  'callbackClerk',
  'quality',
];
const MASKED_TO: readonly Role[] = ['supervisor', 'leader'];
const CONFIDENTIAL_TO: readonly Role[] = ['dutyChief', 'callbackClerk'];

/** Name and number of the caller as far as this person may see them (model: permissions, I-19). */
export function callerShown(
  doc: CaseDoc | null,
  person: SessionPerson | null,
  sealing: Sealing,
): CallerShown {
  const caller = doc?.caller;
  if (doc === null || caller === undefined || person === null) return NOTHING;
  const roles = person.grants.map((grant) => grant.role);
  const has = (allowed: readonly Role[]): boolean => roles.some((role) => allowed.includes(role));
  if (caller.confidential || doc.confidential === true) {
    const isOwn = doc.createdBy === person.id;
    return has(CONFIDENTIAL_TO) || isOwn ? opened(caller, sealing) : NOTHING;
  }
  if (has(OPEN_TO)) return opened(caller, sealing);
  return has(MASKED_TO) ? masked(opened(caller, sealing)) : NOTHING;
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
