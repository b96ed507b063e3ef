import type { Log } from '../../node/logFile.ts';
import type { FileFolder } from '../../node/files/fileFolder.ts';
import type { District } from '../openDistrict.ts';
import { FILE_LISTS, filesOf, redactionsIn } from '../store/forgotten.ts';

type Parts = {
  readonly district: Pick<District, 'store' | 'onCommit'>;
  readonly files: Pick<FileFolder, 'remove'>;
  readonly log: Log;
};

/** Looked for at once among all cases; between two such looks it can be stopped. */
const NAMES_A_LOOK = 50;

/**
 * Deletes the bytes of files that a redaction has left without a case. Their names are kept with the redaction until
 * that is done, so that a district that was killed or stopped in between does it at its next start.
 */
export class FileForgetting {
  readonly #parts: Parts;
  readonly #stop: () => void;
  /** Put on a case while it was looked which are named. */
  readonly #namedSince = new Set<string>();
  #work: Promise<void>;
  #isClosed = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#work = this.#run();
    this.#stop = parts.district.onCommit((entries) => {
      for (const sha256 of entries.flatMap(filesOf)) this.#namedSince.add(sha256);
      if (redactionsIn({ entries }).length > 0) this.#work = this.#work.then(() => this.#run());
    });
  }

  /** After the file that is being deleted. */
  async close(): Promise<void> {
    this.#stop();
    this.#isClosed = true;
    await this.#work;
  }

  async #run(): Promise<void> {
    if (this.#isClosed) return;
    const { store } = this.#parts.district;
    try {
      const lists = await store.metasOf(FILE_LISTS);
      const names = [...lists.values()].flatMap((list) => JSON.parse(list) as string[]);
      const isDone = await this.#removeAll([...new Set(names)]);
      if (!isDone) return;
      for (const key of lists.keys()) await store.dropMeta(key);
    } catch (cause) {
      this.#parts.log.write('error', 'files/failed', { why: String(cause) });
    }
  }

  /** False when it was stopped. */
  async #removeAll(names: readonly string[]): Promise<boolean> {
    const { district, files } = this.#parts;
    for (let from = 0; from < names.length; from += NAMES_A_LOOK) {
      const some = names.slice(from, from + NAMES_A_LOOK);
      this.#namedSince.clear();
      const named = await district.store.filesNamed(some);
      for (const sha256 of some) {
        if (this.#isClosed) return false;
        if (!named.has(sha256) && !this.#namedSince.has(sha256)) await files.remove(sha256);
      }
    }
    return !this.#isClosed;
  }
}
