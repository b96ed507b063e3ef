const HIDDEN_MIN = 4;
const FRONT_MAX = 3;
const END_MAX = 4;
/** Too short to hide anything in: nothing of it is shown. */
const SHORTEST = 8;

/** A number for who may not see all of it, its middle hidden: 138****2206. Never less than four digits. */
export function maskedNumber(number: string): string {
  const digits = number.replaceAll(/[^\d*]/gu, '');
  if (digits.length < SHORTEST) return '****';
  const shown = digits.length - HIDDEN_MIN;
  const front = Math.min(FRONT_MAX, Math.floor(shown / 2));
  const end = Math.min(END_MAX, Math.ceil(shown / 2));
  return `${digits.slice(0, front)}****${digits.slice(-end)}`;
}

/** A name by its first character. */
export function maskedName(name: string): string {
  const first = [...name.trim()][0];
  return first === undefined ? '' : `${first}**`;
}
