import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockFolder } from './folderLock.ts';
import { openLogFile } from './logFile.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shaotai-folder-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('one program per data folder', () => {
  it('keeps the second out until the first lets go', () => {
    const first = lockFolder(folder);
    expect(first.ok).toBe(true);
    expect(lockFolder(folder)).toEqual({ ok: false, pid: process.pid });
    if (first.ok) first.lock.release();
    expect(lockFolder(folder).ok).toBe(true);
  });

  it('takes over from a process that is gone', async () => {
    await writeFile(join(folder, 'lock.json'), '{"pid":999999999,"mark":"1"}');
    expect(lockFolder(folder).ok).toBe(true);
  });

  it('takes over when the number belongs to another process now', async () => {
    const text = JSON.stringify({ pid: process.ppid, mark: 'not its start' });
    await writeFile(join(folder, 'lock.json'), text);
    expect(lockFolder(folder).ok).toBe(true);
  });

  it('takes over from a lock torn by a crash', async () => {
    await writeFile(join(folder, 'lock.json'), '{"pi');
    expect(lockFolder(folder).ok).toBe(true);
  });
});

describe('the log', () => {
  it('is JSON lines without anything that looks like a number of a caller', async () => {
    const log = openLogFile({ folder, name: 'district', now: () => 0 });
    log.write('warn', 'call/odd', { line: '12345', who: 'from 13800001234 twice', n: 3 });
    await log.close();
    const text = await readFile(join(folder, 'district.log'), 'utf8');
    expect(JSON.parse(text)).toEqual({
      at: '1970-01-01T00:00:00.000Z',
      level: 'warn',
      event: 'call/odd',
      line: '12345',
      who: 'from 1********** twice',
      n: 3,
    });
  });

  it('never grows beyond its ring of files', async () => {
    const log = openLogFile({ folder, name: 'd', now: () => 0, maxBytes: 1_000, maxFiles: 3 });
    for (let i = 0; i < 100; i += 1) {
      log.write('info', 'x/y', { i });
      await log.flush();
    }
    const names = (await readdir(folder)).sort();
    expect(names).toEqual(['d.1.log', 'd.2.log', 'd.log']);
    for (const name of names) {
      expect((await readFile(join(folder, name))).length).toBeLessThanOrEqual(1_000);
    }
    expect(await readFile(join(folder, 'd.log'), 'utf8')).toContain('"i":99');
  });
});
