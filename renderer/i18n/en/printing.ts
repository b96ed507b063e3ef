import type { printing as Source } from '../zh-CN/printing.ts';

export const printing = {} satisfies typeof Source;
