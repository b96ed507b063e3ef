import { nextTick, onActivated, watch, type Ref } from 'vue';
import { useSessionStore } from '#renderer/client/sessionStore.ts';

type Spot = { readonly element: Element; readonly top: number; readonly left: number };

/**
 * What leaves the document forgets where it was scrolled to, and where the focus was. Noted while the page still
 * stands there; put back when the seat is open again.
 */
export function useKeptPlace(frame: Readonly<Ref<HTMLElement | null>>): void {
  const session = useSessionStore();
  let spots: readonly Spot[] = [];
  let focused: HTMLElement | null = null;

  // Before the page is drawn anew, so before it leaves.
  watch(
    () => session.session?.state,
    (state) => {
      if (state !== 'locked' || frame.value === null) return;
      const { activeElement } = document;
      const isOwn = activeElement instanceof HTMLElement && frame.value.contains(activeElement);
      focused = isOwn ? activeElement : null;
      spots = [...frame.value.querySelectorAll('*')]
        .filter((element) => element.scrollTop !== 0 || element.scrollLeft !== 0)
        .map((element) => ({ element, top: element.scrollTop, left: element.scrollLeft }));
    },
    { flush: 'sync' },
  );
  onActivated(async () => {
    await nextTick();
    for (const { element, top, left } of spots)
      element.scrollTo({ top, left, behavior: 'instant' });
    if (focused?.isConnected === true) focused.focus({ preventScroll: true });
    spots = [];
    focused = null;
  });
}
