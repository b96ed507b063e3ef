import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reasonToInstall } from './ensurePackages.mjs';

describe('packages are installed', () => {
  let root = '';
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const lock = (path: string, packages: Record<string, unknown>): void =>
    write(path, JSON.stringify({ packages }));
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'packages-'));
    lock('package-lock.json', {
      '': {},
      'node_modules/a': { version: '1.0.0' },
      'node_modules/other-system': { version: '1.0.0', optional: true },
    });
    lock('node_modules/.package-lock.json', { 'node_modules/a': { version: '1.0.0' } });
    write('node_modules/sqlite3/build/Release/node_sqlite3.node', '');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('not again when they stand as the lock file says', () => {
    expect(reasonToInstall(root)).toBeUndefined();
  });

  it('when there are none', () => {
    rmSync(join(root, 'node_modules'), { recursive: true });
    expect(reasonToInstall(root)).toMatch(/not installed/);
  });

  it('when the lock file names another version', () => {
    lock('package-lock.json', { 'node_modules/a': { version: '1.0.1' } });
    expect(reasonToInstall(root)).toMatch(/node_modules\/a differs/);
  });

  it('when the driver was not built', () => {
    rmSync(join(root, 'node_modules/sqlite3'), { recursive: true });
    expect(reasonToInstall(root)).toMatch(/driver/);
  });
});
