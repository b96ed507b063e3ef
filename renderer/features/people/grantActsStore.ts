import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import { useSyncStore } from '#renderer/client/syncStore.ts';

export type GrantAct = {
  readonly opId: string;
  readonly kind: 'grant.give' | 'grant.revoke';
  readonly person: string;
  readonly role: string;
  readonly scope: string;
};

/** Pending until the district has decided; refused with its reason otherwise. */
export type GrantState =
  | { readonly state: 'pending' }
  | { readonly state: 'decided' }
  | { readonly state: 'refused'; readonly code: string };

type Decided = { readonly outcome: string | null; readonly reason: string | null };
const STANDS: ReadonlySet<string> = new Set(['applied', 'adjusted', 'merged', 'noop']);

export function grantState(row: Decided | undefined): GrantState {
  if (row === undefined || row.outcome === null) return { state: 'pending' };
  if (STANDS.has(row.outcome)) return { state: 'decided' };
  return { state: 'refused', code: row.reason ?? 'op/overtaken' };
}

/**
 * Grants given and revoked at this desk since the program started, whoever is chosen meanwhile: only the
 * district decides on them, and what was acknowledged here is not yet so.
 */
export const useGrantActsStore = defineStore('grantActs', () => {
  const sync = useSyncStore();
  const acts = ref<readonly GrantAct[]>([]);
  const said = new Set<string>();
  const outbox = computed(
    () => new Map((sync.sync?.outbox ?? []).map((row) => [row.opId, row] as const)),
  );
  const all = computed(() =>
    acts.value.map((act) => ({ ...act, now: grantState(outbox.value.get(act.opId)) })),
  );
  return {
    all,
    add: (act: GrantAct): void => {
      const isSame = (one: GrantAct): boolean =>
        one.person === act.person && one.role === act.role && one.scope === act.scope;
      // The latest word on one grant is the one to wait for.
      acts.value = [...acts.value.filter((one) => !isSame(one)), act];
    },
    /** True once for every act: its decision is said once, however often the screen is opened. */
    isNews: (opId: string): boolean => {
      const isFirst = !said.has(opId);
      said.add(opId);
      return isFirst;
    },
    drop: (opId: string): void => {
      acts.value = acts.value.filter((one) => one.opId !== opId);
    },
  };
});
