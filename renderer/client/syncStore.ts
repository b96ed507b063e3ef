import { defineStore } from 'pinia';
import { computed } from 'vue';
import { useSessionStore } from './sessionStore.ts';
import { useView } from './useView.ts';

/** The line to the district and what waits in the own outbox. Open while somebody is logged in. */
export const useSyncStore = defineStore('sync', () => {
  const session = useSessionStore();
  const isWanted = computed(
    () => session.session?.state === 'open' || session.session?.state === 'locked',
  );
  const { data, error, receivedAt } = useView('sync', () => (isWanted.value ? {} : null));
  return { sync: data, error, receivedAt };
});
