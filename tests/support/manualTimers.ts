import type { EpochMs } from '#core/kernel/time.ts';
import type { Timers } from '#core/telephony/adapter.ts';

/** Timers that only move when told; tasks run in the order of their times. */
export function manualTimers(start: EpochMs): Timers & { readonly pass: (ms: number) => void } {
  let now: number = start;
  let serial = 0;
  const tasks = new Map<number, { readonly at: number; readonly task: () => void }>();
  function next(
    until: number,
  ): [number, { readonly at: number; readonly task: () => void }] | null {
    let best: [number, { readonly at: number; readonly task: () => void }] | null = null;
    for (const entry of tasks) {
      if (entry[1].at <= until && (best === null || entry[1].at < best[1].at)) best = entry;
    }
    return best;
  }
  return {
    now: () => now,
    after(ms, task) {
      serial += 1;
      const id = serial;
      tasks.set(id, { at: now + ms, task });
      return () => tasks.delete(id);
    },
    pass(ms) {
      const until = now + ms;
      for (let due = next(until); due !== null; due = next(until)) {
        tasks.delete(due[0]);
        now = due[1].at;
        due[1].task();
      }
      now = until;
    },
  };
}
