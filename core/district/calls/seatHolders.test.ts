import { beforeEach, describe, expect, it } from 'vitest';
import { KEPT_MS, SeatHolders } from './seatHolders.ts';

let now = 0;
let seats: SeatHolders<object>;
const lines = { one: { name: 'one' }, two: { name: 'two' } };
const one = { device: 'd1', person: 'p1' };
const two = { device: 'd2', person: 'p2' };

beforeEach(() => {
  now = 0;
  seats = new SeatHolders(() => now);
  seats.take('S01', one, lines.one);
});

describe('a seat', () => {
  it('is its console’s, and another one is told whose', () => {
    expect(seats.other('S01', 'd1')).toBeNull();
    expect(seats.other('S01', 'd2')).toMatchObject(one);
    expect(seats.other('S02', 'd2')).toBeNull();
    expect(seats.all()).toEqual([{ seat: 'S01', device: 'd1' }]);
  });

  it('is left for another one: a console has one', () => {
    seats.take('S02', one, lines.one);
    expect(seats.all()).toEqual([{ seat: 'S02', device: 'd1' }]);
    expect(seats.line('S01')).toBeNull();
    seats.leave('S02');
    expect(seats.all()).toEqual([]);
  });

  it('tells whose line was there when it is taken over', () => {
    expect(seats.take('S01', two, lines.two)).toBe(lines.one);
    expect(seats.take('S01', two, lines.two)).toBeNull();
    expect(seats.line('S01')).toBe(lines.two);
  });

  it('is kept a while for a console whose line broke, and then free', () => {
    seats.gone(lines.one);
    expect(seats.line('S01')).toBeNull();
    expect(seats.lines()).toEqual([]);
    now = KEPT_MS - 1;
    expect(seats.other('S01', 'd2')).toMatchObject(one);
    expect(seats.other('S01', 'd1')).toBeNull();
    now = KEPT_MS;
    expect(seats.other('S01', 'd2')).toBeNull();
    expect(seats.all()).toEqual([]);
  });
});
