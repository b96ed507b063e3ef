import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DEMO_FORMAT, demoIn, holderOf } from './demoFolder.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'demo-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (path: string, value: unknown): void => {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), JSON.stringify(value));
};

it('an empty folder has no demo', () => {
  expect(demoIn(folder)).toBe('none');
  expect(demoIn(join(folder, 'not-there'))).toBe('none');
});

it('a demo is of this build by the format that it was made with', () => {
  put('district/secrets.json', {});
  put('demo/logins.json', []);
  expect(demoIn(folder)).toBe('older');
  put('demo/made.json', { format: DEMO_FORMAT - 1 });
  expect(demoIn(folder)).toBe('older');
  put('demo/made.json', { format: DEMO_FORMAT });
  expect(demoIn(folder)).toBe('current');
});

it('a district without demo logins is no demo, whatever else lies beside it', () => {
  put('district/secrets.json', {});
  put('console/desk.db', {});
  expect(demoIn(folder)).toBe('district');
});

it('a lock of a process that is no district server holds nothing', () => {
  put('district/lock.json', { pid: process.pid });
  expect(holderOf(folder)).toBeNull();
  expect(holderOf(join(folder, 'not-there'))).toBeNull();
});
