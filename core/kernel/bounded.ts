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

/** A map with a limit: with one entry too many, the one that was set longest ago goes. */
export class BoundedMap<K, V> extends Map<K, V> {
  readonly #max: number;

  constructor(max: number) {
    super();
    assert(max > 0, 'a map needs room for one');
    this.#max = max;
  }

  override set(key: K, value: V): this {
    this.delete(key);
    super.set(key, value);
    for (const oldest of this.keys()) {
      if (this.size <= this.#max) break;
      this.delete(oldest);
    }
    return this;
  }
}
