import { defineStore } from 'pinia';
import { computed } from 'vue';
import { useSessionStore } from './sessionStore.ts';
import { useView } from './useView.ts';

/** Conflicts that wait for a person of this scope. Open while somebody is logged in. */
export const useConflictsStore = defineStore('conflicts', () => {
  const session = useSessionStore();
  const isWanted = computed(
    () => session.session?.state === 'open' || session.session?.state === 'locked',
  );
  const { data, error, receivedAt } = useView('conflicts', () => (isWanted.value ? {} : null));
  return { conflicts: data, error, receivedAt };
});
