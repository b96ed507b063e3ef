import type { ActionSpec } from '#renderer/app/actions/action.ts';

const caller = (screen: 'board' | 'case'): readonly ActionSpec[] => [
  {
    id: `${screen}.caller`,
    title: (m) => m.caseFile.openCaller,
    chords: ['W'],
    screen,
    layer: 'list',
    words: ['ldr', 'hm', 'caller', 'number'],
  },
];

export const boardCallerActions: readonly ActionSpec[] = caller('board');
export const caseCallerActions: readonly ActionSpec[] = caller('case');
