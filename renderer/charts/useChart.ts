import { LineChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { onBeforeUnmount, onMounted, shallowRef, watch, type ShallowRef } from 'vue';
import { readChartTheme, type ChartTheme } from './chartTheme.ts';
import type { ChartOption } from './series/chartOption.ts';

use([LineChart, GridComponent, MarkLineComponent, TooltipComponent, CanvasRenderer]);

/**
 * A chart in an element for as long as the component lives, outside Vue's reactivity. `option` is made anew
 * whenever what it reads changes; the chart follows the element's size.
 */
export function useChart(
  target: Readonly<ShallowRef<HTMLElement | null>>,
  option: (theme: ChartTheme) => ChartOption,
): void {
  let chart: EChartsType | null = null;
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
    chart = init(target.value, null, { renderer: 'canvas' });
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
