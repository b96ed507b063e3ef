import { expect, it } from 'vitest';
import { PollLine } from './pollLine.ts';

const NOW = 0;

it('keeps what was answered until it is said to have arrived, and gives it again', async () => {
  const line = new PollLine();
  for (const text of ['a', 'bb']) line.send(text);
  expect(await line.take(0, NOW)).toEqual({ frames: ['a', 'bb'], upTo: 2, isOver: false });
  line.send('c');
  expect(await line.take(0, NOW)).toEqual({ frames: ['a', 'bb', 'c'], upTo: 3, isOver: false });
  expect(line.buffered()).toBe(4);
  expect(await line.take(2, NOW)).toEqual({ frames: ['c'], upTo: 3, isOver: false });
  expect(await line.take(3, NOW)).toEqual({ frames: [], upTo: 3, isOver: false });
  expect(line.buffered()).toBe(0);
});

it('answers whoever waits as soon as there is something, and the earlier of two at once with nothing', async () => {
  const line = new PollLine();
  const first = line.take(0, 60_000);
  const second = line.take(0, 60_000);
  expect(await first).toEqual({ frames: [], upTo: 0, isOver: false });
  line.send('a');
  expect((await second).frames).toEqual(['a']);
});

it('cuts an answer at two megabytes, and gives one frame however long', async () => {
  const line = new PollLine();
  const long = 'x'.repeat(1_500_000);
  for (const text of [long, long, 'c']) line.send(text);
  expect((await line.take(0, NOW)).upTo).toBe(1);
  expect((await line.take(1, NOW)).upTo).toBe(3);
});

it('I-25: once over it gives nothing more but why, wherever the other side stands', async () => {
  for (const arrived of [0, 1, 2]) {
    const line = new PollLine();
    line.send('{"f":"page"}');
    await line.take(0, NOW);
    line.send('{"f":"page","more":1}');
    line.send('{"f":"refuse","code":"sync/not-enrolled"}');
    line.close();
    line.send('{"f":"poke"}');
    const { frames, upTo, isOver } = await line.take(arrived, 60_000);
    expect(frames).toEqual(['{"f":"refuse","code":"sync/not-enrolled"}']);
    expect([upTo, isOver]).toEqual([3, true]);
    expect((await line.take(3, 60_000)).frames).toEqual([]);
  }
});

it('I-03: hears a request once, however often it comes, and none out of its turn', () => {
  const line = new PollLine();
  expect([1, 1, 3, 2, 3, 2].map((seq) => line.hears(seq))).toEqual([
    'fresh',
    'again',
    'gap',
    'fresh',
    'fresh',
    'again',
  ]);
});
