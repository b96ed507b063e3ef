import { nextTick, ref, type Ref } from 'vue';

type Focusable = { readonly focusFirst: () => void; readonly hasFocus: () => boolean };

/** On a narrow screen the layers lie over the map, and only while they are wanted. */
export function useLegend(
  legend: Readonly<Ref<Focusable | null>>,
  map: Readonly<Ref<{ readonly focus: () => void } | null>>,
): { readonly isOpen: Ref<boolean>; readonly toggle: () => void } {
  const isOpen = ref(false);
  const toggle = (): void => {
    const isAtButton = document.activeElement?.closest('.layers-button') ?? null;
    if (isOpen.value && (isAtButton !== null || legend.value?.hasFocus() === true)) {
      isOpen.value = false;
      map.value?.focus();
      return;
    }
    isOpen.value = true;
    void nextTick(() => legend.value?.focusFirst());
  };
  return { isOpen, toggle };
}
