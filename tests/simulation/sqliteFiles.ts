import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { townReference } from '#core/domain/case/caseBuilders.ts';
import { parseCaseNo } from '#core/domain/case/caseNo.ts';
import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import type { AnyBody, AnyOperation } from '#core/domain/operation/operation.ts';
import { readShownCase } from '#core/host/caseReader.ts';
import { NumberBook } from '#core/host/store/numberBook.ts';
import { OutboxStore } from '#core/host/store/outboxStore.ts';
import { OverlayKeeper } from '#core/host/store/overlayKeeper.ts';
import type { HeldCase } from '#core/host/store/pageApply.ts';
import { RecordBook } from '#core/host/store/recordBook.ts';
import { heldCases } from '#core/host/store/replicaRows.ts';
import { ReplicaStore } from '#core/host/store/replicaStore.ts';
import type { WireDecision } from '#core/protocol/sync/frames.ts';
import {
  openDatabase,
  type Database,
  type SqlReader,
  type SqlWriter,
} from '#core/storage/sqlite/database.ts';
import { findMigrations, migrate, readMigrations } from '#core/storage/sqlite/migrate.ts';
import type {
  AppliedPage,
  Compared,
  FetchedCase,
  OutboxMarks,
  OwnStates,
  Page,
  ReplicaIdentity,
} from '#core/sync/syncPorts.ts';
import { dayOf } from './memoryFiles.ts';
import type { ReplicaWorld } from './simConsole.ts';
import { Crash, type Decided, type SimDisk, type SimFiles } from './simFiles.ts';

const MIGRATED = ['console/outbox', 'console/replica', 'district'] as const;
type Migrated = (typeof MIGRATED)[number];

/** One folder of a run: migrated files to copy from, and everything that its histories write. */
export class SqliteRoom {
  readonly folder: string;
  #count = 0;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async open(): Promise<SqliteRoom> {
    const room = new SqliteRoom(await mkdtemp(join(tmpdir(), 'shaotai-sim-')));
    for (const name of MIGRATED) {
      const database = await openFile(room.#template(name));
      await migrate(database, await readMigrations(findMigrations(import.meta.url, name)));
      await database.close();
    }
    return room;
  }

