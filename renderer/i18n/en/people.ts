import type { people as Source } from '../zh-CN/people.ts';

export const people = {} satisfies typeof Source;
