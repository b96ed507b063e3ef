import { shallowRef, watch, type Ref } from 'vue';
import { maskedNumber } from '#core/domain/permission/masked.ts';
import type { CallRow } from '#core/protocol/console/rows.ts';
import type { CallsView } from '#core/protocol/console/views.ts';

export type MissedCall = { readonly number: string | null; readonly at: number };
/** So long after a ring has ended the answering key still means that call. */
const JUST_GONE_MS = 3_000;

const isRung = (seat: CallsView['seatState'] | undefined): boolean =>
  seat === 'idle' || seat === 'ringing';

/** The last call that rang here and went away without being answered or passed here. */
export function createMissedCalls(
  rows: Readonly<Ref<readonly CallRow[]>>,
  view: () => CallsView | null,
) {
  const missed = shallowRef<MissedCall | null>(null);
  const passedOn = new Set<string>();
  let goneAt = Number.NEGATIVE_INFINITY;

  watch(rows, (now, before) => {
    const gone = before.find(
      (call) =>
        call.state === 'ringing' &&
        !passedOn.has(call.callId) &&
        !now.some((each) => each.callId === call.callId),
    );
    // A seat that takes a break or talks is not rung any more: nothing was missed there.
    if (gone === undefined || !isRung(view()?.seatState)) return;
    // It stays on the bar for whoever passes by.
    const number = gone.number === null ? null : maskedNumber(gone.number);
    missed.value = { number, at: gone.rangAt };
    goneAt = performance.now();
  });
  return {
    missed,
    /** True once, for the key that came too late. */
    isJustGone: (): boolean => {
      const isIt = performance.now() - goneAt < JUST_GONE_MS;
      goneAt = Number.NEGATIVE_INFINITY;
      return isIt;
    },
    passed: (callId: string): void => void passedOn.add(callId),
  };
}
