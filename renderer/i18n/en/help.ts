import type { help as Source } from '../zh-CN/help.ts';

export const help = {} satisfies typeof Source;
