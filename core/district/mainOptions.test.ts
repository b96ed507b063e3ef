import { expect, it } from 'vitest';
import { readOptions } from './mainOptions.ts';

it('reads every flag, with safe ones by default', () => {
  expect(readOptions(['--data', 'd'])).toEqual({
    data: 'd',
    postgres: null,
    port: 7_700,
    host: '127.0.0.1',
    pages: null,
    simulateCalls: null,
    fastTime: null,
    codes: [],
    isMoveIn: false,
    isRestored: false,
    firstAdministrator: null,
    numberReport: null,
  });
  const all = [
    '--data',
    'd',
    '--port',
    '0',
    '--host',
    '0.0.0.0',
    '--static',
    'out/renderer',
    '--simulate-calls',
    '2.5',
    '--fast-time',
    '1,2,240',
    '--code',
    'district',
    '--code',
    'street:1',
    '--restored',
  ];
  expect(readOptions(all)).toEqual({
    data: 'd',
    postgres: null,
    port: 0,
    host: '0.0.0.0',
    pages: 'out/renderer',
    simulateCalls: 2.5,
    fastTime: { from: 1, at: 2, rate: 240 },
    codes: ['district', 'street:1'],
    isMoveIn: false,
    isRestored: true,
    firstAdministrator: null,
    numberReport: null,
  });
});

it('takes the way to a server, but no password for it', () => {
  const store = (text: string): unknown => readOptions(['--data', 'd', '--store', text])?.postgres;
  expect(store('sqlite')).toBeNull();
  expect(store('postgres')).toEqual({ url: null });
  const url = 'postgres://district@10.0.0.7:5432/dongcheng?sslmode=verify-full';
  expect(store(url)).toEqual({ url });
  const socket = 'postgres://district@/dongcheng?host=%2Frun%2Fpostgresql';
  expect(store(socket)).toEqual({ url: socket });
  for (const bad of [
    'mysql',
    'postgres://a:secret@h/d',
    'postgres://a:secret@/d',
    'postgres://a@h/d?password=x',
    'postgres://[h/d',
  ]) {
    expect(store(bad)).toBeUndefined();
  }
});

it.each([
  [[]],
  [['--data', 'd', '--port', '70000']],
  [['--data', 'd', '--port', 'x']],
  [['--data', 'd', '--simulate-calls', 'many']],
  [['--data', 'd', '--simulate-calls', '-1']],
  [['--data', 'd', '--fast-time', '1,2']],
  [['--data', 'd', '--fast-time', '1,2,0']],
  [['--data', 'd', '--nonsense']],
  [['--data', 'd', '--move-in']],
  [['--data', 'd', '--number-report', '2026-02-30']],
  [['--data', 'd', '--number-report', 'today']],
])('says how it is used for %j', (args) => {
  expect(readOptions(args)).toBeNull();
});

it('reads who becomes the first administrator, with or without a name', () => {
  expect(readOptions(['--data', 'd', '--first-administrator', 'wang'])).toMatchObject({
    firstAdministrator: { login: 'wang', name: null },
  });
  const named = ['--data', 'd', '--first-administrator', 'wang', '--name', '王敏'];
  expect(readOptions(named)).toMatchObject({
    firstAdministrator: { login: 'wang', name: '王敏' },
  });
});

it('reads of which day the numbers are reported', () => {
  const options = readOptions(['--data', 'd', '--number-report', '2026-03-02']);
  expect(options).toMatchObject({ numberReport: '2026-03-02' });
});
