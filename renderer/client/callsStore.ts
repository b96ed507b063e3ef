import { defineStore } from 'pinia';
import { computed, ref, watch } from 'vue';
import { useSessionStore } from './sessionStore.ts';
import { useView } from './useView.ts';

/** Calls at this seat, the queue and the own shift. Open while somebody is logged in. */
export const useCallsStore = defineStore('calls', () => {
  const session = useSessionStore();
  const isWanted = computed(
    () => session.session?.state === 'open' || session.session?.state === 'locked',
  );
  const { data, error, receivedAt } = useView('calls', () => (isWanted.value ? {} : null));
  /** When this page saw the seat's state change; null where it stood so before the page did. */
  const seatSince = ref<number | null>(null);
  watch(
    () => data.value?.seatState,
    (_, before) => {
      seatSince.value = before === undefined ? null : receivedAt.value;
    },
  );
  return { calls: data, error, receivedAt, seatSince };
});
