import { expect, test } from 'vitest';
import { SHIFT_GAP_MS } from '../../domain/record/shiftGap.ts';
import { SeatTable } from './seatTable.ts';

const AT = 1_795_000_000_000;

function answeredOnce(): SeatTable {
  const seats = new SeatTable();
  seats.say('s1', { state: 'idle', person: 'p-one', at: AT });
  seats.count('s1', { answered: 1 });
  seats.say('s1', { state: 'off', person: null, at: AT + 60_000 });
  return seats;
}

test('who comes back to his seat goes on with his shift; who else sits there begins his own', () => {
  const seats = answeredOnce();
  seats.say('s1', { state: 'idle', person: 'p-two', at: AT + 70_000 });
  expect(seats.shift('s1').answered).toBe(0);
  seats.say('s1', { state: 'idle', person: 'p-one', at: AT + 80_000 });
  expect(seats.shift('s1').answered).toBe(1);
});

test('who comes back after a shift begins another one', () => {
  const seats = answeredOnce();
  seats.say('s1', { state: 'idle', person: 'p-one', at: AT + 60_000 + SHIFT_GAP_MS });
  expect(seats.shift('s1').answered).toBe(0);
});
