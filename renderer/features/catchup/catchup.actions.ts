import type { ActionSpec } from '#renderer/app/actions/action.ts';

export const catchupActions = [
  {
    id: 'catchup.send',
    title: (m) => m.catchup.send,
    chords: ['Ctrl+Enter'],
    screen: 'catchup',
    layer: 'screen',
    hint: 1,
  },
  {
    id: 'catchup.path',
    title: (m) => m.catchup.path,
    chords: ['Alt+P'],
    screen: 'catchup',
    layer: 'screen',
    hint: 2,
  },
  {
    id: 'catchup.nextCard',
    title: (m) => m.catchup.nextBlank,
    chords: ['Alt+K'],
    screen: 'catchup',
    layer: 'screen',
    hint: 3,
  },
  {
    id: 'catchup.print',
    title: (m) => m.catchup.print,
    chords: ['Ctrl+P'],
    screen: 'catchup',
    layer: 'screen',
    hint: 4,
    words: ['dy', 'kbk', 'print', 'cards'],
  },
  {
    id: 'catchup.clear',
    title: (m) => m.catchup.clear,
    chords: ['Alt+X'],
    screen: 'catchup',
    layer: 'screen',
  },
] as const satisfies readonly ActionSpec[];
