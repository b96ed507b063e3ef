import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import { err, type Result } from '#core/kernel/result.ts';
import type { CallInput, CallOutput } from '#core/protocol/console/calls.ts';
import type { WireError } from '#core/protocol/console/envelope.ts';
import { useClient } from './useClient.ts';
import { useSessionStore } from './sessionStore.ts';

type Wish = Pick<CallInput<'caller.open'>, 'caseId' | 'to'>;
export type LookReply = Result<CallOutput<'caller.open'> | null, WireError>;

/**
 * A look at a caller. Of one who asked not to be named the host demands a reason: it is asked for, and goes into
 * the note. The reply is null when nobody gave one.
 */
export const useLookReasonStore = defineStore('lookReason', () => {
  const client = useClient();
  const session = useSessionStore();
  const answer = shallowRef<((why: string | null) => void) | null>(null);
  const isAsking = computed(() => answer.value !== null);

  const give = (why: string | null): void => {
    const waiting = answer.value;
    answer.value = null;
    waiting?.(why);
  };
  /** One question at a time; whoever leaves the seat gives no reason. */
  const ask = (): Promise<string | null> => {
    give(null);
    return new Promise((resolve) => {
      answer.value = resolve;
    });
  };
  watch(
    () => (session.isOpen ? session.session?.person?.id : null),
    () => give(null),
  );

  const open = async (wish: Wish): Promise<LookReply> => {
    const reply = await client.do('caller.open', wish);
    if (reply.ok || reply.error.code !== 'caller/needs-reason') return reply;
    const why = await ask();
    if (why === null) return { ok: true, value: null };
    const told = await client.do('caller.open', { ...wish, why });
    return told.ok ? told : err(told.error);
  };
  return { isAsking, give, open };
});
