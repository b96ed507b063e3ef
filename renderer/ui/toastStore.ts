import { defineStore } from 'pinia';
import { shallowRef } from 'vue';

export type Toast = {
  readonly id: number;
  readonly kind: 'done' | 'refused' | 'failed' | 'notice';
  readonly text: string;
  /** An act beside the text, as 撤销 or 看 0877. */
  readonly act?: { readonly label: string; readonly chord?: string; readonly run: () => void };
  /** Counts down in the act's label: 撤销 26 秒. */
  readonly undoable?: boolean;
  /** Ctrl+Z says why this cannot be taken back, as long as nothing newer can; it outlasts the word itself. */
  readonly whyNot?: () => void;
  readonly until: number;
};

export type NewToast = Omit<Toast, 'id' | 'until'> & { readonly seconds?: number };

const SHOWN_MOST = 3;

/** What an act has done or why it was refused; at most three at a time, the newest last. */
export const useToastStore = defineStore('toasts', () => {
  const toasts = shallowRef<readonly Toast[]>([]);
  const timers = new Map<number, ReturnType<typeof setTimeout>>();
  /** The last act that cannot be taken back. */
  let lasting: { readonly id: number; readonly run: () => void } | null = null;
  let nextId = 1;

  const drop = (id: number): void => {
    clearTimeout(timers.get(id));
    timers.delete(id);
    toasts.value = toasts.value.filter((toast) => toast.id !== id);
  };
  const show = (toast: NewToast): number => {
    const id = nextId;
    nextId += 1;
    const seconds = toast.seconds ?? (toast.undoable ? 30 : 8);
    const { seconds: _, ...rest } = toast;
    const kept = toasts.value.slice(-(SHOWN_MOST - 1));
    for (const old of toasts.value) if (!kept.includes(old)) drop(old.id);
    toasts.value = [...kept, { ...rest, id, until: Date.now() + seconds * 1_000 }];
    if (toast.whyNot !== undefined) lasting = { id, run: toast.whyNot };
    // Something newer can be taken back, even when its word is gone: Ctrl+Z speaks no more of what was before it.
    else if (toast.undoable === true) lasting = null;
    timers.set(
      id,
      setTimeout(() => drop(id), seconds * 1_000),
    );
    return id;
  };
  /** Another screen is open: why something was refused on the one before is of no use there. */
  const leave = (): void => {
    for (const toast of toasts.value) if (toast.kind === 'refused') drop(toast.id);
  };
  /** Another person sits here: what was done and told before is not his, nor his to undo. */
  const clear = (): void => {
    for (const toast of toasts.value) drop(toast.id);
    lasting = null;
  };
  /** Undoes the newest act that can be undone, or says of a newer one why it cannot: Ctrl+Z. */
  const runNewest = (): boolean => {
    const toast = toasts.value.findLast((each) => each.undoable === true);
    if (lasting !== null && (toast?.act === undefined || toast.id < lasting.id)) {
      lasting.run();
      return true;
    }
    if (toast?.act === undefined) return false;
    drop(toast.id);
    toast.act.run();
    return true;
  };
  return { toasts, show, drop, leave, clear, runNewest };
});
