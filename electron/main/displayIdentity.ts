// Which display is which, also after it was unplugged or the machine was started anew.

export type DisplayIdentity = {
  readonly id: number;
  /** What the display calls itself; empty when it says nothing. */
  readonly label: string;
};

/**
 * The display that was meant: the same number and name; else the only one of that name, on another
 * socket now; else, where names are missing, the same number.
 */
export function findDisplay<T extends DisplayIdentity>(
  displays: readonly T[],
  wanted: DisplayIdentity,
): T | undefined {
  const same = displays.find((one) => one.id === wanted.id);
  if (same !== undefined && same.label === wanted.label) return same;
  const named = displays.filter((one) => wanted.label !== '' && one.label === wanted.label);
  if (named.length === 1) return named[0];
  return same !== undefined && (same.label === '' || wanted.label === '') ? same : undefined;
}
