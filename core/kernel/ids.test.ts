import { describe, expect, it } from 'vitest';
import { boundedQueue } from './bounded.ts';
import { uuidV7 } from './ids.ts';

describe('identities', () => {
  it('a UUIDv7 carries its millisecond, version and variant', () => {
    const id = uuidV7(0x0123456789ab, (count) => new Uint8Array(count).fill(0xff));
    expect(id).toBe('01234567-89ab-7fff-bfff-ffffffffffff');
  });

  it('later ids sort behind earlier ones', () => {
    const zero = (count: number): Uint8Array => new Uint8Array(count);
    expect(uuidV7(1_000, zero) < uuidV7(2_000, zero)).toBe(true);
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
