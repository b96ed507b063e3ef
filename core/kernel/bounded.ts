import { assert } from './assert.ts';

/** A queue with a limit that says what it did when full, instead of growing. */
export type BoundedQueue<T> = {
  readonly size: () => number;
  /** False when full: the caller decides what to drop. */
  readonly push: (item: T) => boolean;
  readonly shift: () => T | undefined;
  readonly drain: () => T[];
};

export function boundedQueue<T>(limit: number): BoundedQueue<T> {
  assert(limit > 0, 'a queue needs room for one');
  let items: T[] = [];
  return {
    size: () => items.length,
    push(item) {
      if (items.length >= limit) return false;
      items.push(item);
      return true;
    },
    shift: () => items.shift(),
    drain() {
      const all = items;
      items = [];
      return all;
    },
  };
}
