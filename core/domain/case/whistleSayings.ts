import type { Mark } from '../operation/whistleArgs.ts';
import { EAST } from './caseBuilders.ts';
import type { Say } from './deskSayings.ts';

const whistle =
  (item: 'w-burst' | 'w-ruin', ...units: string[]): Say =>
  (_hub, who) => ({
    by: `dispatcher${who}@${EAST}`,
    kind: 'whistle.open',
    args: {
      item,
      dictVersion: 'v1',
      standards: item === 'w-burst' ? ['tried', 'beyond the street'] : ['tried'],
      units,
      kind: item === 'w-burst' ? 'emergency' : 'backstop',
    },
  });

const file =
  (accept: boolean, ...units: string[]): Say =>
  (_hub, who) => ({
    by: `dutyChief${who}@district`,
    kind: 'whistle.file',
    args: { accept, units, reason: '' },
  });

const score =
  (skill: Mark): Say =>
  (_hub, who) => ({
    by: `dutyChief${who}@${EAST}`,
    kind: 'whistle.score',
    args: { unit: 'd-water', efficiency: 4, cooperation: 4, skill, ownership: 4, comment: '' },
  });

const recorded = (unit: string): { readonly onBehalf: string } => ({ onBehalf: unit });

/** What is said about a whistle, by name. */
export const whistleSayings = {
  'whistle for water': whistle('w-burst', 'd-water'),
  'whistle for roads': whistle('w-burst', 'e-roads', 'd-water'),
  'whistle about a ruin': whistle('w-ruin', 'e-green'),
  'file the whistle': file(true, 'd-water'),
  'do not file it': file(false),
  'water reports': (hub, who) => ({
    by: `dispatcher${who}@${EAST}`,
    ...recorded('d-water'),
    kind: 'whistle.respond',
    args: { unit: 'd-water', person: 'A', at: hub.at(), point: null },
  }),
  'water has a result': (_hub, who) => ({
    by: `dispatcher${who}@${EAST}`,
    ...recorded('d-water'),
    kind: 'whistle.result',
    args: { unit: 'd-water', text: 'the pipe is whole', files: [] },
  }),
  'the whistle passes': (_hub, who) => ({
    by: `dutyChief${who}@district`,
    kind: 'whistle.check',
    args: { pass: true, reason: '' },
  }),
  'the whistle does not pass': (_hub, who) => ({
    by: `dutyChief${who}@district`,
    kind: 'whistle.check',
    args: { pass: false, reason: 'it leaks' },
  }),
  'mark water': score(4),
  'mark water lower': score(2),
  'mark how water came': (_hub, who) => ({
    by: `dutyChief${who}@district`,
    kind: 'whistle.scoreResponse',
    args: { unit: 'd-water', degree: 5 },
  }),
} satisfies Readonly<Record<string, Say>>;
