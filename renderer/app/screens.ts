import type { Messages } from '#renderer/i18n/useMessages.ts';

/** Every screen of the console. Each has a hash route, a key, a title and a page of help. */
export const SCREENS = [
  'login',
  'setup',
  'intake',
  'board',
  'case',
  'map',
  'conflicts',
  'sync',
  'catchup',
  'people',
  'devices',
  'audit',
  'settings',
  'help',
] as const;
export type ScreenId = (typeof SCREENS)[number];

/** Hash of a screen without parameters: `#/board`. */
export const SCREEN_PATH: Readonly<Record<ScreenId, string>> = {
  login: '/login',
  setup: '/setup',
  intake: '/intake',
  board: '/board',
  case: '/case',
  map: '/map',
  conflicts: '/conflicts',
  sync: '/sync',
  catchup: '/catchup',
  people: '/admin/people',
  devices: '/admin/devices',
  audit: '/audit',
  settings: '/settings',
  help: '/help',
};

const OPERATING = [
  'operator',
  'dispatcher',
  'dutyChief',
  'unit',
  'inspector',
  'supervisor',
  'leader',
];

/** Roles that have the screen; absent: everybody. Rights themselves are checked by the server. */
export const SCREEN_ROLES: Readonly<Partial<Record<ScreenId, readonly string[]>>> = {
  intake: ['operator', 'dispatcher', 'dutyChief'],
  board: [...OPERATING, 'callbackClerk', 'quality'],
  case: [...OPERATING, 'callbackClerk', 'quality'],
  map: [...OPERATING, 'callbackClerk'],
  conflicts: ['dispatcher', 'dutyChief'],
  catchup: ['operator', 'dispatcher', 'dutyChief'],
  people: ['administrator'],
  devices: ['administrator'],
  audit: ['administrator', 'dutyChief', 'supervisor'],
};

/** What opens first, by the first role that matches. */
export function homeScreen(hasRole: (...roles: readonly string[]) => boolean): ScreenId {
  if (hasRole('operator')) return 'intake';
  if (hasRole(...(SCREEN_ROLES.board ?? []))) return 'board';
  return hasRole('administrator') ? 'people' : 'sync';
}

export function mayOpen(
  screen: ScreenId,
  hasRole: (...roles: readonly string[]) => boolean,
): boolean {
  const roles = SCREEN_ROLES[screen];
  return roles === undefined || hasRole(...roles);
}

export type Route = { readonly screen: ScreenId; readonly param: string | null };

/** `#/case/<id>` and the like. Null for a hash that names no screen. */
export function parseHash(hash: string): Route | null {
  const path = hash.replace(/^#/, '').split('?')[0] ?? '';
  const found = SCREENS.find(
    (screen) => path === SCREEN_PATH[screen] || path.startsWith(`${SCREEN_PATH[screen]}/`),
  );
  if (found === undefined) return null;
  const rest = path.slice(SCREEN_PATH[found].length + 1);
  return { screen: found, param: rest === '' ? null : decodeURIComponent(rest) };
}

export function hashOf(screen: ScreenId, param?: string): string {
  return `#${SCREEN_PATH[screen]}${param === undefined ? '' : `/${encodeURIComponent(param)}`}`;
}

export function screenName(m: Messages, screen: ScreenId): string {
  return m.shell.screens[screen];
}
