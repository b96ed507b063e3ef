import { defineStore } from 'pinia';
import { computed } from 'vue';
import type { SessionView } from '#core/protocol/console/views.ts';
import { useView } from './useView.ts';

/** Who is logged in here, as what, and in which district. */
export const useSessionStore = defineStore('session', () => {
  const { data, error } = useView('session', {});
  const session = computed<SessionView | null>(() => data.value);
  const roles = computed(() => new Set((session.value?.roles ?? []).map((each) => each.role)));
  const isOpen = computed(() => session.value?.state === 'open');
  const hasRole = (...wanted: readonly string[]): boolean =>
    wanted.some((role) => roles.value.has(role));
  return { session, error, roles, isOpen, hasRole };
});
