import type { ActionSpec } from '#renderer/app/actions/action.ts';

const papers = (screen: 'board' | 'case'): readonly ActionSpec[] => [
  {
    id: `${screen}.printSheet`,
    title: (m) => m.printing.printSheet,
    chords: ['Ctrl+P'],
    screen,
    layer: 'screen',
    words: ['dy', 'print'],
  },
  {
    id: `${screen}.printSlip`,
    title: (m) => m.printing.printSlip,
    chords: ['Ctrl+Shift+P'],
    screen,
    layer: 'screen',
    words: ['dypq', 'slip'],
  },
];

export const boardPrintActions: readonly ActionSpec[] = papers('board');
export const casePrintActions: readonly ActionSpec[] = papers('case');
