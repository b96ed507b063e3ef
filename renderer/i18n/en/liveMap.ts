import type { liveMap as Source } from '../zh-CN/liveMap.ts';

export const liveMap = {} satisfies typeof Source;
