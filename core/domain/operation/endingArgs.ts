/** Arguments of the kinds of step ② that end a case in another way, or begin it once more. */
export type EndingArgsOf = {
  'case.reopen': { readonly reason: string };
};
