import type { ActionSpec } from '#renderer/app/actions/action.ts';

type Spec<Id extends string> = ActionSpec & { readonly id: Id };
const act = <const Id extends string>(
  id: Id,
  rest: Omit<ActionSpec, 'id' | 'layer' | 'screen'>,
): Spec<Id> => ({ id, layer: 'phone', screen: 'all', ...rest });

/** The telephone of the seat: its keys work on every screen, whatever is being typed. */
export const phoneActions = [
  act('phone.answer', {
    title: (m) => m.intake.phone.answerOrNew,
    chords: ['F2'],
    words: ['jt', 'answer'],
    hint: 70,
  }),
  act('phone.pass', { title: (m) => m.intake.phone.pass, chords: ['Shift+F2'] }),
  act('phone.hold', { title: (m) => m.intake.phone.hold, chords: ['F3'] }),
  act('phone.hangUp', { title: (m) => m.intake.phone.hangUp, chords: ['F8'] }),
] as const satisfies readonly ActionSpec[];
