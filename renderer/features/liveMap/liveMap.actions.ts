import type { ActionSpec } from '#renderer/app/actions/action.ts';

const list = { screen: 'map', layer: 'list' } as const;

/** Moving over the map and through what is selected on it. Arrow keys belong to the map that has the focus. */
export const liveMapActions = [
  { id: 'map.worst', title: (m) => m.liveMap.acts.worst, chords: ['X'], hint: 1, ...list },
  { id: 'map.next', title: (m) => m.liveMap.acts.next, chords: ['N', 'J'], hint: 2, ...list },
  { id: 'map.previous', title: (m) => m.liveMap.acts.previous, chords: ['Shift+N', 'K'], ...list },
  { id: 'map.open', title: (m) => m.liveMap.acts.open, chords: ['Enter'], hint: 3, ...list },
  { id: 'map.zoomTo', title: (m) => m.liveMap.acts.zoomTo, chords: ['Z'], hint: 4, ...list },
  { id: 'map.zoomIn', title: (m) => m.liveMap.acts.zoomIn, chords: ['=', 'Shift+='], ...list },
  { id: 'map.zoomOut', title: (m) => m.liveMap.acts.zoomOut, chords: ['-'], ...list },
  { id: 'map.fit', title: (m) => m.liveMap.acts.fit, chords: ['Home', '.'], hint: 5, ...list },
  { id: 'map.swap', title: (m) => m.liveMap.acts.swap, chords: ['Tab'], hint: 6, ...list },
  { id: 'map.layers', title: (m) => m.liveMap.acts.layers, chords: ['L'], hint: 7, ...list },
  { id: 'map.clear', title: (m) => m.liveMap.acts.clear, chords: ['Esc'], ...list },
] as const satisfies readonly ActionSpec[];
