import type { sync as Source } from '../zh-CN/sync.ts';

export const sync = {} satisfies typeof Source;
