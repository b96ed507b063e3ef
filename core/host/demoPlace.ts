import type { ConsoleCore } from './consoleCore.ts';

/** A demo's or a drill's folder: everybody here is made up, and so may be what happens to him. */
export function isDemoPlace(core: Pick<ConsoleCore, 'identity' | 'reference'>): boolean {
  return core.identity.isDemo || core.reference.people?.isSample === true;
}
