import { onMounted, onScopeDispose, ref, type Ref } from 'vue';

/**
 * Height of a row in CSS pixels, for virtual lists: what `--row` comes to at this density and text size.
 * Measured on a probe, because a custom property does not resolve by itself.
 */
export function useRowHeight(property = '--row'): Ref<number> {
  const height = ref(28);
  const probe = document.createElement('div');
  probe.style.setProperty('position', 'absolute');
  probe.style.setProperty('visibility', 'hidden');
  probe.style.setProperty('inline-size', '0');
  probe.style.setProperty('block-size', `var(${property})`);
  const observer = new ResizeObserver(() => {
    if (probe.offsetHeight > 0) height.value = probe.offsetHeight;
  });
  onMounted(() => {
    document.body.append(probe);
    observer.observe(probe);
    if (probe.offsetHeight > 0) height.value = probe.offsetHeight;
  });
  onScopeDispose(() => {
    observer.disconnect();
    probe.remove();
  });
  return height;
}
