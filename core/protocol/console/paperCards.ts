/** Blank cards that are printed at once, at most: each takes a number of the lease for good. */
export const CARDS_A_SHEET = 50;
