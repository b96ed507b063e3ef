import type { OpId } from './identity.ts';

/** Arguments of the kinds that answer another act. */
export type CounterArgsOf = {
  /** 撤销: takes another act back, as long as nobody has built on it. */
  undo: { readonly op: OpId };
  /** 不采纳: the holder does not take up what was proposed to him. */
  'proposal.decline': { readonly proposal: OpId; readonly reason: string };
};
