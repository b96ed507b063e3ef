import { expect, test } from 'vitest';
import { readFlags } from './mainOptions.ts';

test('a console that is told nothing runs by the machine and serves any port', () => {
  expect(readFlags([])).toMatchObject({ data: 'console', port: 0, station: null, fastTime: null });
});

test('what it is told counts as it stands', () => {
  const args = ['--data', 'd', '--station', 'ws://127.0.0.1:7710', '--fast-time', '1,2,60'];
  expect(readFlags(args)).toMatchObject({
    data: 'd',
    station: { url: 'ws://127.0.0.1:7710', fingerprint: null },
    fastTime: { from: 1, at: 2, rate: 60 },
  });
});

test.each([
  ['time that is two numbers', ['--fast-time', '1,60']],
  ['time that stands still', ['--fast-time', '1,2,0']],
  ['a station that is no address', ['--station', '10.1.2.3']],
  ['a port that is none', ['--port', 'web']],
  ['a flag that nobody knows', ['--fasttime', '1,2,60']],
])('%s is refused rather than passed over', (_, args) => {
  expect(readFlags(args)).toBeNull();
});