  /** A new file of this kind, in a folder of its own. */
  async file(name: Migrated): Promise<string> {
    this.#count += 1;
    const folder = join(this.folder, String(this.#count));
    await mkdir(folder);
    const file = join(folder, 'file.db');
    await copyFile(this.#template(name), file);
    return file;
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  #template(name: Migrated): string {
    return join(this.folder, `${name.replace('/', '-')}.db`);
  }
}

/**
 * Crashes here end a process, not the power: then WAL with NORMAL loses nothing either, and a history does
 * not wait for the disk at every act.
 */
export function openFile(file: string): Promise<Database> {
  return openDatabase(file, { synchronous: 'NORMAL', readers: 1, cacheMb: 2 });
}

/** A console's real files. */
export class SqliteDisk implements SimDisk {
  readonly #room: SqliteRoom;
  readonly #outbox: string;
  #replica: string;

  private constructor(room: SqliteRoom, outbox: string, replica: string) {
    this.#room = room;
    this.#outbox = outbox;
    this.#replica = replica;
  }

  static async make(room: SqliteRoom): Promise<SqliteDisk> {
    return new SqliteDisk(
      room,
      await room.file('console/outbox'),
      await room.file('console/replica'),
    );
  }

  async boot(world: ReplicaWorld): Promise<SimFiles> {
    const [outbox, replica] = [await openFile(this.#outbox), await openFile(this.#replica)];
    const files = new SqliteFiles(world, { outbox, replica });
    await files.open();
    return files;
  }

  acts(): Promise<number> {
    return this.#withOutbox(async (database) => {
      const sql = 'SELECT count(*) AS n FROM act';
      return (await database.read((reader) => reader.get<{ n: number }>(sql)))?.n ?? 0;
    });
  }

  async rewind(keep: number): Promise<readonly string[]> {
    this.#replica = await this.#room.file('console/replica');
    return this.#withOutbox((database) =>
      database.write(async (tx) => {
        const sql = 'SELECT op_id FROM act ORDER BY incarnation, rseq LIMIT -1 OFFSET ?';
        const lost = (await tx.all<{ op_id: string }>(sql, [keep])).map((row) => row.op_id);
        for (const table of ['decision', 'act']) {
          await tx.run(`DELETE FROM ${table} WHERE op_id IN (SELECT value FROM json_each(?))`, [
            JSON.stringify(lost),
          ]);
        }
        await forgetNumbers(tx);
        return lost;
      }),
    );
  }

  async remove(): Promise<void> {
    await rm(join(this.#outbox, '..'), { recursive: true, force: true });
    await rm(join(this.#replica, '..'), { recursive: true, force: true });
  }

  async #withOutbox<T>(task: (database: Database) => Promise<T>): Promise<T> {
    const database = await openFile(this.#outbox);
    try {
      return await task(database);
    } finally {
      await database.close();
    }
  }
}

/** An image of before has the numbers in it that were used by then. */
async function forgetNumbers(tx: SqlWriter): Promise<void> {
  await tx.exec('DELETE FROM number_used');
  const ranges = await tx.all<{ origin: string; first: number; last: number }>(
    'SELECT origin, first, last FROM number_lease',
  );
  const kept = await tx.all<{ no: string }>(
    `SELECT op ->> '$.args.caseNo' AS no FROM act
     WHERE op ->> '$.kind' = 'case.create' AND op ->> '$.args.caseNo' IS NOT NULL`,
  );
  const used = kept.flatMap(({ no }) => parseCaseNo(no) ?? []).sort((a, b) => a.serial - b.serial);
  for (const { origin, day, serial } of used) {
    const range = ranges.find(
      (one) => one.origin === origin && serial >= one.first && serial <= one.last,
    );
    if (range === undefined) continue;
    await tx.run('INSERT OR REPLACE INTO number_used VALUES (?, ?, ?, ?)', [
      origin,
      range.first,
      day,
      serial,
    ]);
  }
}

/** The console's own stores over their real files, joined as the console joins them. */
class SqliteFiles implements SimFiles {
  readonly book = new RecordBook();
  readonly keeper = new OverlayKeeper(this.book, () => townReference);
  readonly #world: ReplicaWorld;
  readonly #outboxFile: CrashingFile;
  readonly #replicaFile: CrashingFile;
  readonly #replica: ReplicaStore;
  readonly #numbers: NumberBook;
  readonly #busy = new Set<Promise<unknown>>();
  #outbox: OutboxStore | null = null;

  constructor(
    world: ReplicaWorld,
    files: { readonly outbox: Database; readonly replica: Database },
  ) {
    this.#world = world;
    this.#outboxFile = new CrashingFile(files.outbox, world);
    this.#replicaFile = new CrashingFile(files.replica, world);
    this.#numbers = new NumberBook(files.outbox);
    this.#replica = new ReplicaStore(
      this.#replicaFile,
      { book: this.book, keeper: this.keeper },
      {
        scopes: () => [world.scope, 'ref'],
        now: () => world.clock.wall(),
        onChange: ({ seen }) => {
          if (seen.length > 0) this.#behind(this.#acts.markSeen(seen));
        },
      },
    );
  }

  async open(): Promise<void> {
    const { name } = this.#world;
    this.#outbox = await OutboxStore.open(
      this.#outboxFile,
      { device: name, replica: `r-${name}` },
      {
        onDecided: async (decisions) => {
          this.keeper.decided(decisions);
          await this.#replica.refresh([...new Set(decisions.flatMap((one) => one.caseId ?? []))]);
        },
        onReloaded: async () => {
          const before = this.keeper.cases();
          this.keeper.load(await this.#acts.pending());
          await this.#replica.refresh([...new Set([...before, ...this.keeper.cases()])]);
        },
      },
    );
    this.keeper.load(await this.#acts.pending());
    await this.#replica.open();
    await this.#learn();
    await this.#replica.catchUp();
    await this.idle();
  }

  identity(): ReplicaIdentity {
    return this.#acts.identity();
  }

  marks(): Promise<OutboxMarks> {
    return this.#acts.marks();
  }

  read(
    rseq: number,
    limit: { readonly ops: number; readonly bytes: number },
  ): Promise<readonly AnyOperation[]> {
    return this.#acts.read(rseq, limit);
  }

  deferred(): Promise<readonly number[]> {
    return this.#acts.deferred();
  }

  record(decisions: readonly WireDecision[]): Promise<void> {
    this.#outboxFile.arm('decisions');
    return this.#acts.record(decisions);
  }

  reopen(have: number): Promise<void> {
    this.#outboxFile.arm('reopen');
    return this.#acts.reopen(have);
  }

  reopenEarlier(): Promise<void> {
    this.#outboxFile.arm('reopen earlier');
    return this.#acts.reopenEarlier();
  }

  renumber(): Promise<void> {
    this.#outboxFile.arm('renumber');
    return this.#acts.renumber();
  }

  durable(serverSeq: number): Promise<void> {
    return this.#acts.durable(serverSeq);
  }

  epoch(): string | null {
    return this.#replica.epoch();
  }

  cursors(): Readonly<Record<string, number>> {
    return this.#replica.cursors();
  }

  broken(): readonly string[] {
    return this.#replica.broken();
  }

  async applyPage(page: Page): Promise<AppliedPage> {
    this.#replicaFile.arm('page');
    const applied = await this.#replica.applyPage(page);
    await this.#learn();
    return applied;
  }

  reset(epoch: string): Promise<void> {
    this.#replicaFile.arm('reset');
    return this.#replica.reset(epoch);
  }

  replaceCase(fetched: FetchedCase): Promise<void> {
    this.#replicaFile.arm('case');
    const done = this.#replica.replaceCase(fetched);
    this.#behind(done.catch(() => undefined));
    return done;
  }

  states(scope: string, endedSince: number): Promise<OwnStates> {
    const done = this.#replica.states(scope, endedSince);
    this.#behind(done);
    return done;
  }

  mend(fetched: FetchedCase, was: string | null, at: Compared): Promise<boolean> {
    this.#replicaFile.arm('mended case');
    const done = this.#replica.mend(fetched, was, at);
    this.#behind(done.catch(() => undefined));
    return done;
  }

  async spoil(caseId: string, row: HeldCase | null): Promise<void> {
    await this.#replicaFile.write(async (tx) => {
      if (row === null) await tx.run('DELETE FROM confirmed WHERE case_id = ?', [caseId]);
      else if (row.form !== 'stub') {
        const values = [caseId, row.doc.ver, row.form, JSON.stringify(row.doc)];
        await tx.run('INSERT OR REPLACE INTO confirmed VALUES (?, ?, ?, ?)', values);
      }
    });
  }

  async caseIds(): Promise<readonly string[]> {
    const rows = await this.#replica.read((reader) =>
      reader.all<{ case_id: string }>('SELECT case_id FROM confirmed'),
    );
    return [...new Set([...rows.map((row) => row.case_id), ...this.keeper.cases()])];
  }

  async shown(caseId: string): Promise<{ readonly doc: CaseDoc | null; readonly ver: number }> {
    const { doc, ver } = await readShownCase(this.#replica, caseId);
    return { doc, ver };
  }

  async commit(body: AnyBody): Promise<AnyOperation> {
    this.#outboxFile.arm('act');
    const act = await this.#acts.commit({
      body: (tx) => this.#numbered(tx, body),
      once: null,
      later: false,
    });
    return act.op;
  }

  async #numbered(tx: SqlWriter, body: AnyBody): Promise<AnyBody> {
    if (body.kind !== 'case.create' || body.args.caseNo !== null) return body;
    const { incarnation } = this.identity();
    const day = dayOf(this.#world.clock.wall());
    const caseNo = await this.#numbers.take(tx, incarnation, day);
    return caseNo === null ? body : { ...body, args: { ...body.args, caseNo } };
  }

  /** The ranges that the district has lent to this replica. */
  async #learn(): Promise<void> {
    const { replica } = this.identity();
    const own = this.book.all('lease').filter((lease) => lease.replica === replica);
    await this.#numbers.learn(
      own.map(({ from, to, ...lease }) => ({ ...lease, first: from, last: to })),
    );
  }

