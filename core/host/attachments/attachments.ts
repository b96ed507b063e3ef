import { dirname, join } from 'node:path';
import { err, ok, type Result } from '../../kernel/result.ts';
import { DAY_MS } from '../../kernel/time.ts';
import { FileFolder, type FileState } from '../../node/files/fileFolder.ts';
import { createFileSealing } from '../../node/files/fileSealing.ts';
import type { Log } from '../../node/logFile.ts';
import { ATTACHMENT_BYTES_MAX } from '../../protocol/console/attachments.ts';
import type { FailureCode } from '../../protocol/errors.ts';
import type { ConsoleCore } from '../consoleCore.ts';
import type { DistrictAddress } from '../sync/districtLink.ts';
import type { Topic } from '../views/viewHub.ts';
import { AttachmentBook } from './attachmentBook.ts';
import { SendQueue } from './sendQueue.ts';
import { fetchFile, type TransferPorts } from './transfer.ts';

/** waiting: here, still to be sent. absent: not on this console. */
export type AttachmentPlace = 'here' | 'waiting' | 'absent';

export type AttachmentOptions = {
  readonly address: DistrictAddress;
  readonly log: Log;
  readonly touch: (topics: readonly Topic[], cases?: ReadonlySet<string>) => void;
};

/** Copies of what the district has: beyond this the ones that were looked at longest ago go. */
const COPIES_BYTES_MAX = 512 * 1024 * 1024;
const RESERVE_BYTES = 256 * 1024 * 1024;
/** A file whose form was never sent. */
const UNSENT_KEPT_MS = 7 * DAY_MS;
const TIDY_MS = DAY_MS;
/** The setting that says which history of the district has what was sent. */
const EPOCH = 'filesEpoch';

/**
 * The bytes behind `case.attach`. The act names a hash and waits for nothing; the bytes lie here, sealed,
 * from before the act until the district has them, and travel on a line of their own. Whoever opens a
 * picture that is not here has it fetched then.
 */
export class Attachments {
  readonly #core: ConsoleCore;
  readonly #options: AttachmentOptions;
  readonly #files: FileFolder;
  readonly #book: AttachmentBook;
  readonly #queue: SendQueue;
  readonly #fetching = new Map<string, Promise<Result<null, FailureCode>>>();
  #line = new AbortController();
  #tidying: Promise<void> = Promise.resolve();
  #tidiedAt: number;
  #epoch: string | null = null;
  #last: { readonly sha256: string; readonly bytes: Buffer } | null = null;

