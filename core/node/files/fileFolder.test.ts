import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDataKey } from '../sealing.ts';
import { FileFolder } from './fileFolder.ts';
import { createFileSealing } from './fileSealing.ts';

const LIMITS = { bytesMax: 1_000, reserveBytes: 0 };
const key = createDataKey();
let root: string;
let folder: FileFolder;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'shaotai-files-'));
  folder = opened();
});
afterEach(() => rm(root, { recursive: true, force: true }));

const opened = (limits = LIMITS): FileFolder =>
  new FileFolder(root, createFileSealing(key), limits);
const bytes = Buffer.from('a picture of a hole in the road');
const sha256 = createHash('sha256').update(bytes).digest('hex');
const piece = (from: number, to: number, of = sha256) => ({
  sha256: of,
  bytes: bytes.length,
  offset: from,
  piece: bytes.subarray(from, to),
});

describe('files by their hash', () => {
  it('are whole when the last piece has come, and read as what they were', async () => {
    expect(await folder.put(piece(0, 10))).toEqual({
      ok: true,
      value: { whole: false, offset: 10 },
    });
    expect(await folder.put(piece(10, bytes.length))).toEqual({
      ok: true,
      value: { whole: true, offset: bytes.length },
    });
    expect(await folder.read(sha256)).toEqual({ ok: true, value: bytes });
    expect(await readdir(join(root, 'parts'))).toEqual([]);
  });

  it('go on after a start where the last piece that was answered for ended', async () => {
    await folder.put(piece(0, 10));
    // A kill in the middle of the next piece leaves it under another name.
    await writeFile(join(root, 'parts', sha256, '0000000010.new'), 'half');
    folder = opened();
    expect(await folder.state(sha256)).toEqual({ whole: false, offset: 10 });
    await folder.put(piece(10, bytes.length));
    expect(await folder.read(sha256)).toMatchObject({ ok: true });
  });

  it('answer a piece from elsewhere with where they stand, and keep nothing of it', async () => {
    await folder.put(piece(0, 10));
    expect(await folder.put(piece(0, 10))).toMatchObject({ value: { offset: 10 } });
    expect(await folder.put(piece(20, 25))).toMatchObject({ value: { offset: 10 } });
    await Promise.all([folder.put(piece(10, 20)), folder.put(piece(10, 20))]);
    expect(await folder.state(sha256)).toEqual({ whole: false, offset: 20 });
  });

  it('with other bytes than their name says are refused and leave nothing', async () => {
    const wrong = 'f'.repeat(64);
    expect(await folder.put(piece(0, bytes.length, wrong))).toEqual({
      ok: false,
      error: 'file/wrong-bytes',
    });
    expect(await folder.state(wrong)).toEqual({ whole: false, offset: 0 });
  });

  it('beyond the limit, or on a full disk, are refused before a byte is written', async () => {
    const large = { sha256, bytes: 1_001, offset: 0, piece: bytes };
    expect(await folder.put(large)).toEqual({ ok: false, error: 'file/too-large' });
    folder = opened({ bytesMax: 1_000, reserveBytes: Number.MAX_SAFE_INTEGER });
    expect(await folder.put(piece(0, 10))).toEqual({ ok: false, error: 'storage/full' });
  });

  it('are not readable on disk, and a damaged one says so', async () => {
    await folder.put(piece(0, bytes.length));
    const file = join(root, sha256.slice(0, 2), sha256);
    const sealed = await readFile(file);
    expect(sealed.includes('picture')).toBe(false);
    sealed[40] = (sealed[40] ?? 0) ^ 1;
    await writeFile(file, sealed);
    expect(await folder.read(sha256)).toEqual({ ok: false, error: 'file/damaged' });
    await folder.remove(sha256);
    expect(await folder.read(sha256)).toEqual({ ok: false, error: 'file/not-yet' });
  });

  it('take no name that is not a hash', async () => {
    await expect(folder.state('../../etc/passwd')).rejects.toThrow('named by its hash');
  });

  it('forget a beginning that nobody went on with', async () => {
    await folder.put(piece(0, 10));
    await folder.dropParts(60_000);
    expect(await folder.state(sha256)).toMatchObject({ offset: 10 });
    await folder.dropParts(-60_000);
    expect(await folder.state(sha256)).toMatchObject({ offset: 0 });
  });
});
