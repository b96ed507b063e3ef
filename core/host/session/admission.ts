import type { Grant } from '../../domain/operation/decision.ts';
import type { Role } from '../../domain/operation/identity.ts';
import type { CallName } from '../../protocol/console/calls.ts';
import type { FailureCode } from '../../protocol/errors.ts';
import type { SessionState } from './session.ts';

/**
 * - `person`: somebody is logged in here, the seat may be locked: what was typed is kept meanwhile.
 * - `open`: somebody is logged in and the seat is not locked.
 * - `cases`: that, and with a role that reads cases.
 * - `administrator`: that, and one of the district.
 */
export type Need = 'person' | 'open' | 'cases' | 'administrator';

/** An administrator runs the machines and sees no case; a wall and programs see figures only. */
const CASELESS: readonly Role[] = ['administrator', 'wall', 'telephony', 'program'];

/** Calls that tell or keep something of people and cases. Acts are judged by the command bus itself. */
const CALL_NEEDS: Readonly<Partial<Record<CallName, Need>>> = {
  'number.peek': 'cases',
  'case.search': 'cases',
  'case.near': 'cases',
  'case.rows': 'cases',
  'caller.seal': 'cases',
  'caller.open': 'cases',
  'cards.list': 'cases',
  'cards.print': 'cases',
  'cards.release': 'cases',
  'cards.find': 'cases',
  'file.put': 'cases',
  'file.get': 'cases',
  'caller.cases': 'cases',
  'unit.propose': 'cases',
  'unit.list': 'open',
  'draft.save': 'person',
  'draft.list': 'person',
  'draft.drop': 'person',
  'call.claim': 'open',
  'alarm.acknowledge': 'person',
  'notice.read': 'open',
  'line.cut': 'open',
  'people.list': 'open',
  'people.make': 'open',
  'people.password': 'open',
  'devices.list': 'open',
  'devices.code': 'open',
  'drill.list': 'open',
  'audit.state': 'open',
  'audit.verify': 'open',
  'audit.looks': 'open',
  'forgetting.due': 'open',
  'numbers.report': 'open',
  'exchange.write': 'open',
  'exchange.take': 'open',
  'exchange.bring': 'open',
  'address.get': 'administrator',
  'address.try': 'administrator',
  'address.keep': 'administrator',
};

type Shut = Extract<FailureCode, `session/${string}`> | 'grant/none';

/** Why whoever sits here may not ask this now, or null. */
export function callRefusal(name: CallName, now: SessionState): Shut | null {
  const need = CALL_NEEDS[name];
  return need === undefined ? null : admissionRefusal(need, now);
}

export function admissionRefusal(need: Need, now: SessionState): Shut | null {
  if (!('person' in now)) return 'session/needed';
  if (need === 'person') return null;
  if (now.state === 'locked') return 'session/locked';
  if (need === 'open') return null;
  return now.person.grants.some(FITS[need]) ? null : 'grant/none';
}

const FITS: Readonly<Record<'cases' | 'administrator', (grant: Grant) => boolean>> = {
  cases: ({ role }) => !CASELESS.includes(role),
  administrator: ({ role, scope }) => role === 'administrator' && scope === 'district',
};
