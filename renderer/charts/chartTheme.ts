/** One look for every chart, made from the CSS tokens when a chart is made. No raw colour stands here. */
export type ChartTheme = {
  readonly categories: readonly string[];
  readonly text: string;
  readonly strongText: string;
  readonly font: string;
  readonly axis: string;
  readonly grid: string;
  readonly reference: string;
  readonly tipBack: string;
  readonly tipEdge: string;
};

export function readChartTheme(element: Element): ChartTheme {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  return {
    categories: ['--c-1', '--c-2', '--c-3', '--c-4', '--c-5', '--c-6'].map(token),
    text: token('--c-text'),
    strongText: token('--ink-1'),
    font: token('--font'),
    axis: token('--c-axis'),
    grid: token('--c-grid'),
    reference: token('--c-ref'),
    tipBack: token('--bg-2'),
    tipEdge: token('--line-2'),
  };
}
