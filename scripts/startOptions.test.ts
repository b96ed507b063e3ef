import { expect, it } from 'vitest';
import { HELP, readStartOptions } from './startOptions.mjs';

const read = (...words: string[]): unknown => readStartOptions(words, '/own');

it('a start without words is the usual one', () => {
  expect(read()).toEqual({ values: { data: '/own', calls: '1', 'quiet-demo': false } });
});

it('a word for help is read by both its names, and explains every option', () => {
  for (const word of ['--help', '-h']) expect(read(word)).toMatchObject({ values: { help: true } });
  const every = ['data', 'days', 'browser', 'wall', 'street', 'quiet-demo', 'calls', 'help'];
  for (const name of every) expect(HELP).toMatch(new RegExp(`^ +--${name} .*\\w{3}`, 'm'));
});

it('values are taken as they are given', () => {
  expect(read('--data', 'x', '--days', '3', '--calls', '0.5', '--street')).toEqual({
    values: { data: 'x', days: '3', calls: '0.5', street: true, 'quiet-demo': false },
  });
});

it('a word that there is not, or a value that cannot be, is named with what there is', () => {
  const wrong = [
    ['--moon'],
    ['--days', 'three'],
    ['--days', '0'],
    ['--calls', '-1'],
    ['--data', ''],
  ];
  for (const words of wrong) {
    const answer = read(...words);
    expect(answer).toHaveProperty('fault', expect.stringContaining(words[0] ?? ''));
    expect(answer).toHaveProperty('fault', expect.stringContaining('npm start -- [--data DIR]'));
  }
});
