import { describe, expect, it } from 'vitest';
import {
  cardOf,
  createArgs,
  faultsOf,
  newCard,
  stepsOf,
  timesOf,
  type CardForm,
} from './cardForm.ts';
import { paperTime, type LocalNow } from './paperTime.ts';

/** 10:00 of 22 November 2026 in the profile's zone. */
const AT = Date.UTC(2026, 10, 22, 2, 0);
const NOW: LocalNow = { at: AT, day: '2026-11-22', minute: 600 };
const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

describe('a time on a card', () => {
  it('is the latest one that is not after now, or of the day that is written', () => {
    expect(paperTime('09:30', NOW)).toBe(AT - 30 * MINUTE);
    expect(paperTime('9：30', NOW)).toBe(AT - 30 * MINUTE);
    expect(paperTime('23:00', NOW)).toBe(AT + 13 * 60 * MINUTE - DAY);
    expect(paperTime('11-20 10:00', NOW)).toBe(AT - 2 * DAY);
    expect(paperTime('11月20日 10:00', NOW)).toBe(AT - 2 * DAY);
    expect(paperTime('12-31 10:00', { ...NOW, day: '2027-01-01' })).toBe(AT - DAY);
    // Tomorrow stays ahead, to be refused as such.
    expect(paperTime('11-23 10:00', NOW)).toBe(AT + DAY);
    for (const none of ['', '25:00', '10:60', '02-30 10:00', '上午']) {
      expect(paperTime(none, NOW), none).toBeNull();
    }
  });
});

const FULL: CardForm = {
  ...newCard('o1'),
  card: 'DZM261122-0031',
  at: '08:05',
  until: '09:10',
  text: '路灯不亮',
  title: '路灯不亮',
  result: '已换灯泡',
};

describe('a card', () => {
  it('says what is missing in the order of the screen', () => {
    expect(faultsOf(newCard('o1'), NOW)).toEqual([
      ...['card', 'at', 'until', 'text', 'title', 'result'],
    ]);
    expect(faultsOf(newCard('o1', 'active'), NOW)).toEqual(['card', 'at', 'text', 'title']);
    expect(faultsOf(FULL, NOW)).toEqual([]);
    expect(faultsOf({ ...FULL, until: '08:00' }, NOW)).toEqual(['order']);
    expect(faultsOf({ ...FULL, number: '12' }, NOW)).toEqual(['number']);
    expect(faultsOf({ ...FULL, steps: '三队到场' }, NOW)).toEqual(['steps']);
  });

  it('has its steps by their lines, each with its time', () => {
    const steps = stepsOf('08:20 三队出发\n\n08:40三队到场', NOW);
    expect(steps).toEqual([
      { at: AT - 100 * MINUTE, text: '三队出发' },
      { at: AT - 80 * MINUTE, text: '三队到场' },
    ]);
    expect(timesOf({ ...FULL, path: 'active' }, NOW)).toMatchObject({ until: null });
  });

  it('becomes a case that is over, or one that goes on', () => {
    expect(createArgs(FULL, null)).toMatchObject({ next: 'selfHandled', answer: '已换灯泡' });
    const active = createArgs({ ...FULL, path: 'active' }, null);
    expect(active).toMatchObject({ next: 'queue', answer: null });
  });

  it('comes back from disk as it was typed', () => {
    expect(cardOf(JSON.parse(JSON.stringify(FULL)))).toEqual(FULL);
    for (const other of [null, 'x', {}]) expect(cardOf(other)).toBeNull();
  });
});
