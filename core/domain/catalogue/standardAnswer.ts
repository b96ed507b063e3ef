/** 标准答复: what an operator may read out, and whose word it is. */
export type StandardAnswer = {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** Where it comes from; a sample says so here too, for this is what stands on the screen. */
  readonly basis: string;
  readonly isSample: boolean;
  /**
   * A final answer: it promises nobody's work, and a case can be closed with it. What asks for details or
   * sends somebody is only to be read out. Without a word it is not final.
   */
  readonly closes?: boolean;
};
