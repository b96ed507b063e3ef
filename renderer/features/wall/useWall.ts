import { computed, inject, provide, type ComputedRef, type InjectionKey } from 'vue';
import { must } from '#core/kernel/assert.ts';
import type { WallView } from '#core/protocol/console/views.ts';
import { useView } from '#renderer/client/useView.ts';
import { useNowStore } from '#renderer/ui/nowStore.ts';

/** After this long without a word the whole wall is old and says so. */
const STALE_AFTER_MS = 12_000;

export type Wall = {
  readonly view: ComputedRef<WallView | null>;
  /** The district's time, carried on by this machine; its own clock may be wrong. */
  readonly now: ComputedRef<number>;
  /** Since when the wall is old, in the district's time; null while it is live. */
  readonly staleSince: ComputedRef<number | null>;
  readonly lastDataAt: ComputedRef<number | null>;
};

const WALL: InjectionKey<Wall> = Symbol('wall');

/** The one view of the wall; the last picture is kept over every interruption. */
export function provideWall(): Wall {
  const { data, receivedAt } = useView('wall', {});
  const ticking = useNowStore();
  const silence = computed(() =>
    receivedAt.value === null ? 0 : Math.max(0, ticking.now - receivedAt.value),
  );
  const now = computed(() => (data.value === null ? ticking.now : data.value.asOf + silence.value));
  const staleSince = computed(() =>
    data.value !== null && silence.value > STALE_AFTER_MS ? data.value.asOf : null,
  );
  const wall = {
    view: computed(() => data.value),
    now,
    staleSince,
    lastDataAt: computed(() => receivedAt.value),
  };
  provide(WALL, wall);
  return wall;
}

export function useWall(): Wall {
  return must(inject(WALL), 'provideWall above');
}
