import type { conflicts as Source } from '../zh-CN/conflicts.ts';

export const conflicts = {} satisfies typeof Source;