  async committed(op: AnyOperation): Promise<void> {
    this.keeper.add(op);
    if (op.caseId !== null) await this.#replica.refresh([op.caseId]);
  }

  refresh(caseIds: readonly string[]): Promise<void> {
    return this.#replica.refresh(caseIds);
  }

  async held(): Promise<ReadonlyMap<string, HeldCase>> {
    return this.#replica.read(async (reader) => {
      const rows = await reader.all<{ case_id: string }>('SELECT case_id FROM confirmed');
      return heldCases(
        reader,
        rows.map((row) => row.case_id),
      );
    });
  }

  async delivered(): Promise<ReadonlyMap<string, Decided>> {
    type Row = Decided & { readonly op_id: string };
    const sql = 'SELECT op_id, ver, outcome FROM decision';
    const rows = await this.#outboxFile.read((reader) => reader.all<Row>(sql));
    return new Map(rows.map(({ op_id, ver, outcome }) => [op_id, { ver, outcome }]));
  }

  async idle(): Promise<void> {
    while (this.#busy.size > 0) await Promise.all(this.#busy);
  }

  async close(): Promise<void> {
    await this.idle();
    await this.#replica.close();
    await this.#outboxFile.close();
  }

  get #acts(): OutboxStore {
    if (this.#outbox === null) throw new Error('the outbox is not open yet');
    return this.#outbox;
  }

  #behind(task: Promise<unknown>): void {
    const kept = task.finally(() => this.#busy.delete(kept));
    this.#busy.add(kept);
  }
}

