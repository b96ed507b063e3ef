import { LineChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import {
  inject,
  onBeforeUnmount,
  onMounted,
  shallowRef,
  watch,
  type InjectionKey,
  type ShallowRef,
} from 'vue';
import { readChartTheme, type ChartTheme } from './chartTheme.ts';
import type { ChartOption } from './series/chartOption.ts';

use([LineChart, GridComponent, MarkLineComponent, TooltipComponent, CanvasRenderer]);

type Chart = Pick<EChartsType, 'setOption' | 'resize' | 'dispose'>;
/** What draws. A test hands in its own, which keeps what it was told to draw. */
export const OPEN_CHART: InjectionKey<(element: HTMLElement) => Chart> = Symbol('open-chart');
const openOnCanvas = (element: HTMLElement): Chart => init(element, null, { renderer: 'canvas' });

/**
 * A chart in an element for as long as the component lives, outside Vue's reactivity. `option` is made anew
 * whenever what it reads changes; the chart follows the element's size.
 */
export function useChart(
  target: Readonly<ShallowRef<HTMLElement | null>>,
  option: (theme: ChartTheme) => ChartOption,
): void {
  const openChart = inject(OPEN_CHART, openOnCanvas, false);
  let chart: Chart | null = null;
  // Reactive: the watcher below first runs before there is a theme and must run again once there is one.
  const theme = shallowRef<ChartTheme | null>(null);
  const draw = (): void => {
    if (chart === null || theme.value === null) return;
    chart.setOption(option(theme.value), { notMerge: true, lazyUpdate: true });
  };
  const observer = new ResizeObserver(() => {
    chart?.resize();
    draw();
  });
  onMounted(() => {
    if (target.value === null) return;
    theme.value = readChartTheme(target.value);
    chart = openChart(target.value);
    observer.observe(target.value);
    draw();
  });
  watch(() => (theme.value === null ? null : option(theme.value)), draw);
  onBeforeUnmount(() => {
    observer.disconnect();
    chart?.dispose();
    chart = null;
  });
}
