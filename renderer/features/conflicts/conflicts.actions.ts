import type { ActionSpec } from '#renderer/app/actions/action.ts';
import type { Messages } from '#renderer/i18n/useMessages.ts';

const list = { screen: 'conflicts', layer: 'list' } as const;
const whole = { screen: 'conflicts', layer: 'screen' } as const;
const option = (n: 1 | 2 | 3 | 4) =>
  ({
    id: `conflicts.option${n}`,
    title: (m: Messages) => `${m.conflicts.chosen} ${n}`,
    chords: [`Alt+${n}`],
    ...whole,
  }) as const;

/** Deciding what met: Enter accepts the default, Alt and a digit another version. */
export const conflictActions = [
  { id: 'conflicts.accept', title: (m) => m.conflicts.accept, chords: ['Enter'], hint: 1, ...list },
  option(1),
  option(2),
  option(3),
  option(4),
  {
    id: 'conflicts.acceptAll',
    title: (m) => m.conflicts.acceptAll(0).replace(/\s*0$/u, ''),
    chords: ['Shift+Enter'],
    hint: 2,
    ...list,
  },
  { id: 'conflicts.down', title: (m) => m.conflicts.next, chords: ['J', '↓'], hint: 3, ...list },
  { id: 'conflicts.up', title: (m) => m.caseFile.previous, chords: ['K', '↑'], ...list },
  { id: 'conflicts.note', title: (m) => m.conflicts.writeNote, chords: ['N'], hint: 4, ...list },
  { id: 'conflicts.refer', title: (m) => m.conflicts.refer, chords: ['Alt+Q'], hint: 5, ...whole },
  { id: 'conflicts.undo', title: (m) => m.conflicts.undo, chords: ['U'], hint: 6, ...list },
  { id: 'conflicts.openCase', title: (m) => m.conflicts.openCase, chords: ['O'], ...list },
  { id: 'conflicts.send', title: (m) => m.conflicts.accept, chords: ['Ctrl+Enter'], ...whole },
  { id: 'conflicts.back', title: (m) => m.dispatch.closeForm, chords: ['Esc'], ...whole },
] as const satisfies readonly ActionSpec[];
