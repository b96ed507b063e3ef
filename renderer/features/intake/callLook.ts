import type { CallRow } from '#core/protocol/console/rows.ts';
import type { CallsView } from '#core/protocol/console/views.ts';

export type CallLook =
  'idle' | 'ringing' | 'talking' | 'held' | 'ended' | 'afterCall' | 'break' | 'off';

/** A call is to be answered within this time. */
export const RING_LIMIT_MS = 15_000;

/** What the phone bar shows for a call, or for the seat when there is none. */
export function callLook(call: CallRow | null, seat: CallsView['seatState']): CallLook {
  if (call !== null) {
    if (call.state === 'ringing') return 'ringing';
    if (call.state === 'claimed' || call.state === 'answered') return 'talking';
    return call.state === 'held' ? 'held' : 'ended';
  }
  if (seat === 'after_call') return 'afterCall';
  return seat === 'break' || seat === 'off' ? seat : 'idle';
}
