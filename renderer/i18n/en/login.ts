import type { login as Source } from '../zh-CN/login.ts';

export const login = {} satisfies typeof Source;
