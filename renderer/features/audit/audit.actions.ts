import type { ActionSpec } from '#renderer/app/actions/action.ts';

const list = { screen: 'audit', layer: 'list' } as const;

export const auditActions = [
  {
    id: 'audit.search',
    title: (m) => m.audit.byCase,
    chords: ['Ctrl+F'],
    screen: 'audit',
    layer: 'screen',
    hint: 4,
  },
  { id: 'audit.down', title: (m) => m.audit.next, chords: ['J', '↓'], hint: 1, ...list },
  { id: 'audit.up', title: (m) => m.audit.previous, chords: ['K', '↑'], ...list },
  { id: 'audit.open', title: (m) => m.audit.openCase, chords: ['O'], ...list },
  { id: 'audit.person', title: (m) => m.audit.onlyPerson, chords: ['P'], hint: 2, ...list },
  { id: 'audit.more', title: (m) => m.audit.more, chords: ['N'], ...list },
  {
    id: 'audit.verify',
    title: (m) => m.audit.verify,
    chords: ['V'],
    hint: 3,
    words: ['jy', 'verify'],
    ...list,
  },
] as const satisfies readonly ActionSpec[];
