import { watch, type Ref } from 'vue';

/**
 * A list whose rows come gets the keys. Rows that come back while somebody types leave the keys where they
 * are.
 */
export function useRowsFocus(
  grid: Readonly<Ref<{ readonly focus: () => void } | null>>,
  typed: Readonly<Ref<string>>,
): void {
  watch(grid, (now, before) => {
    if ((before ?? null) === null && typed.value === '') now?.focus();
  });
}
