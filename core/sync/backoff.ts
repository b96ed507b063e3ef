import type { Dice } from './syncPorts.ts';

export const RETRY_MIN_MS = 500;
export const RETRY_MAX_MS = 30_000;

/**
 * Decorrelated jitter: the next wait is uniform between the least wait and three times the last one. After
 * a hall's switch comes back, 256 consoles do not knock in step.
 */
export function nextWait(last: number | null, dice: Dice): number {
  const high = Math.min(RETRY_MAX_MS, (last ?? RETRY_MIN_MS) * 3);
  return Math.round(RETRY_MIN_MS + dice.next() * Math.max(0, high - RETRY_MIN_MS));
}
