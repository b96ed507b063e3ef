import type { Limit, LimitClock } from '../calendar/limit.ts';

/** Words of limits as standards write them, longest first, so that 紧急工作日 is not read as 工作日. */
const CLOCKS: readonly (readonly [string, LimitClock])[] = [
  ['紧急工作日', 'urgent_day'],
  ['紧急工作时', 'urgent_hour'],
  ['紧急小时', 'urgent_hour'],
  ['紧急日', 'urgent_day'],
  ['紧急时', 'urgent_hour'],
  ['自然日', 'natural_day'],
  ['工作小时', 'work_hour'],
  ['工作日', 'work_day'],
  ['工作时', 'work_hour'],
  ['小时', 'work_hour'],
  ['紧日', 'urgent_day'],
  ['紧时', 'urgent_hour'],
  ['时', 'work_hour'],
  ['日', 'work_day'],
  ['天', 'work_day'],
];

const DIGITS = '〇一二三四五六七八九';

/** `2紧急工作时`, `15 工作日`, `两个工作日`, `半天`; null when it is no limit. */
export function parseLimitText(text: string): Limit | null {
  const plain = text
    .normalize('NFKC')
    .replace(/\s+/gu, '')
    .replace(/以?内$/u, '');
  for (const [word, clock] of CLOCKS) {
    if (!plain.endsWith(word)) continue;
    const value = numberOf(plain.slice(0, -word.length).replace(/个$/u, ''));
    return value === null ? null : { value, clock };
  }
  return null;
}

function numberOf(text: string): number | null {
  if (/^\d+(\.\d+)?$/u.test(text)) return Number(text);
  if (text === '半') return 0.5;
  if (text === '两') return 2;
  const [tens = '', ones, rest] = text.split('十');
  if (rest !== undefined) return null;
  if (ones === undefined) return digitOf(text);
  const ten = tens === '' ? 1 : digitOf(tens);
  const one = ones === '' ? 0 : digitOf(ones);
  return ten === null || one === null ? null : 10 * ten + one;
}

function digitOf(text: string): number | null {
  const at = DIGITS.indexOf(text);
  return text.length === 1 && at >= 0 ? at : null;
}
