import type { caseFile as Source } from '../zh-CN/caseFile.ts';

export const caseFile = {} satisfies typeof Source;
