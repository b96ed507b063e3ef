import type { ActionSpec } from '../actions/action.ts';

/** Beside the list: map, units, the case on a page of its own. */
export const deskActions = [
  {
    id: 'desk.map',
    title: (m) => m.caseFile.map,
    chords: ['M'],
    screen: 'board',
    layer: 'list',
  },
  {
    id: 'desk.units',
    title: (m) => m.caseFile.units,
    chords: ['O'],
    screen: 'board',
    layer: 'list',
  },
  {
    id: 'desk.ownPage',
    title: (m) => m.caseFile.ownPage,
    chords: ['Shift+Enter'],
    screen: 'board',
    layer: 'list',
  },
  {
    id: 'desk.tearOff',
    title: (m) => m.caseFile.tearOff,
    chords: ['Ctrl+Shift+Enter'],
    screen: 'board',
    layer: 'screen',
    words: ['ck', 'window'],
  },
] as const satisfies readonly ActionSpec[];
