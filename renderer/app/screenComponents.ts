import type { Component } from 'vue';
import type { ScreenId } from './screens.ts';

type Loader = () => Promise<Component>;

const found = import.meta.glob<{ readonly default: Component }>([
  '../features/*/*Screen.vue',
  './desk/*Screen.vue',
]);

function lazy(path: string): Loader | undefined {
  const load = found[path.startsWith('./') ? path : `../features/${path}`];
  return load === undefined ? undefined : async () => (await load()).default;
}

/** Where each screen stands; a chunk of its own. */
export const SCREEN_COMPONENTS: Readonly<Record<ScreenId, Loader | undefined>> = {
  login: lazy('login/LoginScreen.vue'),
  setup: lazy('setup/SetupScreen.vue'),
  intake: lazy('intake/IntakeScreen.vue'),
  board: lazy('./desk/BoardScreen.vue'),
  case: lazy('./desk/CaseScreen.vue'),
  map: lazy('liveMap/MapScreen.vue'),
  conflicts: lazy('conflicts/ConflictsScreen.vue'),
  sync: lazy('sync/SyncScreen.vue'),
  catchup: lazy('catchup/CatchupScreen.vue'),
  people: lazy('people/PeopleScreen.vue'),
  devices: lazy('devices/DevicesScreen.vue'),
  audit: lazy('audit/AuditScreen.vue'),
  settings: lazy('settings/SettingsScreen.vue'),
  help: lazy('help/HelpScreen.vue'),
};
