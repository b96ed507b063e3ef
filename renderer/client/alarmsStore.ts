import { defineStore } from 'pinia';
import { computed } from 'vue';
import { useSessionStore } from './sessionStore.ts';
import { useView } from './useView.ts';

/** What burns: alarms of this desk, worst and oldest first as the host sends them. Open while somebody is logged in. */
export const useAlarmsStore = defineStore('alarms', () => {
  const session = useSessionStore();
  const isWanted = computed(
    () => session.session?.state === 'open' || session.session?.state === 'locked',
  );
  const { data, error, receivedAt } = useView('alarms', () => (isWanted.value ? {} : null));
  return { alarms: data, error, receivedAt };
});
