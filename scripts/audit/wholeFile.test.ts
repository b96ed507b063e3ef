import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeWhole } from './wholeFile.ts';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'shaotai-whole-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

it('holds every line in its order, however many, for this account only', async () => {
  const file = join(folder, 'log.jsonl');
  const lines = Array.from({ length: 5_000 }, (_, i) => `${i} 一件事 ${'x'.repeat(i % 97)}\n`);
  const counted = await writeWhole(file, async (write) => {
    for (const line of lines) await write(line);
    return lines.length;
  });
  expect(counted).toBe(5_000);
  expect(await readFile(file, 'utf8')).toBe(lines.join(''));
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['log.jsonl']);
});

it('leaves the file before it, and no draft, when what fills it fails', async () => {
  const file = join(folder, 'log.jsonl');
  await writeFile(file, 'before');
  const fails = writeWhole(file, async (write) => {
    await write('half');
    throw new Error('the log cannot be read');
  });
  await expect(fails).rejects.toThrow('the log cannot be read');
  expect(await readFile(file, 'utf8')).toBe('before');
  expect(await readdir(folder)).toEqual(['log.jsonl']);
});

it('says why a file cannot be written, before anything is asked for', async () => {
  const fails = writeWhole(join(folder, 'none', 'log.jsonl'), () =>
    Promise.reject(new Error('was asked')),
  );
  await expect(fails).rejects.toMatchObject({ code: 'ENOENT' });
});
