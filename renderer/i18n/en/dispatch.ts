import type { dispatch as Source } from '../zh-CN/dispatch.ts';

export const dispatch = {} satisfies typeof Source;
