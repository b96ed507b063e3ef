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
] as const satisfies readonly ActionSpec[];
