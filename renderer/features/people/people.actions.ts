import type { ActionSpec } from '#renderer/app/actions/action.ts';

export const peopleActions = [
  {
    id: 'people.make',
    title: (m) => m.people.make,
    chords: ['N'],
    screen: 'people',
    layer: 'list',
    words: ['xz', 'xzry', 'new'],
    hint: 1,
  },
  {
    id: 'people.search',
    title: (m) => m.people.search,
    chords: ['Ctrl+F'],
    screen: 'people',
    layer: 'screen',
    hint: 4,
  },
  {
    id: 'people.down',
    title: (m) => m.people.next,
    chords: ['J', '↓'],
    screen: 'people',
    layer: 'list',
    hint: 2,
  },
  {
    id: 'people.up',
    title: (m) => m.people.previous,
    chords: ['K', '↑'],
    screen: 'people',
    layer: 'list',
    hint: 3,
  },
] as const satisfies readonly ActionSpec[];
