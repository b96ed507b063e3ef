import { describe, expect, it } from 'vitest';
import { BoundedMap, boundedQueue } from './bounded.ts';
import { nodeHashing as hashing } from '../node/nodeHashing.ts';
import { isOwnedByAnother, ownedId, uuidV7 } from './ids.ts';

describe('identities', () => {
  it('a UUIDv7 carries its millisecond, version and variant', () => {
    const id = uuidV7(0x0123456789ab, (count) => new Uint8Array(count).fill(0xff));
    expect(id).toBe('01234567-89ab-7fff-bfff-ffffffffffff');
  });

  it('later ids sort behind earlier ones', () => {
    const zero = (count: number): Uint8Array => new Uint8Array(count);
    expect(uuidV7(1_000, zero) < uuidV7(2_000, zero)).toBe(true);
  });

  it('an owned id is its owner’s and nobody else’s, and keeps its place in time', () => {
    const random = (count: number): Uint8Array => new Uint8Array(count).fill(7);
    const [first, later] = [1_000, 2_000].map((at) => ownedId('r1', at, { random, hashing }));
    expect(first).toMatch(/^00000000-03e8-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(String(first) < String(later)).toBe(true);
    expect(isOwnedByAnother(String(first), 'r1', hashing)).toBe(false);
    expect(isOwnedByAnother(String(first), 'r2', hashing)).toBe(true);
  });

  it('of an id without an owner nobody says whose it is not', () => {
    const plain = uuidV7(1_000, (count) => new Uint8Array(count).fill(7));
    for (const id of [plain, 'op-1', `${plain}~2`]) {
      expect(isOwnedByAnother(id, 'r1', hashing)).toBe(false);
    }
  });
});

describe('bounded queue', () => {
  it('says no when full and gives back in order', () => {
    const queue = boundedQueue<number>(2);
    expect([queue.push(1), queue.push(2), queue.push(3)]).toEqual([true, true, false]);
    expect(queue.drain()).toEqual([1, 2]);
    expect(queue.size()).toBe(0);
  });
});

describe('bounded map', () => {
  it('lets go of what was set longest ago, and counts what is set again as young', () => {
    const map = new BoundedMap<string, number>(2);
    map.set('a', 1).set('b', 2).set('a', 3).set('c', 4);
    expect([...map]).toEqual([
      ['a', 3],
      ['c', 4],
    ]);
  });
});
