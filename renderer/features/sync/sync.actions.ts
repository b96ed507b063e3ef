import type { ActionSpec } from '#renderer/app/actions/action.ts';
import type { Messages } from '#renderer/i18n/useMessages.ts';

const list = { screen: 'sync', layer: 'list' } as const;

const whole = { screen: 'sync', layer: 'screen' } as const;
type State = Exclude<keyof Messages['sync']['filters'], 'all'>;
const filter = <S extends State>(state: S, n: number) =>
  ({
    id: `queue.${state}`,
    title: (m: Messages) => `${m.sync.outbox} · ${m.sync.filters[state]}`,
    chords: [`Alt+${n}`],
    ...whole,
  }) as const;

/** What this console said: the list, and its states. */
export const queueActions = [
  { id: 'queue.focus', title: (m) => m.sync.outbox, chords: ['Q'], hint: 5, ...list },
  {
    id: 'queue.all',
    title: (m) => `${m.sync.outbox} · ${m.sync.filters.all}`,
    chords: ['Alt+1'],
    ...whole,
  },
  filter('pending', 2),
  filter('decided', 3),
  filter('superseded', 4),
  filter('conflict', 5),
  filter('refused', 6),
  filter('deferred', 7),
  filter('street', 8),
] as const satisfies readonly ActionSpec[];

/** Files on a stick, where there is no line. */
export const exchangeActions = [
  { id: 'exchange.write', title: (m) => m.sync.exchange.write, chords: ['Alt+O'], ...whole },
  {
    id: 'exchange.writeStreet',
    title: (m) => m.sync.exchange.writeStreet,
    chords: ['Alt+S'],
    ...whole,
  },
  { id: 'exchange.take', title: (m) => m.sync.exchange.take, chords: ['Alt+I'], ...whole },
  { id: 'exchange.bring', title: (m) => m.sync.exchange.bring, chords: ['Alt+B'], ...whole },
] as const satisfies readonly ActionSpec[];

/** Reading what one was told. */
export const noticeActions = [
  { id: 'notices.down', title: (m) => m.notices.next, chords: ['J', '↓'], hint: 1, ...list },
  { id: 'notices.up', title: (m) => m.notices.previous, chords: ['K', '↑'], ...list },
  { id: 'notices.openCase', title: (m) => m.notices.openCase, chords: ['Enter'], hint: 2, ...list },
  { id: 'notices.read', title: (m) => m.notices.read, chords: ['M'], hint: 3, ...list },
  { id: 'notices.readAll', title: (m) => m.notices.readAll, chords: ['Shift+M'], hint: 4, ...list },
] as const satisfies readonly ActionSpec[];
