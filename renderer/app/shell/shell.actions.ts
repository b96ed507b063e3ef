import type { ActionSpec } from '../actions/action.ts';

const screenAct = <const Id extends string>(
  id: Id,
  spec: Omit<ActionSpec, 'id' | 'screen' | 'layer'>,
): ActionSpec & { readonly id: Id } => ({ id, screen: 'all', layer: 'screen', ...spec });

const goTo = <const Id extends string>(
  id: Id,
  spec: Pick<ActionSpec, 'title' | 'chords' | 'words'>,
): ActionSpec & { readonly id: Id } => ({ id, screen: 'all', layer: 'list', ...spec });

/** Acts of every screen. */
export const shellActions = [
  goTo('go.intake', {
    title: (m) => m.shell.screens.intake,
    chords: ['G I'],
    words: ['sl', 'shouli', 'intake'],
  }),
  goTo('go.board', {
    title: (m) => m.shell.screens.board,
    chords: ['G B'],
    words: ['pqt', 'pq', 'paiqian', 'board'],
  }),
  goTo('go.map', { title: (m) => m.shell.screens.map, chords: ['G M'], words: ['dt', 'map'] }),
  goTo('go.conflicts', {
    title: (m) => m.shell.screens.conflicts,
    chords: ['G C'],
    words: ['ct', 'conflicts'],
  }),
  goTo('go.sync', { title: (m) => m.shell.screens.sync, chords: ['G Y'], words: ['tb', 'sync'] }),
  goTo('go.catchup', {
    title: (m) => m.shell.screens.catchup,
    chords: ['G K'],
    words: ['bl', 'zk', 'catchup', 'paper'],
  }),
  goTo('go.notices', {
    title: (m) => m.notices.open,
    chords: ['G N'],
    words: ['gz', 'gaozhi', 'notices'],
  }),
  goTo('go.people', {
    title: (m) => m.shell.screens.people,
    chords: ['G P'],
    words: ['ry', 'people'],
  }),
  goTo('go.devices', {
    title: (m) => m.shell.screens.devices,
    chords: ['G D'],
    words: ['sb', 'devices'],
  }),
  goTo('go.audit', {
    title: (m) => m.shell.screens.audit,
    chords: ['G A'],
    words: ['sj', 'audit'],
  }),
  goTo('go.settings', {
    title: (m) => m.shell.screens.settings,
    chords: ['G S'],
    words: ['sz', 'settings'],
  }),
  goTo('window.board', {
    title: (m) => m.shell.windows.board,
    chords: ['W B'],
    words: ['ckpqt', 'board'],
  }),
  goTo('window.map', {
    title: (m) => m.shell.windows.map,
    chords: ['W M'],
    words: ['ckdt', 'map'],
  }),
  goTo('window.wall', {
    title: (m) => m.shell.windows.wall,
    chords: ['W W'],
    words: ['ckdp', 'dp', 'wall'],
  }),
  screenAct('shell.help', {
    title: (m) => m.shell.screens.help,
    chords: ['F1'],
    words: ['bz', 'help'],
    hint: 90,
  }),
  {
    id: 'shell.keySheet',
    title: (m) => m.shell.keySheet,
    chords: ['?'],
    screen: 'all',
    layer: 'list',
    words: ['aj', 'keys'],
    hint: 80,
  },
  {
    id: 'shell.command',
    title: (m) => m.shell.commandLabel,
    chords: ['/'],
    screen: 'all',
    layer: 'list',
  },
  screenAct('shell.commandAnywhere', { title: (m) => m.shell.commandAnywhere, chords: ['Ctrl+/'] }),
  screenAct('shell.print', {
    title: (m) => m.help.print,
    chords: ['Ctrl+P'],
    words: ['dy', 'print'],
  }),
  screenAct('shell.acknowledge', { title: (m) => m.shell.acknowledge, chords: ['F10'] }),
  screenAct('shell.openAlarmCase', { title: (m) => m.shell.openCase, chords: ['Shift+F10'] }),
  screenAct('shell.openSync', { title: (m) => m.shell.syncDetail, chords: ['Ctrl+Y'] }),
  screenAct('shell.undo', { title: (m) => m.shell.undoLast, chords: ['Ctrl+Z'] }),
  screenAct('shell.mute', {
    title: (m) => m.shell.mute,
    chords: ['Ctrl+M'],
    words: ['jy', 'mute'],
  }),
  screenAct('shell.lock', {
    title: (m) => m.shell.lock,
    chords: ['Ctrl+Shift+L'],
    words: ['sd', 'lock'],
  }),
  screenAct('shell.logout', { title: (m) => m.shell.logout, chords: [], words: ['tc', 'logout'] }),
  screenAct('shell.back', { title: (m) => m.help.back, chords: ['Esc'] }),
  screenAct('shell.focusMain', { title: (m) => m.shell.skipToMain, chords: [] }),
] as const satisfies readonly ActionSpec[];
