import { defineStore } from 'pinia';
import { nextTick, ref, shallowRef } from 'vue';
import { ok, type Result } from '#core/kernel/result.ts';
import type { CallOutput } from '#core/protocol/console/calls.ts';
import type { WireError } from '#core/protocol/console/envelope.ts';
import { useLookReasonStore } from '#renderer/client/lookReasonStore.ts';

export type Printed = 'sheet' | 'slip';

/**
 * Which paper the next print shows; the case sheet unless the slip was asked for. Who prints is noted by the
 * host before the caller is told for the paper; printed past this, a paper has its caller masked.
 */
export const usePrintStore = defineStore('printing', () => {
  const looks = useLookReasonStore();
  const what = ref<Printed>('sheet');
  const caller = shallowRef<CallOutput<'caller.open'> | null>(null);
  const print = async (wanted: Printed, caseId: string): Promise<Result<null, WireError>> => {
    const reply = await looks.open({ caseId, to: 'print' });
    if (!reply.ok) return reply;
    if (reply.value === null) return ok(null);
    what.value = wanted;
    caller.value = reply.value;
    await nextTick();
    window.print();
    caller.value = null;
    return ok(null);
  };
  return { what, caller, print };
});
