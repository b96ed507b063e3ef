import { describe, expect, it } from 'vitest';
import { nextSlots, NO_SLOTS, SWAP_EVERY_MS, type LatestCase } from './latestSlots.ts';

const item = (at: number): LatestCase => ({
  title: `t${at}`,
  street: 's',
  at,
  urgency: 'ordinary',
});

describe('latest cases on the wall', () => {
  it('fills free slots at once, newest first', () => {
    const { slots } = nextSlots(NO_SLOTS, [item(1), item(3), item(2)], { size: 5, now: 10 });
    expect(slots.map((each) => each.at)).toEqual([3, 2, 1]);
  });

  it('takes in one for the oldest, at most every three seconds, and stays in order', () => {
    let state = nextSlots(NO_SLOTS, [item(5), item(4), item(3)], { size: 3, now: 0 });
    const flood = [item(9), item(8), item(7), item(5), item(4), item(3)];
    const seen: number[][] = [];
    for (let now = SWAP_EVERY_MS; now <= 4 * SWAP_EVERY_MS; now += 500) {
      const next = nextSlots(state, flood, { size: 3, now });
      const changed = next.slots.filter((each) => !state.slots.includes(each)).length;
      expect(changed).toBeLessThanOrEqual(1);
      if (changed === 1) expect(now - state.swappedAt).toBeGreaterThanOrEqual(SWAP_EVERY_MS);
      state = next;
      seen.push(state.slots.map((each) => each.at));
    }
    expect(seen[0]).toEqual([9, 5, 4]);
    expect(seen.at(-1)).toEqual([9, 8, 7]);
  });

  it('never puts an older case in the place of a newer one', () => {
    const state = nextSlots(NO_SLOTS, [item(5), item(4)], { size: 2, now: 0 });
    expect(nextSlots(state, [item(1)], { size: 2, now: 99_999 }).slots).toEqual(state.slots);
  });
});
