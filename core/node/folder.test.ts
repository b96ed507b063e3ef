import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
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
afterEach(async () => {
  for (const one of others.splice(0)) one.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

const others: ChildProcess[] = [];
/**
 * Another program at the same folder: takes its first steps, says so, and ends with its own name in the lock a moment
 * later. Resolves in between.
 */
async function besides(firstSteps: string, lastSteps: string): Promise<number | undefined> {
  const script = `
    const { openSync, renameSync, rmSync, writeFileSync, writeSync } = require('node:fs');
    const lock = '${join(folder, 'lock.json')}', clearing = '${join(folder, 'lock.clearing')}';
    const own = JSON.stringify({ pid: process.pid, mark: null });
    ${firstSteps}
    writeSync(1, 'there');
    setTimeout(() => { ${lastSteps} }, 100);
    setInterval(() => undefined, 1_000);`;
  const other = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  others.push(other);
  await once(other.stdout, 'data');
  return other.pid;
}

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

  it('takes no lock for torn that another is just writing', async () => {
    const pid = await besides(`const handle = openSync(lock, 'wx');`, 'writeSync(handle, own);');
    expect(lockFolder(folder)).toEqual({ ok: false, pid });
  });

  it('leaves the lock of one that died to whoever is already putting it away', async () => {
    await writeFile(join(folder, 'lock.json'), '{"pid":999999999,"mark":"1"}');
    const pid = await besides(
      `writeFileSync(clearing, '');`,
      // In one step: whoever comes between taking away and writing may have it as well.
      `writeFileSync(lock + '.new', own); renameSync(lock + '.new', lock); rmSync(clearing);`,
    );
    expect(lockFolder(folder)).toEqual({ ok: false, pid });
  });

  it('waits for nobody who died while he put one away', async () => {
    await writeFile(join(folder, 'lock.json'), '{"pid":999999999,"mark":"1"}');
    await writeFile(join(folder, 'lock.clearing'), '');
    expect(lockFolder(folder).ok).toBe(true);
    expect(await readdir(folder)).toEqual(['lock.json']);
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
