import { shallowRef, watch } from 'vue';
import type { CallRow } from '#core/protocol/console/rows.ts';

export type MissedCall = { readonly number: string | null; readonly at: number };
/** So long after a ring has ended the answering key still means that call. */
const JUST_GONE_MS = 3_000;

/** The last call that rang here and went away without being answered or passed here. */
export function createMissedCalls(rows: () => readonly CallRow[]) {
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
    if (gone === undefined) return;
    missed.value = { number: gone.number, at: gone.rangAt };
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
