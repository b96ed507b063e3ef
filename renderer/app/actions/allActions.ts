import type { ActionSpec } from './action.ts';

type ActionModule = Readonly<Record<string, readonly ActionSpec[]>>;

const modules: Readonly<Record<string, ActionModule>> = {
  ...import.meta.glob<ActionModule>('../**/*.actions.ts', { eager: true }),
  ...import.meta.glob<ActionModule>('../../features/**/*.actions.ts', { eager: true }),
};

/** Every act of the program, whether its screen is open or not: the key sheet and the tests read it. */
export function allActions(): readonly ActionSpec[] {
  return Object.values(modules).flatMap((module) => Object.values(module).flat());
}
