import { nextTick, ref, type Ref } from 'vue';

type Focusable = { readonly focusFirst: () => void; readonly hasFocus: () => boolean };

/** On a narrow screen the layers lie over the map, and only while they are wanted. */
export function useLegend(
  legend: () => Focusable | null,
  leave: () => void,
): { readonly isOpen: Ref<boolean>; readonly toggle: () => void } {
  const isOpen = ref(false);
  const toggle = (): void => {
    const isAtButton = document.activeElement?.closest('.layers-button') ?? null;
    if (isOpen.value && (isAtButton !== null || legend()?.hasFocus() === true)) {
      isOpen.value = false;
      leave();
      return;
    }
    isOpen.value = true;
    void nextTick(() => legend()?.focusFirst());
  };
  return { isOpen, toggle };
}
