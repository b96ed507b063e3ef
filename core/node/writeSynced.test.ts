import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeSynced } from './writeSynced.ts';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'shaotai-synced-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

it('puts a file in the place of another, for this account only, and leaves nothing beside it', async () => {
  const file = join(folder, 'people.json');
  await writeFile(file, 'before', { mode: 0o644 });
  await writeFile(`${file}.new`, 'half of a longer one', { mode: 0o644 });
  await writeSynced(file, 'after');
  expect(await readFile(file, 'utf8')).toBe('after');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['people.json']);
});

it('leaves the file before it alone when the new one cannot be written', async () => {
  const file = join(folder, 'none', 'people.json');
  await expect(writeSynced(file, 'x')).rejects.toMatchObject({ code: 'ENOENT' });
  expect(await readdir(folder)).toEqual([]);
});
