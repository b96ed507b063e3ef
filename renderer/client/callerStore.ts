import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import type { Result } from '#core/kernel/result.ts';
import type { CallOutput } from '#core/protocol/console/calls.ts';
import type { WireError } from '#core/protocol/console/envelope.ts';
import { useLookReasonStore } from './lookReasonStore.ts';
import { useSessionStore } from './sessionStore.ts';

export type OpenedCaller = CallOutput<'caller.open'>;

/**
 * The caller of one case, opened by whoever sits here: the host notes the look before it tells. Kept until
 * another case is looked at, and no longer than the seat is open.
 */
export const useCallerStore = defineStore('caller', () => {
  const looks = useLookReasonStore();
  const session = useSessionStore();
  const shown = shallowRef<{ readonly caseId: string; readonly caller: OpenedCaller } | null>(null);
  const seat = computed(() => (session.isOpen ? session.session?.person?.id : null));
  const close = (): void => {
    shown.value = null;
  };
  watch(seat, close);

  const open = async (caseId: string): Promise<Result<null, WireError>> => {
    const by = seat.value;
    const reply = await looks.open({ caseId, to: 'look' });
    if (!reply.ok) return reply;
    if (seat.value === by && reply.value !== null) shown.value = { caseId, caller: reply.value };
    return { ok: true, value: null };
  };
  const of = (caseId: string): OpenedCaller | null =>
    shown.value?.caseId === caseId ? shown.value.caller : null;
  return { open, close, of };
});
