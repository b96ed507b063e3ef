import type { wall as Source } from '../zh-CN/wall.ts';

export const wall = {} satisfies typeof Source;