/**
 * A file whose next transaction may be the last thing its process does: it dies before COMMIT, so that
 * SQLite rolls back what was written, or right after it. The dice fall as they do for files in memory.
 */
class CrashingFile implements Database {
  readonly #inner: Database;
  readonly #world: ReplicaWorld;
  #armed: string | null = null;

  constructor(inner: Database, world: ReplicaWorld) {
    this.#inner = inner;
    this.#world = world;
  }

  get file(): string {
    return this.#inner.file;
  }

  arm(what: string): void {
    this.#armed = what;
  }

  async write<T>(task: (tx: SqlWriter) => Promise<T>): Promise<T> {
    const what = this.#armed;
    this.#armed = null;
    if (what === null) return this.#inner.write(task);
    const result = await this.#inner.write(async (tx) => {
      const done = await task(tx);
      if (this.#world.crashes()) throw new Crash(what);
      return done;
    });
    this.#world.trace(`${this.#world.name} writes ${what}`);
    if (this.#world.crashes()) throw new Crash(what);
    return result;
  }

  read<T>(task: (reader: SqlReader) => Promise<T>): Promise<T> {
    return this.#inner.read(task);
  }

  snapshot<T>(task: (reader: SqlReader) => Promise<T>): Promise<T> {
    return this.#inner.snapshot(task);
  }

  maintain<T>(task: (tx: SqlWriter) => Promise<T>): Promise<T> {
    return this.#inner.maintain(task);
  }

  close(): Promise<void> {
    return this.#inner.close();
  }
}
