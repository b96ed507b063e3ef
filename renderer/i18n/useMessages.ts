import { computed, type ComputedRef } from 'vue';
import { useLocaleStore } from './localeStore.ts';
import type { Messages } from './zh-CN/catalogue.ts';

export type { Messages } from './zh-CN/catalogue.ts';

/** `const m = useMessages()`; in a template `m.shell.title`, in a script `m.value.shell.title`. */
export function useMessages(): ComputedRef<Messages> {
  const locale = useLocaleStore();
  return computed(() => locale.messages);
}
