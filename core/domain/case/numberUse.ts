/** Serials from and to, both of them in it. */
export type SerialRange = readonly [from: number, to: number];

export type NumberUse = {
  /** How many of the range cases have. */
  readonly used: number;
  /**
   * Taken, and no case has them. A console takes one after another and only to tell it: the form of each of
   * these was given up, or its case is still on the way, or its act stands in the log without effect. Never
   * told again (I-14). The program gives its own only with the case, so its ranges have none.
   */
  readonly gaps: readonly SerialRange[];
  /** Beyond the last one that a case has: never told, as far as is known here. */
  readonly unused: SerialRange | null;
};

/** What became of the serials of one leased range on one day, by the serials that cases have. */
export function numberUse(
  { from, to }: { readonly from: number; readonly to: number },
  serials: Iterable<number>,
): NumberUse {
  const own = [...new Set(serials)].filter((one) => one >= from && one <= to);
  own.sort((a, b) => a - b);
  const gaps: SerialRange[] = [];
  let next = from;
  for (const serial of own) {
    if (serial > next) gaps.push([next, serial - 1]);
    next = serial + 1;
  }
  return { used: own.length, gaps, unused: next > to ? null : [next, to] };
}
