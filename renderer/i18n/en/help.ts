import type { help as Source } from '../zh-CN/help.ts';

export const help = {
  print: 'Print this page',
  back: 'One step back',
} satisfies typeof Source;
