import { computed } from 'vue';
import { maskedNumber } from '#core/domain/permission/masked.ts';
import type { CallRow } from '#core/protocol/console/rows.ts';
import type { CallsView } from '#core/protocol/console/views.ts';
import { useCallsStore } from '#renderer/client/callsStore.ts';
import { useSessionStore } from '#renderer/client/sessionStore.ts';
import { useFormat } from '#renderer/i18n/useFormat.ts';
import { useMessages } from '#renderer/i18n/useMessages.ts';
import { useNowStore } from '#renderer/ui/nowStore.ts';
import { callLook, RING_LIMIT_MS } from './callLook.ts';
import { SEE_NUMBERS } from './seeNumbers.ts';

const RING_LATE_MS = 12_000;

/** A call as bar and band show it: state, clock, number, how long it may still ring. */
export function useCallFace(call: () => CallRow | null, seat: () => CallsView['seatState']) {
  const calls = useCallsStore();
  const session = useSessionStore();
  const ticking = useNowStore();
  const m = useMessages();
  const format = useFormat();

  const look = computed(() => callLook(call(), seat()));
  const word = computed(() => m.value.intake.phone[look.value]);
  const clock = computed(() => {
    const now = call();
    if (now === null) {
      const { seatSince } = calls;
      if (look.value !== 'afterCall' || seatSince === null) return '–';
      return format.value.minutes(Math.max(0, ticking.now - seatSince));
    }
    return format.value.minutes((now.endedAt ?? ticking.now) - (now.answeredAt ?? now.rangAt));
  });
  const numberOf = (full: string | null): string => {
    if (full === null) return m.value.intake.phone.noNumber;
    return session.hasRole(...SEE_NUMBERS) ? full : maskedNumber(full);
  };
  const number = computed(() => numberOf(call()?.number ?? null));
  const ringMs = computed(() => ticking.now - (call()?.rangAt ?? ticking.now));
  const gauge = computed(() => Math.min(1, Math.max(0, ringMs.value / RING_LIMIT_MS)));
  const gaugeTone = computed(() => {
    if (ringMs.value >= RING_LIMIT_MS) return 'now';
    return ringMs.value >= RING_LATE_MS ? 'soon' : '';
  });
  return { look, word, clock, number, numberOf, gauge, gaugeTone };
}
