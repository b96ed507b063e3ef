import { createPinia } from 'pinia';
import { createApp, h, nextTick, ref, shallowRef } from 'vue';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { WallView } from '#core/protocol/console/views.ts';
import CallCurveTile from './CallCurveTile.vue';

const shared = vi.hoisted(() => ({ setOption: vi.fn(), wall: {} as Record<string, unknown> }));
vi.mock('echarts/core', () => ({
  use: () => undefined,
  init: () => ({ setOption: shared.setOption, resize: vi.fn(), dispose: vi.fn() }),
}));
vi.mock('./useWall.ts', () => ({ useWall: () => shared.wall }));

type Drawn = {
  readonly series: readonly {
    readonly data: readonly (readonly [number, number])[];
    readonly markLine?: {
      readonly label: { readonly formatter: () => string };
      readonly data: readonly { readonly xAxis: number }[];
    };
  }[];
};
const drawn = () => {
  const today = (shared.setOption.mock.lastCall?.[0] as Drawn).series[1];
  return {
    points: today?.data,
    at: today?.markLine?.data[0]?.xAxis,
    words: today?.markLine?.label.formatter(),
  };
};

/** Noon and so many minutes in Beijing, of one day. */
const noonAnd = (minutes: number): number => Date.UTC(2026, 5, 1, 4) + minutes * 60_000;
const viewWith = (byHour: Readonly<Record<number, number>>): WallView =>
  ({
    curve: {
      today: Array.from({ length: 24 }, (_, hour) => byHour[hour] ?? null),
      yesterday: Array.from({ length: 24 }, () => 5),
      asOf: noonAnd(0),
    },
  }) as unknown as WallView;

afterEach(() => {
  document.body.replaceChildren();
});

describe('curve of calls on an open wall', () => {
  it('moves its curve, its mark and its words with the next picture and with the clock', async () => {
    const now = ref(noonAnd(30));
    shared.wall = { now, staleSince: ref(null) };
    const view = shallowRef(viewWith({ 11: 20, 12: 29 }));
    const root = document.createElement('div');
    document.body.append(root);
    const app = createApp({ render: () => h(CallCurveTile, { view: view.value, unit: 1 }) });
    app.use(createPinia());
    app.mount(root);
    await nextTick();
    expect(drawn()).toEqual({
      points: [
        [11.5, 20],
        [12.5, 29],
      ],
      at: 12.5,
      words: '现在 本时段 29',
    });

    view.value = viewWith({ 11: 20, 12: 33 });
    await nextTick();
    expect(drawn()).toMatchObject({ at: 12.5, words: '现在 本时段 33' });
    expect(drawn().points).toContainEqual([12.5, 33]);

    now.value = noonAnd(75);
    view.value = viewWith({ 11: 20, 12: 40, 13: 3 });
    await nextTick();
    expect(drawn()).toEqual({
      points: [
        [11.5, 20],
        [12.5, 40],
        [13.5, 3],
      ],
      at: 13.25,
      words: '现在 本时段 3',
    });
    app.unmount();
  });
});
