import { defineStore } from 'pinia';
import { onScopeDispose, ref } from 'vue';

/**
 * The page's one ticking clock, once a second on the second. Ages and clocks read it, so that a
 * thousand of them cost one timer.
 */
export const useNowStore = defineStore('now', () => {
  const now = ref(Date.now());
  let timer: ReturnType<typeof setTimeout>;
  const tick = (): void => {
    now.value = Date.now();
    timer = setTimeout(tick, 1_000 - (now.value % 1_000) + 5);
  };
  tick();
  onScopeDispose(() => clearTimeout(timer));
  return { now };
});
