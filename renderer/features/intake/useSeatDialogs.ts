import { computed, reactive, watch } from 'vue';
import { useIntakeStore } from './intakeStore.ts';

export type SeatDialog = 'answer' | 'refuse' | 'discard';

/**
 * Dialogs over the forms in hand. Each belongs to the form that it was opened for: it goes out of sight
 * while another form is in view, comes back with it, and never acts on another. Its words are the form's.
 */
export function useSeatDialogs() {
  const store = useIntakeStore();
  const openOf = reactive(new Map<string, SeatDialog>());
  const close = (key: string): void => {
    openOf.delete(key);
  };
  watch(
    () => store.activeKey,
    (_now, before) => {
      // A question is put once: whoever goes elsewhere has not answered it with yes.
      if (before !== null && openOf.get(before) === 'discard') close(before);
    },
  );
  watch(
    () => [...store.forms, ...store.sent.cases].map((each) => each.key),
    (keys) => {
      for (const key of openOf.keys()) if (!keys.includes(key)) close(key);
    },
  );
  return {
    open: (which: SeatDialog): void => {
      const key = store.active?.key ?? store.activeSent?.key;
      if (key !== undefined) openOf.set(key, which);
    },
    close,
    /** The dialog of the form in view. */
    shown: computed(() =>
      store.activeKey === null ? null : (openOf.get(store.activeKey) ?? null),
    ),
  };
}
export type SeatDialogs = ReturnType<typeof useSeatDialogs>;
