import type { AssignmentState, CaseDoc, CaseStub } from '../case/caseDoc.ts';
import { calledUnits } from '../case/whistles.ts';
import type { Grant } from '../operation/decision.ts';
import type { PersonId, Role, Scope, UnitId } from '../operation/identity.ts';

/**
 * Who reads what of a case (model: permissions). What a case can be opened with is a set of keys made of
 * its document, what a person can open is a set of keys made of his grants: he reads the case when they
 * meet (I-21). Keys are words, so that a store keeps them beside the case and finds both ways by an index.
 */
export type Reader = {
  readonly person: PersonId;
  /** As of now. */
  readonly grants: readonly Grant[];
  /** Units at home in a street or in the district: a grant there is a grant for each of them. */
  readonly unitsAtHome: (scope: Scope) => readonly UnitId[];
};

export type ReadableDoc = Pick<CaseDoc, 'members' | 'createdBy'> &
  Partial<
    Pick<
      CaseDoc,
      | 'assignments'
      | 'whistles'
      | 'verifyOrdered'
      | 'callbackDueAt'
      | 'callbackDone'
      | 'callbacks'
      | 'confidential'
    >
  >;

type CaseKey = string;

/** ● in the table: every case within the scope of the grant. All others read their own work only. */
const READS_SCOPE: readonly Role[] = [
  'operator',
  'dispatcher',
  'dutyChief',
  'supervisor',
  'leader',
];
const LEFT_STATES: readonly AssignmentState[] = ['returned', 'recalled', 'waived'];

export function mayRead(reader: Reader, doc: ReadableDoc): boolean {
  const keys = new Set(keysOfCase(doc));
  return keysOfReader(reader).some((key) => keys.has(key));
}

/** Everything that opens this case to somebody. */
export function keysOfCase(doc: ReadableDoc): CaseKey[] {
  const keys = new Set<CaseKey>([`made@${doc.createdBy}`]);
  const isToCallBack = doc.callbackDueAt !== undefined && doc.callbackDone === undefined;
  for (const scope in doc.members) {
    keys.add(wholeScope(scope));
    if (isToCallBack) keys.add(`callBack@${scope}`);
  }
  for (const one of Object.values(doc.assignments ?? {})) {
    if (!LEFT_STATES.includes(one.state)) keys.add(`unit@${one.unit}`);
  }
  for (const unit of calledUnits(doc)) keys.add(`unit@${unit}`);
  if (doc.verifyOrdered !== undefined) keys.add(`verify@${doc.verifyOrdered}`);
  for (const one of Object.values(doc.callbacks ?? {})) keys.add(`called@${one.by}`);
  return [...keys];
}

export function keysOfReader(reader: Reader): CaseKey[] {
  return [...new Set(reader.grants.flatMap((grant) => keysOfGrant(grant, reader)))];
}

/** The key of every case that this scope is a member of. */
export function wholeScope(scope: string): CaseKey {
  return `scope@${scope}`;
}

/** Nobody's sample is drawn yet: until then quality reads no case. */
function keysOfGrant({ role, scope }: Grant, reader: Reader): CaseKey[] {
  const { person } = reader;
  if (READS_SCOPE.includes(role)) return [wholeScope(scope)];
  if (role === 'unit') {
    const units = scope.startsWith('unit:')
      ? [scope.slice('unit:'.length)]
      : reader.unitsAtHome(scope);
    return [`made@${person}`, ...units.map((unit) => `unit@${unit}`)];
  }
  if (role === 'inspector') return [`made@${person}`, `verify@${person}`];
  return role === 'callbackClerk' ? [`callBack@${scope}`, `called@${person}`] : [];
}

/** What is left of a case that moved away goes to whoever read it as a whole where it was. */
export function mayReadStub(reader: Reader, stub: CaseStub, scope: Scope): boolean {
  return reader.grants.some((grant) => {
    if (grant.role === 'unit') return grant.scope === scope;
    if (!READS_SCOPE.includes(grant.role)) return false;
    if (grant.scope === 'district' || grant.scope === scope) return true;
    return grant.scope === stub.wentTo || grant.scope === `street:${stub.street ?? ''}`;
  });
}

export type CallerSight = 'open' | 'masked' | 'none';

const CALLER_OPEN: readonly Role[] = [
  'operator',
  'dispatcher',
  'dutyChief',
  'unit',
  'callbackClerk',
  'quality',
];
const CALLER_MASKED: readonly Role[] = ['supervisor', 'leader'];
const CONFIDENTIAL_OPEN: readonly Role[] = ['dutyChief', 'callbackClerk'];

/** Name and number of a caller on this case: only grants that open the case count. */
export function callerSight(
  reader: Reader,
  doc: ReadableDoc,
  caller: { readonly confidential: boolean },
): CallerSight {
  const keys = new Set(keysOfCase(doc));
  const roles = reader.grants
    .filter((grant) => keysOfGrant(grant, reader).some((key) => keys.has(key)))
    .map((grant) => grant.role);
  const has = (allowed: readonly Role[]): boolean => roles.some((role) => allowed.includes(role));
  if (caller.confidential || doc.confidential === true) {
    const isOwn = has(['operator']) && doc.createdBy === reader.person;
    return has(CONFIDENTIAL_OPEN) || isOwn ? 'open' : 'none';
  }
  if (has(CALLER_OPEN)) return 'open';
  return has(CALLER_MASKED) ? 'masked' : 'none';
}

/** The number of a call that rings or is spoken at the own seat, before it belongs to a case. */
export function callSight(reader: Reader | null): CallerSight {
  const roles = reader?.grants.map((grant) => grant.role) ?? [];
  if (roles.some((role) => CALLER_OPEN.includes(role))) return 'open';
  return roles.some((role) => CALLER_MASKED.includes(role)) ? 'masked' : 'none';
}
