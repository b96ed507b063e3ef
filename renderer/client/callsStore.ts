import { defineStore } from 'pinia';
import { computed } from 'vue';
import { useSessionStore } from './sessionStore.ts';
import { useView } from './useView.ts';

/** Calls at this seat, the queue and the own shift. Open while somebody is logged in. */
export const useCallsStore = defineStore('calls', () => {
  const session = useSessionStore();
  const isWanted = computed(
    () => session.session?.state === 'open' || session.session?.state === 'locked',
  );
  const { data, error, receivedAt } = useView('calls', () => (isWanted.value ? {} : null));
  return { calls: data, error, receivedAt };
});
