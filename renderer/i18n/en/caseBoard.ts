import type { caseBoard as Source } from '../zh-CN/caseBoard.ts';

export const caseBoard = {} satisfies typeof Source;
