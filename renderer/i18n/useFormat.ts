import { computed, type ComputedRef } from 'vue';
import { createFormat, type Format } from './format.ts';
import { useLocaleStore } from './localeStore.ts';

/** `const f = useFormat()`; in a template `f.clock(ms)`. Always in the profile's zone. */
export function useFormat(): ComputedRef<Format> {
  const locale = useLocaleStore();
  return computed(() => createFormat(locale.tag, locale.zone));
}
