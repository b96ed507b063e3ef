import type { ActionSpec } from '#renderer/app/actions/action.ts';

const list = { screen: 'sync', layer: 'list' } as const;

/** Reading what one was told. */
export const noticeActions = [
  { id: 'notices.down', title: (m) => m.notices.next, chords: ['J', '↓'], hint: 1, ...list },
  { id: 'notices.up', title: (m) => m.notices.previous, chords: ['K', '↑'], ...list },
  { id: 'notices.openCase', title: (m) => m.notices.openCase, chords: ['Enter'], hint: 2, ...list },
  { id: 'notices.read', title: (m) => m.notices.read, chords: ['M'], hint: 3, ...list },
  { id: 'notices.readAll', title: (m) => m.notices.readAll, chords: ['Shift+M'], hint: 4, ...list },
] as const satisfies readonly ActionSpec[];
