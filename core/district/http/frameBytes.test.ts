import { expect, it } from 'vitest';
import { FrameBytes } from './frameBytes.ts';

const page = (n: number): string => `{"f":"page","n":${n},"entries":["${'街道'.repeat(2_000)}"]}`;

it('makes the bytes of a long frame once for all who are sent it, and leaves short ones alone', () => {
  const frames = new FrameBytes();
  const first = frames.of(page(1));
  expect(first).toEqual(Buffer.from(page(1), 'utf8'));
  expect(frames.of(page(1))).toBe(first);
  expect(frames.of(page(2))).toEqual(Buffer.from(page(2), 'utf8'));
  expect(frames.of('{"f":"poke"}')).toBe('{"f":"poke"}');
});

it('forgets what was sent long ago', () => {
  const frames = new FrameBytes();
  const first = frames.of(page(0));
  for (let n = 1; n <= 16; n += 1) frames.of(page(n));
  expect(frames.of(page(0))).not.toBe(first);
  expect(frames.of(page(0))).toEqual(first);
});
