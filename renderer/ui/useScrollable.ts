import { onMounted, onScopeDispose, onUpdated, ref, type Ref } from 'vue';

/** Whether an element has more than it shows; looked at when it or what is in it changes size. */
export function useScrollable(element: Readonly<Ref<HTMLElement | null>>): Ref<boolean> {
  const isScrollable = ref(false);
  const look = (): void => {
    const now = element.value;
    // One pixel of rounding at odd text sizes is no scroll.
    isScrollable.value = now !== null && now.scrollHeight > now.clientHeight + 1;
  };
  const observer = new ResizeObserver(look);
  const observe = (): void => {
    if (element.value === null) return;
    observer.observe(element.value);
    for (const child of element.value.children) observer.observe(child);
  };
  onMounted(observe);
  onUpdated(observe);
  onScopeDispose(() => observer.disconnect());
  return isScrollable;
}
