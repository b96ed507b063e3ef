import type { Log } from '../../node/logFile.ts';
import type { FileFolder } from '../../node/files/fileFolder.ts';
import type { District } from '../openDistrict.ts';
import { FILE_LISTS, redactionsIn } from '../store/forgotten.ts';

type Parts = {
  readonly district: Pick<District, 'store' | 'onCommit'>;
  readonly files: Pick<FileFolder, 'remove'>;
  readonly log: Log;
};

/**
 * Deletes the bytes of files that a redaction has left without a case. Their names are kept with the redaction until
 * that is done, so that a district that was killed in between does it at its next start.
 */
export class FileForgetting {
  readonly #parts: Parts;
  readonly #stop: () => void;
  #work: Promise<void>;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#work = this.#run();
    this.#stop = parts.district.onCommit((entries) => {
      if (redactionsIn({ entries }).length > 0) this.#work = this.#work.then(() => this.#run());
    });
  }

  async close(): Promise<void> {
    this.#stop();
    await this.#work;
  }

  async #run(): Promise<void> {
    const { store } = this.#parts.district;
    try {
      for (const [key, list] of await store.metasOf(FILE_LISTS)) {
        const names = JSON.parse(list) as string[];
        for (const sha256 of names) {
          if (!(await store.hasFile(sha256))) await this.#parts.files.remove(sha256);
        }
        if (names.length > 0) await store.setMeta(key, '[]');
      }
    } catch (cause) {
      this.#parts.log.write('error', 'files/failed', { why: String(cause) });
    }
  }
}
