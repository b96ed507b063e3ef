import { expect, it } from 'vitest';
import { silentLog } from '../../node/logFile.ts';
import { runLoop } from './runLoop.ts';

it('ends only when the turn at work has ended, however many found it at work meanwhile', async () => {
  const events: string[] = [];
  let finish = (): void => undefined;
  let turns = 0;
  const engine = {
    tick: () => {
      turns += 1;
      if (turns > 1) return Promise.resolve();
      return new Promise<void>((resolve) => {
        finish = () => {
          events.push('worked');
          resolve();
        };
      });
    },
  };
  const loop = runLoop(() => engine, {
    log: silentLog,
    onTick: () => undefined,
    onFailure: () => Promise.resolve(),
  });
  for (let i = 0; i < 3; i += 1) {
    loop.wake();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(turns).toBe(3);
  const stopped = loop.stop().then(() => events.push('stopped'));
  await new Promise((resolve) => setImmediate(resolve));
  finish();
  await stopped;
  expect(events).toEqual(['worked', 'stopped']);
  loop.wake();
  await new Promise((resolve) => setImmediate(resolve));
  expect(turns).toBe(3);
});
