/** 标准答复: what an operator may read out, and whose word it is. */
export type StandardAnswer = {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** Where it comes from; a sample says so here too, for this is what stands on the screen. */
  readonly basis: string;
  readonly isSample: boolean;
};
