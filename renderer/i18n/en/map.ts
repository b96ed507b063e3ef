import type { map as Source } from '../zh-CN/map.ts';

export const map = {} satisfies typeof Source;
