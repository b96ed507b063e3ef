import type { Figure } from '#core/protocol/console/views.ts';
import type { Format } from '#renderer/i18n/format.ts';

/** Words of figures. Null is unknown, never 0; a difference always has its sign. */
export function countText(value: number | null, format: Format, unknown: string): string {
  return value === null ? unknown : format.number(value);
}

/** Words for what has no number: never known, or a share of nothing. */
export type NoNumber = { readonly unknown: string; readonly none: string };

/** Always one decimal, so that a column of rates stands on its point. */
export function shareText(figure: Pick<Figure, 'value' | 'of'>, words: NoNumber): string {
  if (figure.value !== null) return `${(figure.value * 100).toFixed(1)} %`;
  return figure.of === 0 ? words.none : words.unknown;
}

const MINUS = '\u2212';

/** +8.2 % of what it was; null when there is nothing to compare with. */
export function growthText({ value, compare }: Figure, format: Format): string | null {
  if (value === null || compare === null || compare === 0) return null;
  return signed((value - compare) / compare, (size) => format.percent(size));
}

/** −3 cases. */
export function differenceText({ value, compare }: Figure, format: Format): string | null {
  if (value === null || compare === null) return null;
  return signed(value - compare, (size) => format.number(size));
}

function signed(value: number, word: (size: number) => string): string {
  const size = word(Math.abs(value));
  if (!/[1-9]/u.test(size)) return size;
  return value < 0 ? `${MINUS}${size}` : `+${size}`;
}

/** Whole number and unit apart, as head figures are set: `96.8` and `%`. */
export function splitShare(text: string): readonly [string, string] {
  const at = text.indexOf('\u0020%');
  return at < 0 ? [text, ''] : [text.slice(0, at), '%'];
}
