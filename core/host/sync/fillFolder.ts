import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { writeSynced } from '../../node/writeSynced.ts';
import { askFileDoor } from '../attachments/fileLine.ts';
import type { DistrictAddress } from './districtLink.ts';
import {
  FILL_DOOR,
  FILL_TEXT_BYTES_MAX,
  readFillManifest,
  type FillChunk,
  type FillManifest,
} from '../../protocol/sync/firstFill.ts';

const decompress = promisify(brotliDecompress);
const MANIFEST = 'manifest.json';

/** What came of a first filling, until all of it is in the replica: so that a kill costs no byte twice. */
export class FillFolder {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Which filling was begun with here. */
  async manifest(): Promise<FillManifest | null> {
    const text = await readFile(join(this.#folder, MANIFEST), 'utf8').catch(() => 'null');
    try {
      return readFillManifest(JSON.parse(text));
    } catch {
      // Spoiled by the disk: begun anew.
      return null;
    }
  }

  /** Chunks of another filling are of no use any more. */
  async begin(manifest: FillManifest): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const kept = new Set(manifest.chunks.map(({ sha256 }) => sha256));
    for (const name of await readdir(this.#folder)) {
      if (!kept.has(name)) await rm(join(this.#folder, name), { force: true });
    }
    await writeSynced(join(this.#folder, MANIFEST), JSON.stringify(manifest));
  }

  /** Its bytes, when all of them are here and are what the name says. */
  async read({ sha256 }: FillChunk): Promise<Buffer | null> {
    const bytes = await readFile(join(this.#folder, sha256)).catch(() => null);
    return bytes !== null && hashOf(bytes) === sha256 ? bytes : null;
  }

  /** False when they are other bytes than were asked for. */
  async keep({ sha256 }: FillChunk, bytes: Buffer): Promise<boolean> {
    if (hashOf(bytes) !== sha256) return false;
    await writeSynced(join(this.#folder, sha256), bytes);
    return true;
  }

  async drop({ sha256 }: FillChunk): Promise<void> {
    await rm(join(this.#folder, sha256), { force: true });
  }

  async clear(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** From the district's door for them; null when it gives none for this ticket. */
export async function fetchChunk(
  address: DistrictAddress,
  { chunk, ticket }: { readonly chunk: FillChunk; readonly ticket: string },
  signal: AbortSignal,
): Promise<Buffer | null> {
  const { sha256, bytes: bytesMax } = chunk;
  const asked = { method: 'GET', door: FILL_DOOR, sha256, ticket, bytesMax } as const;
  const { status, body } = await askFileDoor(address, asked, signal);
  return status === 200 ? body : null;
}

/** The pages of a chunk, one a line. */
export async function linesOf(bytes: Buffer): Promise<readonly string[]> {
  const text = await decompress(bytes, { maxOutputLength: FILL_TEXT_BYTES_MAX });
  return text.toString('utf8').split('\n');
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
