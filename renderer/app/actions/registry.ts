import { defineStore } from 'pinia';
import { computed, shallowReactive } from 'vue';
import type { ActionHandler, ActionSpec, LiveAction } from './action.ts';

/** Acts that can be run now: those bound by the shell and by the screen that is open. */
export const useActionStore = defineStore('actions', () => {
  const live = shallowReactive(new Map<string, LiveAction>());

  const bind = (spec: ActionSpec, handler: ActionHandler): (() => void) => {
    const action: LiveAction = {
      ...spec,
      run: handler.run,
      when: handler.when ?? (() => true),
      ...(handler.isHinted === undefined ? {} : { isHinted: handler.isHinted }),
    };
    live.set(spec.id, action);
    return () => {
      if (live.get(spec.id) === action) live.delete(spec.id);
    };
  };
  const all = computed(() => [...live.values()]);
  const byId = (id: string): LiveAction | undefined => live.get(id);
  /** Runs an act by its id, as a click does. False when it is not possible now. */
  const run = (id: string): boolean => {
    const action = live.get(id);
    if (action === undefined || !action.when()) return false;
    action.run();
    return true;
  };
  return { all, bind, byId, run };
});
