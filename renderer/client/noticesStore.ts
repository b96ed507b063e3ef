import { defineStore } from 'pinia';
import { computed } from 'vue';
import { useSessionStore } from './sessionStore.ts';
import { useView } from './useView.ts';

/** What the person here and the scope he works for were told. Open while somebody is logged in. */
export const useNoticesStore = defineStore('notices', () => {
  const session = useSessionStore();
  const isWanted = computed(
    () => session.session?.state === 'open' || session.session?.state === 'locked',
  );
  const { data, error, receivedAt } = useView('notices', () => (isWanted.value ? {} : null));
  return { notices: data, error, receivedAt };
});
