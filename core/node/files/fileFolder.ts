import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { FailureCode } from '../../protocol/errors.ts';
import { writeSynced } from '../writeSynced.ts';
import { SEAL_BYTES, type FileSealing } from './fileSealing.ts';

/** How far a file is here: all of it, or its first `offset` bytes. */
export type FileState = { readonly whole: boolean; readonly offset: number };

export type FilePiece = {
  readonly sha256: string;
  /** Length of the whole file. */
  readonly bytes: number;
  readonly offset: number;
  readonly piece: Buffer;
};

type FileFailure = Extract<
  FailureCode,
  'file/too-large' | 'file/wrong-bytes' | 'file/damaged' | 'file/not-yet' | 'storage/full'
>;

const NAME = /^[0-9a-f]{64}$/;
const OFFSET_DIGITS = 10;

/**
 * Files by the hash of what is in them, sealed. Pieces arrive in order, each written aside, synced and
 * renamed (I-22): whatever ends the process in between, what was answered for is there and goes on from its end.
 * A file is whole when its hash says so; bytes under a wrong name are never kept.
 *
 *   ab/ab12…           a whole file
 *   parts/ab12…/0…0    its pieces until then, named by where they begin
 */
export class FileFolder {
  readonly #root: string;
  readonly #sealing: FileSealing;
  readonly #limits: { readonly bytesMax: number; readonly reserveBytes: number };
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(
    root: string,
    sealing: FileSealing,
    limits: { readonly bytesMax: number; readonly reserveBytes: number },
  ) {
    this.#root = root;
    this.#sealing = sealing;
    this.#limits = limits;
  }

  async state(sha256: string): Promise<FileState> {
    const found = await stat(this.#file(sha256)).catch(() => null);
    if (found !== null) return { whole: true, offset: found.size - SEAL_BYTES };
    return { whole: false, offset: (await this.#pieces(sha256)).end };
  }

  /** Answers with where the file goes on; a piece that does not begin there is left aside. */
  put(given: FilePiece): Promise<Result<FileState, FileFailure>> {
    return this.#inTurn(given.sha256, () => this.#put(given));
  }

  /** The bytes, proven by their name. */
  async read(sha256: string): Promise<Result<Buffer, FileFailure>> {
    const sealed = await readFile(this.#file(sha256)).catch(() => null);
    if (sealed === null) return err('file/not-yet');
    const bytes = this.#sealing.open(sealed);
    return bytes !== null && hashOf(bytes) === sha256 ? ok(bytes) : err('file/damaged');
  }

  remove(sha256: string): Promise<void> {
    return this.#inTurn(sha256, async () => {
      await rm(this.#file(sha256), { force: true });
      await rm(this.#parts(sha256), { recursive: true, force: true });
    });
  }

  /** Names of all whole files. */
  async list(): Promise<string[]> {
    const found: string[] = [];
    for (const folder of await readdir(this.#root).catch(() => [])) {
      if (folder.length !== 2) continue;
      const names = await readdir(join(this.#root, folder)).catch(() => []);
      found.push(...names.filter((name) => NAME.test(name)));
    }
    return found;
  }

  /** Beginnings that nobody went on with for so long. Files carry this machine's own time. */
  async dropParts(ageMs: number): Promise<void> {
    const before = Date.now() - ageMs;
    const folder = join(this.#root, 'parts');
    for (const name of await readdir(folder).catch(() => [])) {
      const found = await stat(join(folder, name)).catch(() => null);
      if (found !== null && found.mtimeMs < before) {
        await rm(join(folder, name), { recursive: true, force: true });
      }
    }
  }

  async #put(given: FilePiece): Promise<Result<FileState, FileFailure>> {
    const { sha256, bytes, offset, piece } = given;
    const { bytesMax, reserveBytes } = this.#limits;
    if (bytes > bytesMax || offset + piece.length > bytes) return err('file/too-large');
    const now = await this.state(sha256);
    if (now.whole || offset !== now.offset) return ok(now);
    await mkdir(this.#parts(sha256), { recursive: true, mode: 0o700 });
    const disk = await statfs(this.#root);
    if (disk.bavail * disk.bsize < reserveBytes + bytes) return err('storage/full');
    const name = String(offset).padStart(OFFSET_DIGITS, '0');
    if (piece.length > 0 || bytes === 0) {
      await writeSynced(join(this.#parts(sha256), name), this.#sealing.seal(piece));
    }
    const end = offset + piece.length;
    if (end < bytes) return ok({ whole: false, offset: end });
    return this.#finish(sha256);
  }

  async #finish(sha256: string): Promise<Result<FileState, FileFailure>> {
    const { names } = await this.#pieces(sha256);
    const pieces: Buffer[] = [];
    for (const name of names) {
      const piece = this.#sealing.open(await readFile(join(this.#parts(sha256), name)));
      if (piece !== null) pieces.push(piece);
    }
    const bytes = Buffer.concat(pieces);
    const isRight = hashOf(bytes) === sha256;
    if (isRight) {
      await mkdir(dirname(this.#file(sha256)), { recursive: true, mode: 0o700 });
      await writeSynced(this.#file(sha256), this.#sealing.seal(bytes));
    }
    await rm(this.#parts(sha256), { recursive: true, force: true });
    return isRight ? ok({ whole: true, offset: bytes.length }) : err('file/wrong-bytes');
  }

  async #pieces(sha256: string): Promise<{ readonly names: string[]; readonly end: number }> {
    const folder = this.#parts(sha256);
    const all = (await readdir(folder).catch(() => [])).filter((name) => /^\d+$/.test(name)).sort();
    const names: string[] = [];
    let end = 0;
    for (const name of all) {
      if (Number(name) !== end) break;
      names.push(name);
      end += (await stat(join(folder, name))).size - SEAL_BYTES;
    }
    return { names, end };
  }

  #inTurn<T>(sha256: string, task: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(sha256) ?? Promise.resolve();
    const turn = before.then(task, task);
    const over = turn.then(
      () => undefined,
      () => undefined,
    );
    this.#turns.set(sha256, over);
    void over.then(() => {
      if (this.#turns.get(sha256) === over) this.#turns.delete(sha256);
    });
    return turn;
  }

  #file(sha256: string): string {
    return join(this.#root, named(sha256).slice(0, 2), sha256);
  }

  #parts(sha256: string): string {
    return join(this.#root, 'parts', named(sha256));
  }
}

function named(sha256: string): string {
  if (!NAME.test(sha256)) throw new TypeError('a file is named by its hash');
  return sha256;
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
