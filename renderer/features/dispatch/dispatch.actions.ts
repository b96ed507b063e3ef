import type { ActionSpec } from '#renderer/app/actions/action.ts';
import type { Messages } from '#renderer/i18n/useMessages.ts';
import { ACT_CHORDS, ACT_KINDS, ADOPT_CHORD } from './actsAtStage.ts';

type DeskScreen = 'board' | 'case';

/** Acts on the case that is open, on the board and on its own page alike. */
function caseActs(screen: DeskScreen): readonly ActionSpec[] {
  return ACT_KINDS.map((kind) => ({
    id: `${screen}.act.${kind}`,
    title: (m: Messages) => m.dispatch.acts[kind],
    chords: [ACT_CHORDS[kind]],
    screen,
    layer: 'list' as const,
    ...(HINTS[kind] === undefined ? {} : { hint: HINTS[kind] }),
  }));
}

const HINTS: Readonly<Record<string, number>> = {
  'case.dispatch': 3,
  'assign.sign': 4,
  'case.urge': 5,
  'ask.return': 6,
};

/** The form that is open, the list of all acts, and the units proposed. */
function formActs(screen: DeskScreen): readonly ActionSpec[] {
  const whole = { screen, layer: 'screen' } as const;
  return [
    { id: `${screen}.form.send`, title: (m) => m.dispatch.send, chords: ['Ctrl+Enter'], ...whole },
    { id: `${screen}.form.close`, title: (m) => m.dispatch.closeForm, chords: ['Esc'], ...whole },
    {
      id: `${screen}.acts.all`,
      title: (m) => m.dispatch.more,
      chords: ['Z'],
      screen,
      layer: 'list',
    },
    {
      id: `${screen}.proposal.adopt`,
      title: (m) => m.dispatch.proposals.adopt,
      chords: [ADOPT_CHORD],
      screen,
      layer: 'list',
    },
    ...[1, 2, 3].map((n): ActionSpec => ({
      id: `${screen}.unit.${n}`,
      title: (m) => m.dispatch.proposed.choose(n),
      chords: [`Alt+${n}`],
      screen,
      layer: 'suggest',
    })),
  ];
}

export const boardCaseActions: readonly ActionSpec[] = [...caseActs('board'), ...formActs('board')];
export const caseCaseActions: readonly ActionSpec[] = [...caseActs('case'), ...formActs('case')];
