import type { settings as Source } from '../zh-CN/settings.ts';

export const settings = {} satisfies typeof Source;
