import { onMounted, onScopeDispose, ref, type Ref } from 'vue';

/** Inner height of an element in CSS pixels, as it is resized. */
export function useElementHeight(element: Readonly<Ref<HTMLElement | null>>): Ref<number> {
  const height = ref(0);
  const observer = new ResizeObserver(() => {
    height.value = element.value?.clientHeight ?? 0;
  });
  onMounted(() => {
    if (element.value === null) return;
    height.value = element.value.clientHeight;
    observer.observe(element.value);
  });
  onScopeDispose(() => observer.disconnect());
  return height;
}
