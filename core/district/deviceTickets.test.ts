import { expect, it } from 'vitest';
import { DeviceTickets } from './deviceTickets.ts';

it('the two-thousand-and-first ticket takes the place of the oldest', () => {
  const tickets = new DeviceTickets<number>(() => 0);
  const holder = { device: 'd', person: null };
  const names = Array.from({ length: 2_001 }, (_, i) => tickets.give(holder, i));
  expect(tickets.look(names[0] ?? '')).toBeNull();
  expect(tickets.look(names[1] ?? '')).toBe(1);
  expect(tickets.look(names.at(-1) ?? '')).toBe(2_000);
});
