import type { ActionSpec } from '#renderer/app/actions/action.ts';

type Spec<Id extends string> = ActionSpec & { readonly id: Id };
const act = <const Id extends string>(
  id: Id,
  layer: ActionSpec['layer'],
  rest: Omit<ActionSpec, 'id' | 'layer' | 'screen'>,
): Spec<Id> => ({ id, layer, screen: 'intake', ...rest });

/** Acts of the seat, from ring to sent case. */
export const intakeActions = [
  act('intake.pass', 'screen', { title: (m) => m.intake.phone.pass, chords: ['Esc'], hint: 4 }),
  act('intake.ready', 'screen', {
    title: (m) => m.intake.phone.ready,
    chords: ['Alt+R'],
    words: ['sx', 'ready'],
  }),
  act('intake.break', 'screen', {
    title: (m) => m.intake.phone.takeBreak,
    chords: ['Alt+B'],
    words: ['xx', 'break'],
  }),
  act('intake.send', 'screen', {
    title: (m) => m.intake.form.send,
    chords: ['Ctrl+Enter'],
    hint: 1,
  }),
  act('intake.answerNow', 'screen', {
    title: (m) => m.intake.form.answerNow,
    chords: ['Ctrl+D'],
    hint: 2,
  }),
  act('intake.append', 'suggest', {
    title: (m) => m.intake.form.appendLast,
    chords: ['Alt+J'],
    hint: 5,
  }),
  act('intake.refuse', 'screen', { title: (m) => m.intake.form.refuse, chords: ['Alt+X'] }),
  act('intake.discard', 'screen', { title: (m) => m.intake.form.discard, chords: ['Alt+Z'] }),
  act('intake.words', 'screen', { title: (m) => m.intake.keys.words, chords: ['Alt+C'] }),
  act('intake.nextTab', 'screen', { title: (m) => m.intake.form.nextTab, chords: ['Alt+.'] }),
  act('intake.lastTab', 'screen', { title: (m) => m.intake.form.lastTab, chords: ['Alt+,'] }),
  act('intake.openHistory', 'screen', { title: (m) => m.intake.history.open, chords: ['Alt+H'] }),
  act('intake.confidential', 'screen', {
    title: (m) => m.intake.caller.confidential,
    chords: ['Alt+P'],
  }),
  act('intake.matter1', 'suggest', {
    title: (m) => m.intake.keys.matter(1),
    chords: ['Alt+1'],
    hint: 3,
  }),
  act('intake.matter2', 'suggest', { title: (m) => m.intake.keys.matter(2), chords: ['Alt+2'] }),
  act('intake.matter3', 'suggest', { title: (m) => m.intake.keys.matter(3), chords: ['Alt+3'] }),
  act('intake.matterSearch', 'suggest', {
    title: (m) => m.intake.form.matterMore,
    chords: ['Alt+M'],
  }),
  act('intake.place1', 'suggest', {
    title: (m) => m.intake.keys.place(1),
    chords: ['Alt+Q'],
    hint: 4,
  }),
  act('intake.place2', 'suggest', { title: (m) => m.intake.keys.place(2), chords: ['Alt+W'] }),
  act('intake.place3', 'suggest', { title: (m) => m.intake.keys.place(3), chords: ['Alt+E'] }),
  act('intake.placeSearch', 'suggest', { title: (m) => m.intake.place.find, chords: ['Alt+L'] }),
  act('intake.duplicate1', 'suggest', {
    title: (m) => m.intake.keys.duplicate(1),
    chords: ['Alt+A'],
  }),
  act('intake.duplicate2', 'suggest', {
    title: (m) => m.intake.keys.duplicate(2),
    chords: ['Alt+S'],
  }),
  act('intake.duplicate3', 'suggest', {
    title: (m) => m.intake.keys.duplicate(3),
    chords: ['Alt+D'],
  }),
  act('intake.urgencyNext', 'suggest', {
    title: (m) => m.intake.keys.urgencyNext,
    chords: ['Alt+U'],
  }),
  act('intake.typeNext', 'suggest', { title: (m) => m.intake.keys.typeNext, chords: ['Alt+Y'] }),
  act('intake.knowledge', 'suggest', { title: (m) => m.intake.knowledge.next, chords: ['Alt+K'] }),
] as const satisfies readonly ActionSpec[];
