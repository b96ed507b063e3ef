import { expect, it } from 'vitest';
import { LineMark } from './lineMark.ts';

/** One console's file, and a program on it that starts at a time. */
function file() {
  const kept = new Map<string, unknown>();
  const desk = {
    setting: (key: string) => Promise.resolve(kept.get(key) ?? null),
    setSetting: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
  };
  const at = { now: 100 };
  const start = (): LineMark => new LineMark(desk, { wall: () => at.now });
  return { at, start };
}

it('tells what was said while the line was there from what was said after it went', async () => {
  const { at, start } = file();
  const mark = start();
  await mark.changed(true);
  expect([mark.lostAt, await mark.madeOnlineUntil()]).toEqual([null, Number.POSITIVE_INFINITY]);
  at.now = 200;
  await mark.changed(false);
  expect([mark.lostAt, await mark.madeOnlineUntil()]).toEqual([200, 200]);
});

it('knows it after a restart while cut off, however often', async () => {
  const { at, start } = file();
  const first = start();
  await first.changed(true);
  at.now = 200;
  await first.changed(false);
  for (const now of [300, 400]) {
    at.now = now;
    const again = start();
    expect([again.lostAt, await again.madeOnlineUntil()]).toEqual([null, 200]);
  }
});

it('takes all for said online that a program said which was killed with its line up', async () => {
  const { at, start } = file();
  await start().changed(true);
  at.now = 300;
  expect(await start().madeOnlineUntil()).toBe(300);
});
