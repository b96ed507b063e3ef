import { SMALL_START, type HandClock } from './smallDistrict.ts';

/** A clock that begins on the small district's morning and goes on by itself, for what runs in real time. */
export function runningClock(): HandClock {
  const begun = performance.now();
  const mono = (): number => performance.now() - begun;
  return { wall: () => SMALL_START + Math.round(mono()), mono, pass: () => undefined };
}
