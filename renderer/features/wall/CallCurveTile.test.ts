import { h, defineComponent } from 'vue';
import { afterEach, describe, expect, it } from 'vitest';
import type { WallView } from '#core/protocol/console/views.ts';
import { OPEN_CHART } from '#renderer/charts/useChart.ts';
import { mountScreen } from '#tests/component/mountScreen.ts';
import { createScriptedHost } from '#tests/support/scriptedLink.ts';
import { quietWall } from '#tests/support/quietWall.ts';
import CallCurveTile from './CallCurveTile.vue';
import { provideWall } from './useWall.ts';

type Drawn = {
  readonly series: readonly {
    readonly data: readonly (readonly [number, number])[];
    readonly markLine?: {
      readonly label: { readonly formatter: () => string };
      readonly data: readonly { readonly xAxis: number }[];
    };
  }[];
};

/** Noon and so many minutes in Beijing, of one day. */
const noonAnd = (minutes: number): number => Date.UTC(2026, 5, 1, 4) + minutes * 60_000;
const pictureAt = (asOf: number, byHour: Readonly<Record<number, number>>): WallView => ({
  ...quietWall(asOf),
  curve: {
    today: Array.from({ length: 24 }, (_, hour) => byHour[hour] ?? null),
    yesterday: Array.from({ length: 24 }, () => 5),
    asOf,
  },
});

const OpenWall = defineComponent(() => {
  const wall = provideWall();
  return () =>
    wall.view.value === null ? null : h(CallCurveTile, { view: wall.view.value, unit: 1 });
});

afterEach(() => {
  document.body.replaceChildren();
});

describe('curve of calls on an open wall', () => {
  it('moves its curve, its mark and its words with every picture that comes', async () => {
    let picture = pictureAt(noonAnd(30), { 11: 20, 12: 29 });
    let last: Drawn | null = null;
    const host = createScriptedHost({ views: { wall: () => picture }, calls: {} });
    const screen = mountScreen(host, OpenWall, {
      configure: (app) => {
        app.provide(OPEN_CHART, () => ({
          setOption: (option: unknown) => {
            last = option as Drawn;
          },
          resize: () => undefined,
          dispose: () => undefined,
        }));
      },
    });
    const today = () => last?.series[1];
    const words = () => today()?.markLine?.label.formatter();
    const mark = () => today()?.markLine?.data[0]?.xAxis;
    await screen.settle();
    expect(today()?.data).toEqual([
      [11.5, 20],
      [12.5, 29],
    ]);
    expect([mark(), words()]).toEqual([12.5, '现在 本时段 29']);

    picture = pictureAt(noonAnd(30), { 11: 20, 12: 33 });
    host.refresh('wall');
    await screen.settle();
    expect(today()?.data).toContainEqual([12.5, 33]);
    expect([mark(), words()]).toEqual([12.5, '现在 本时段 33']);

    picture = pictureAt(noonAnd(75), { 11: 20, 12: 40, 13: 3 });
    host.refresh('wall');
    await screen.settle();
    expect(today()?.data).toContainEqual([13.5, 3]);
    expect([mark(), words()]).toEqual([13.25, '现在 本时段 3']);
    screen.unmount();
  });
});
