import { computed, type ComputedRef } from 'vue';
import { useSessionStore } from './sessionStore.ts';

/** Whoever is logged in here runs the district's machines. */
export function useIsAdministrator(): ComputedRef<boolean> {
  const session = useSessionStore();
  return computed(
    () =>
      session.session?.roles.some(
        ({ role, scope }) => role === 'administrator' && scope === 'district',
      ) === true,
  );
}
