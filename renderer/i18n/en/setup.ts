import type { setup as Source } from '../zh-CN/setup.ts';

export const setup = {} satisfies typeof Source;
