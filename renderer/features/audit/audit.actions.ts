import type { ActionSpec } from '#renderer/app/actions/action.ts';

const list = { screen: 'audit', layer: 'list' } as const;

export const tabActions = [
  {
    id: 'audit.tab',
    title: (m) => m.audit.otherTab,
    chords: ['T'],
    words: ['dqtm', 'forgetting'],
    ...list,
  },
] as const satisfies readonly ActionSpec[];

/** Of either list: looks, or what is due to be forgotten. */
export const listActions = [
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
  { id: 'audit.more', title: (m) => m.audit.more, chords: ['N'], ...list },
] as const satisfies readonly ActionSpec[];

export const lookActions = [
  { id: 'audit.open', title: (m) => m.audit.openCase, chords: ['O'], ...list },
  { id: 'audit.person', title: (m) => m.audit.onlyPerson, chords: ['P'], hint: 2, ...list },
  {
    id: 'audit.verify',
    title: (m) => m.audit.verify,
    chords: ['V'],
    hint: 3,
    words: ['jy', 'verify'],
    ...list,
  },
] as const satisfies readonly ActionSpec[];

export const forgettingActions = [
  { id: 'forgetting.mark', title: (m) => m.audit.forgetting.mark, chords: ['X'], hint: 2, ...list },
  { id: 'forgetting.all', title: (m) => m.audit.forgetting.markAll, chords: ['A'], ...list },
  {
    id: 'forgetting.ask',
    title: (m) => m.audit.forgetting.forget,
    chords: ['F'],
    hint: 3,
    ...list,
  },
  { id: 'forgetting.stop', title: (m) => m.audit.forgetting.stop, chords: ['S'], ...list },
  {
    id: 'forgetting.do',
    title: (m) => m.audit.forgetting.forget,
    chords: ['Ctrl+Enter'],
    screen: 'audit',
    layer: 'dialog',
  },
] as const satisfies readonly ActionSpec[];
