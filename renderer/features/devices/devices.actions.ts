import type { ActionSpec } from '#renderer/app/actions/action.ts';

export const devicesActions = [
  {
    id: 'devices.search',
    title: (m) => m.devices.search,
    chords: ['Ctrl+F'],
    screen: 'devices',
    layer: 'screen',
    hint: 3,
  },
  {
    id: 'devices.down',
    title: (m) => m.devices.next,
    chords: ['J', '↓'],
    screen: 'devices',
    layer: 'list',
    hint: 1,
  },
  {
    id: 'devices.up',
    title: (m) => m.devices.previous,
    chords: ['K', '↑'],
    screen: 'devices',
    layer: 'list',
    hint: 2,
  },
] as const satisfies readonly ActionSpec[];
