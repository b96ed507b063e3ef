import { isDemo } from '../domain/catalogue/people.ts';
import type { ConsoleCore } from './consoleCore.ts';

/** A console of a demo knows it by its device, before the district has told it who works there. */
export function isDemoPlace(core: Pick<ConsoleCore, 'identity' | 'reference'>): boolean {
  return core.identity.isDemo || isDemo(core.reference.people);
}
