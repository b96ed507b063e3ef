import { beforeEach, expect, it } from 'vitest';
import type { SeatNews } from '../../sync/syncStatus.ts';
import { SeatPresence, type SaidState } from './seatPresence.ts';
import type { SessionState } from './session.ts';

let told: SeatNews[] = [];
let seat = presence();
beforeEach(() => {
  told = [];
  seat = presence();
  seat.session(sits('open'));
});

function presence(): SeatPresence {
  return new SeatPresence({ tell: (news) => told.push(news), isHallSeat: () => true });
}

function sits(state: 'open' | 'locked'): SessionState {
  const grants = [{ role: 'operator', scope: 'district' }];
  return { state, person: { id: 'p-1', seat: 's1', grants } } as unknown as SessionState;
}

const last = (): string | undefined => told.at(-1)?.state;
const lockAndUnlock = (): void => {
  seat.session(sits('locked'));
  seat.session(sits('open'));
};

it.each(['idle', 'after_call', 'break', 'off'] as const)(
  'a seat that was %s before the lock is so after it',
  (state: SaidState) => {
    seat.say(state);
    lockAndUnlock();
    expect(last()).toBe(state);
  },
);

it('a locked seat takes no call', () => {
  seat.session(sits('locked'));
  expect(last()).toBe('break');
  seat.again();
  expect(last()).toBe('break');
});

it('whoever locks after a call comes back to what it left to write down', () => {
  for (const state of ['ringing', 'talking', 'after_call']) seat.heard(state);
  seat.session(sits('locked'));
  expect(last()).toBe('after_call');
  seat.session(sits('open'));
  expect(last()).toBe('after_call');
});

it('a call that ends at a locked seat leaves the same', () => {
  seat.heard('talking');
  seat.session(sits('locked'));
  seat.heard('break');
  seat.session(sits('open'));
  expect(last()).toBe('after_call');
});

it('a call that ended while the line was cut is not followed by the next one at once', () => {
  seat.heard('talking');
  seat.again();
  seat.heard('idle');
  expect(last()).toBe('after_call');
});

it('whoever says that he is ready is so, whatever is heard of before', () => {
  for (const state of ['talking', 'after_call']) seat.heard(state);
  seat.say('idle');
  seat.heard('after_call');
  lockAndUnlock();
  expect(last()).toBe('idle');
});

it('the next person of the seat has no call of the one before to write down', () => {
  seat.heard('talking');
  seat.session({ state: 'login' });
  seat.session(sits('open'));
  seat.heard('idle');
  expect(last()).toBe('idle');
});
