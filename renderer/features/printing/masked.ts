/** A number with its middle hidden: 138****2206. Too short to hide anything in, nothing of it is shown. */
export function maskedNumber(number: string): string {
  const digits = number.replaceAll(/[^\d*]/gu, '');
  if (digits.length < 8) return '****';
  return `${digits.slice(0, 3)}****${digits.slice(-4)}`;
}

/** A name by its first character. */
export function maskedName(name: string): string {
  const first = [...name.trim()][0];
  return first === undefined ? '' : `${first}**`;
}
