import type { Grant } from '../operation/decision.ts';
import type { Role, Scope } from '../operation/identity.ts';
import { reaches } from './grants.ts';

/** A desk has no number, and no call of the hotline rings there. */
export type SeatPlace = { readonly number: number; readonly scope: Scope };

/** Who makes cases of calls and sees every caller in his scope (model: permissions). */
const CALL_TAKERS: readonly Role[] = ['operator', 'dispatcher', 'dutyChief'];

export function isHallSeat({ number }: SeatPlace): boolean {
  return number > 0;
}

/** At a desk anybody may sit; where calls ring, who may take them. `grants` are those of this moment. */
export function maySitAt(seat: SeatPlace, grants: readonly Grant[]): boolean {
  if (!isHallSeat(seat)) return true;
  return grants.some((one) => CALL_TAKERS.includes(one.role) && reaches(one, seat.scope));
}
