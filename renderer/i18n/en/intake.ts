import type { intake as Source } from '../zh-CN/intake.ts';

export const intake = {} satisfies typeof Source;
