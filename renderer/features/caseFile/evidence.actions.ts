import type { ActionSpec } from '#renderer/app/actions/action.ts';

const evidence = (screen: 'board' | 'case'): readonly ActionSpec[] => [
  {
    id: `${screen}.evidence`,
    title: (m) => m.caseFile.openEvidence,
    chords: ['P'],
    screen,
    layer: 'list',
    words: ['zj', 'fj', 'evidence', 'picture'],
  },
];

export const boardEvidenceActions: readonly ActionSpec[] = evidence('board');
export const caseEvidenceActions: readonly ActionSpec[] = evidence('case');
