import type { ChartTheme } from '../chartTheme.ts';
import type { ChartOption } from './chartOption.ts';

export type CallCurve = {
  /** 24 hours; hours to come are null. */
  readonly today: readonly (number | null)[];
  readonly yesterday: readonly number[];
  /** Share of the day gone, 0 to 24. */
  readonly hourNow: number;
  readonly words: { readonly now: string; readonly yesterday: string };
  /** CSS pixels of the axis words; everything else follows it. */
  readonly fontPx: number;
};

/** Steps of an axis from zero that divide it into at most three parts. */
export function axisTop(values: readonly (number | null)[]): {
  readonly max: number;
  readonly step: number;
} {
  const most = Math.max(1, ...values.map((value) => value ?? 0));
  const power = 10 ** Math.floor(Math.log10(most));
  const step = [0.2, 0.5, 1, 2, 5].map((f) => f * power).find((s) => s * 3 >= most) ?? 5 * power;
  const whole = Math.max(1, step);
  return { step: whole, max: Math.ceil(most / whole) * whole };
}

/** Calls by hour: today solid over a faint area, yesterday dashed, a line for now; labels, no legend. */
export function callCurveOption(curve: CallCurve, theme: ChartTheme): ChartOption {
  const { fontPx } = curve;
  const { max, step } = axisTop([...curve.today, ...curve.yesterday]);
  const middle = (values: readonly (number | null)[]): (readonly [number, number])[] =>
    values.flatMap((value, hour) => (value === null ? [] : [[hour + 0.5, value] as const]));
  const label = { color: theme.text, fontSize: fontPx, fontFamily: theme.font };
  const axis = { type: 'value' as const, axisTick: { show: false }, axisLabel: label };
  return {
    animation: false,
    backgroundColor: 'transparent',
    textStyle: { fontFamily: theme.font, color: theme.text, fontSize: fontPx },
    grid: { left: fontPx * 2.4, right: fontPx * 0.8, top: fontPx * 1.5, bottom: fontPx * 1.5 },
    tooltip: { show: false, renderMode: 'richText' },
    xAxis: {
      ...axis,
      min: 0,
      max: 24,
      interval: 6,
      splitLine: { show: false },
      axisLine: { lineStyle: { color: theme.axis, width: 1 } },
    },
    yAxis: {
      ...axis,
      min: 0,
      max,
      interval: step,
      axisLine: { show: false },
      splitLine: { lineStyle: { color: theme.grid, width: 1 } },
    },
    series: [
      {
        type: 'line',
        data: middle(curve.yesterday).map((point) => [...point]),
        showSymbol: false,
        silent: true,
        lineStyle: { color: theme.categories[4] ?? theme.text, width: fontPx / 9, type: 'dashed' },
        endLabel: {
          ...wordLabel(curve.words.yesterday, theme, fontPx),
          align: 'right',
          offset: [0, -fontPx * 1.1],
        },
      },
      {
        type: 'line',
        data: middle(curve.today).map((point) => [...point]),
        showSymbol: false,
        silent: true,
        lineStyle: { color: theme.categories[0] ?? theme.text, width: fontPx / 6 },
        areaStyle: { color: theme.categories[0] ?? theme.text, opacity: 0.18 },
        markLine: {
          silent: true,
          symbol: 'none',
          animation: false,
          lineStyle: { color: theme.strongText, width: Math.max(1, fontPx / 18), type: 'solid' },
          label: {
            ...wordLabel(curve.words.now, theme, fontPx),
            color: theme.strongText,
            position: 'end',
            align: curve.hourNow > 12 ? 'right' : 'left',
            distance: fontPx * 0.25,
          },
          data: [{ xAxis: curve.hourNow }],
        },
      },
    ],
  };
}

function wordLabel(text: string, theme: ChartTheme, fontPx: number) {
  return {
    show: true,
    formatter: () => text,
    color: theme.text,
    fontSize: fontPx,
    fontFamily: theme.font,
  };
}
