import { defineStore } from 'pinia';
import { onScopeDispose, shallowReactive, shallowRef, watchEffect } from 'vue';
import type { ScreenId } from '../screens.ts';

/** What the open screen says in the top bar. */
export type ScreenHeader = {
  readonly title: string;
  /** A small outlined word beside the title: a state, a role. */
  readonly tag?: string;
  readonly tagTone?: 'plain' | 'ok' | 'soon' | 'now';
  readonly note?: string;
  /** Figures of this desk at the right, label and value: 排队 3. */
  readonly figures?: readonly {
    readonly label: string;
    readonly value: string;
    readonly tone?: 'soon' | 'now';
  }[];
};

export const useShellStore = defineStore('shell', () => {
  const header = shallowRef<ScreenHeader | null>(null);
  /** Counts on the rail, set by whoever knows them. */
  const badges = shallowReactive(new Map<ScreenId, number>());
  /** The seat locked itself, nobody did it by hand. */
  const isLockedByItself = shallowRef(false);
  return { header, badges, isLockedByItself };
});

/** Sets title and figures of the top bar while the calling screen is open. */
export function useScreenHeader(header: () => ScreenHeader): void {
  const shell = useShellStore();
  const stop = watchEffect(() => {
    shell.header = header();
  });
  onScopeDispose(() => {
    stop();
    shell.header = null;
  });
}
