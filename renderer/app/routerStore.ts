import { defineStore } from 'pinia';
import { onScopeDispose, shallowRef } from 'vue';
import { hashOf, parseHash, type Route, type ScreenId } from './screens.ts';

const FIRST: Route = { screen: 'login', param: null };

/** The open screen, by the hash of the address; back and forward work. */
export const useRouterStore = defineStore('router', () => {
  const route = shallowRef<Route>(parseHash(location.hash) ?? FIRST);
  const onHash = (): void => {
    const next = parseHash(location.hash);
    if (next !== null) route.value = next;
  };
  window.addEventListener('hashchange', onHash);
  onScopeDispose(() => window.removeEventListener('hashchange', onHash));

  const go = (screen: ScreenId, param?: string): void => {
    const hash = hashOf(screen, param);
    if (location.hash === hash) return;
    location.hash = hash;
    onHash();
  };
  /** Like `go`, but Back does not return here. */
  const replace = (screen: ScreenId, param?: string): void => {
    history.replaceState(null, '', hashOf(screen, param));
    onHash();
  };
  return { route, go, replace };
});
