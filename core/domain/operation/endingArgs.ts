/** Under which head a forced closing is counted. */
export type ForcedLedger = 'ordinary' | 'many_transfers';

/** Arguments of the kinds of step ② that end a case in another way, or begin it once more. */
export type EndingArgsOf = {
  'case.reopen': { readonly reason: string };
  'ask.void': { readonly reason: string };
  'ask.forcedClose': { readonly ledger: ForcedLedger; readonly reason: string };
  'case.void': { readonly reason: string };
  'case.forceClose': { readonly ledger: ForcedLedger; readonly reason: string };
  'case.archive': { readonly type: 'normal' | 'late' | 'error' | 'special' };
  /** What is kept long enough, or whose subject asked. `note` is no word of the case: it stays. */
  'case.redact': { readonly reason: 'retention' | 'asked'; readonly note?: string };
};
