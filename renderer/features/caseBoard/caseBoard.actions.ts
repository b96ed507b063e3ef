import type { ActionSpec } from '#renderer/app/actions/action.ts';
import type { Messages } from '#renderer/i18n/useMessages.ts';

const list = { screen: 'board', layer: 'list' } as const;
const filterAt = (n: 1 | 2 | 3 | 4 | 5 | 6) =>
  ({
    id: `board.filter${n}`,
    title: (m: Messages) => m.caseBoard.acts.filter(n),
    chords: [String(n)],
    ...list,
  }) as const;

/** Moving in the list and choosing what it shows. */
export const caseBoardActions = [
  {
    id: 'board.down',
    title: (m) => m.caseBoard.acts.down,
    chords: ['J', '↓'],
    hint: 1,
    ...list,
  },
  { id: 'board.up', title: (m) => m.caseBoard.acts.up, chords: ['K', '↑'], hint: 2, ...list },
  { id: 'board.pageDown', title: (m) => m.caseBoard.acts.pageDown, chords: ['PgDn'], ...list },
  { id: 'board.pageUp', title: (m) => m.caseBoard.acts.pageUp, chords: ['PgUp'], ...list },
  { id: 'board.first', title: (m) => m.caseBoard.acts.first, chords: ['Home'], ...list },
  { id: 'board.last', title: (m) => m.caseBoard.acts.last, chords: ['End'], ...list },
  { id: 'board.open', title: (m) => m.caseBoard.acts.open, chords: ['Enter'], ...list },
  filterAt(1),
  filterAt(2),
  filterAt(3),
  filterAt(4),
  filterAt(5),
  filterAt(6),
  { id: 'board.release', title: (m) => m.caseBoard.acts.release, chords: ['0'], ...list },
  {
    id: 'board.search',
    title: (m) => m.caseBoard.acts.search,
    chords: ['Ctrl+F'],
    screen: 'board',
    layer: 'screen',
  },
  {
    id: 'board.saved',
    title: (m) => m.caseBoard.acts.saved,
    chords: ['Ctrl+S'],
    screen: 'board',
    layer: 'screen',
  },
  {
    id: 'board.sort',
    title: (m) => m.caseBoard.acts.sort,
    chords: ['Ctrl+O'],
    screen: 'board',
    layer: 'screen',
  },
] as const satisfies readonly ActionSpec[];