  private constructor(core: ConsoleCore, options: AttachmentOptions, book: AttachmentBook) {
    this.#core = core;
    this.#options = options;
    this.#book = book;
    this.#tidiedAt = core.clock.mono();
    const folder = join(dirname(core.files.desk.file), 'files');
    this.#files = new FileFolder(folder, createFileSealing(core.identity.dataKey), {
      bytesMax: ATTACHMENT_BYTES_MAX,
      reserveBytes: RESERVE_BYTES,
    });
    this.#queue = new SendQueue({
      book,
      mono: () => core.clock.mono(),
      isOnline: () => core.isOnline(),
      isAttached: (row) => this.#isAttached(row),
      transfer: this.#transfer(),
      onSent: (sha256) => this.#sent(sha256),
      onFailure: (cause) => this.#failed(cause),
    });
  }

  static async open(core: ConsoleCore, options: AttachmentOptions): Promise<Attachments> {
    const one = new Attachments(core, options, await AttachmentBook.open(core.files.desk));
    await one.#tidy();
    await one.#dropNameless();
    return one;
  }

  tick(): void {
    this.#queue.tick();
    const now = this.#core.clock.mono();
    const epoch = this.#core.replica.epoch();
    const isOther = epoch !== null && epoch !== this.#epoch;
    if (!isOther && now - this.#tidiedAt < TIDY_MS) return;
    this.#tidiedAt = now;
    this.#epoch = epoch;
    this.#tidying = this.#tidying
      .then(() => (isOther ? this.#bringAgain(epoch) : this.#tidy()))
      .catch((cause: unknown) => {
        this.#failed(cause);
      });
  }

  /** A district that was put back from a copy lacks the files that came since, as it lacks the acts. */
  async #bringAgain(epoch: string): Promise<void> {
    if ((await this.#core.desk.setting(EPOCH)) === epoch) return;
    await this.#book.owed();
    await this.#core.desk.setSetting(EPOCH, epoch);
  }

  /** What is under way when the line is cut arrives nowhere. */
  lineCut(): void {
    this.#line.abort();
    this.#line = new AbortController();
  }

  async stop(): Promise<void> {
    this.#queue.stop();
    this.#line.abort();
    await this.#queue.settled();
    await this.#tidying;
    await Promise.all(this.#fetching.values());
  }

  placeOf(sha256: string): AttachmentPlace {
    const rows = this.#book.of(sha256);
    if (rows.some((row) => row.state === 'own')) return 'waiting';
    return rows.length > 0 ? 'here' : 'absent';
  }

  /** The next piece of a file that is to be attached; answers with where it goes on. */
  async put(given: {
    readonly caseId: string;
    readonly sha256: string;
    readonly bytes: number;
    readonly offset: number;
    readonly piece: Buffer;
  }): Promise<Result<FileState, FailureCode>> {
    const put = await this.#files.put(given);
    if (!put.ok || !put.value.whole) return put;
    const { caseId, sha256 } = given;
    const now = this.#core.now();
    const known = this.#book.find(sha256, caseId);
    const isThere = this.#book.of(sha256).some((row) => row.state !== 'own');
    if (known === null) {
      const state = isThere ? 'sent' : 'own';
      await this.#book.keep({
        sha256,
        caseId,
        bytes: put.value.offset,
        state,
        keptAt: now,
        usedAt: now,
      });
    }
    return put;
  }

  /** The whole file of a case, fetched when it is not here. Who may see the case was asked before. */
  async bytes(sha256: string, caseId: string): Promise<Result<Buffer, FailureCode>> {
    if (this.#last?.sha256 === sha256) return ok(this.#last.bytes);
    const here = await this.#files.read(sha256);
    if (here.ok) {
      await this.#used(sha256, caseId, here.value.length);
      return this.#remember(sha256, here.value);
    }
    const fetched = await this.#fetchOnce(sha256, caseId);
    // What was damaged here and cannot be had elsewhere is said as it is.
    if (!fetched.ok) return here.error === 'file/damaged' ? err(here.error) : err(fetched.error);
    const again = await this.#files.read(sha256);
    return again.ok ? this.#remember(sha256, again.value) : err(again.error);
  }

  /** Cases of which files lie here. */
  cases(): readonly string[] {
    return this.#book.all().map((row) => row.caseId);
  }

  /**
   * Files of a case whose words were taken out; one that another case has stays with that one. What an act that is
   * still here names and the district lacks stays until it was sent: the act is decided as ever (I-22).
   */
  async forget(caseId: string): Promise<void> {
    this.#last = null;
    for (const { sha256, state } of this.#book.all().filter((row) => row.caseId === caseId)) {
      if (state === 'own' && (await this.#core.outbox.names(caseId, sha256))) continue;
      await this.#book.dropOne(sha256, caseId);
      if (this.#book.of(sha256).length === 0) await this.#files.remove(sha256);
    }
  }

  #remember(sha256: string, bytes: Buffer): Result<Buffer, FailureCode> {
    this.#last = { sha256, bytes };
    return ok(bytes);
  }

  #fetchOnce(sha256: string, caseId: string): Promise<Result<null, FailureCode>> {
    const under = this.#fetching.get(sha256);
    if (under !== undefined) return under;
    const task = this.#fetch(sha256, caseId).finally(() => this.#fetching.delete(sha256));
    this.#fetching.set(sha256, task);
    return task;
  }

  async #fetch(sha256: string, caseId: string): Promise<Result<null, FailureCode>> {
    if (!this.#core.isOnline()) return err('file/line-cut');
    try {
      const end = await fetchFile({ sha256, caseId }, this.#transfer());
      if (end !== 'done') return err(end);
    } catch {
      // Whatever ended the line: the person sees that it did not come, and may ask again.
      return err('file/line-cut');
    }
    const found = await this.#files.state(sha256);
    await this.#used(sha256, caseId, found.offset);
    await this.#evict();
    this.#options.touch(['cases'], new Set([caseId]));
    return ok(null);
  }

  async #used(sha256: string, caseId: string, bytes: number): Promise<void> {
    const usedAt = this.#core.now();
    const row = this.#book.find(sha256, caseId) ?? {
      sha256,
      caseId,
      bytes,
      state: 'fetched' as const,
      keptAt: usedAt,
    };
    await this.#book.keep({ ...row, usedAt });
  }

  async #evict(): Promise<void> {
    const own = new Set(this.#book.all().flatMap((r) => (r.state === 'own' ? r.sha256 : [])));
    const copies = new Map(
      this.#book
        .all()
        .filter((row) => !own.has(row.sha256))
        .sort((a, b) => a.usedAt - b.usedAt)
        .map((row) => [row.sha256, row.bytes]),
    );
    let total = [...copies.values()].reduce((sum, bytes) => sum + bytes, 0);
    for (const [sha256, bytes] of copies) {
      if (total <= COPIES_BYTES_MAX) return;
      await this.#book.drop(sha256);
      await this.#files.remove(sha256);
      total -= bytes;
    }
  }

  async #sent(sha256: string): Promise<void> {
    const cases = this.#book.of(sha256).map((row) => row.caseId);
    await this.#book.sent(sha256);
    await this.#evict();
    this.#options.touch(['cases', 'sync'], new Set(cases));
  }

  #failed(cause: unknown): void {
    this.#options.log.write('error', 'files/failed', { why: String(cause) });
  }

  /** The case as it is shown here names the file; a case that moved away may be sent for all the same. */
  async #isAttached(row: { readonly sha256: string; readonly caseId: string }): Promise<boolean> {
    const { doc, found } = await this.#core.shownCase(row.caseId);
    return doc === null ? found === 'stub' : Object.hasOwn(doc.attachments ?? {}, row.sha256);
  }

  /**
   * Forms that were never sent leave their files. Only a case that is here says that nothing of it names the
   * file, and only while no act that waits does: a replica that is being pulled again knows nothing yet.
   */
  async #tidy(): Promise<void> {
    const old = this.#core.now() - UNSENT_KEPT_MS;
    for (const row of this.#book.all()) {
      if (row.state !== 'own' || row.keptAt > old || !(await this.#isForsaken(row))) continue;
      await this.#book.dropOne(row.sha256, row.caseId);
      if (this.#book.of(row.sha256).length === 0) await this.#files.remove(row.sha256);
    }
    await this.#files.dropParts(UNSENT_KEPT_MS);
    await this.#evict();
  }

  async #isForsaken(row: { readonly sha256: string; readonly caseId: string }): Promise<boolean> {
    const { doc } = await this.#core.shownCase(row.caseId);
    if (doc === null || Object.hasOwn(doc.attachments ?? {}, row.sha256)) return false;
    return !(await this.#core.outbox.names(row.caseId, row.sha256));
  }

  /** A process that ended between file and row left a file without one. At the start alone: nobody writes. */
  async #dropNameless(): Promise<void> {
    const kept = new Set(this.#book.all().map((row) => row.sha256));
    for (const sha256 of await this.#files.list()) {
      if (!kept.has(sha256)) await this.#files.remove(sha256);
    }
  }

  #transfer(): TransferPorts {
    return {
      files: this.#files,
      address: () => this.#options.address,
      ask: (input) => this.#core.engine.ask({ f: 'ask', name: 'file.open', input }),
      signal: () => this.#line.signal,
    };
  }
}
