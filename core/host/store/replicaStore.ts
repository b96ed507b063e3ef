import { must } from '../../kernel/assert.ts';
import type { Json } from '../../kernel/mergePatch.ts';
import { nodeHashing } from '../../node/nodeHashing.ts';
import type { Database, SqlReader, SqlWriter } from '../../storage/sqlite/database.ts';
import type {
  AppliedPage,
  CheckedRows,
  Compared,
  FetchedCase,
  OwnStates,
  Page,
  ReplicaPort,
} from '../../sync/syncPorts.ts';
import { raiseOverdue } from '../board/boardWriter.ts';
import { CaseShowing, type Touched } from './caseShowing.ts';
import {
  addStubs,
  dropCold,
  goCold,
  type ColdCase,
  type Rotation,
  type StubMark,
} from './coldRows.ts';
import { HeldBook } from './heldBook.ts';
import type { OverlayKeeper } from './overlayKeeper.ts';
import { casesIn, changesInSlices, mendedBy, takenOf, type HeldCase } from './pageApply.ts';
import { forgetRows, heldCases, standsAt, writeChanges, writePage } from './replicaRows.ts';
import { behind, bothDone } from './writesBehind.ts';
import { hasLeftSince, readState, readStates } from './stateRows.ts';
import { checkedRecords } from './recordRows.ts';
import { redactedIn, wipeIndex, type RedactedCases } from './redactedRows.ts';
import { readOnFrom } from './unread.ts';
import type { RecordBook } from './recordBook.ts';

export type ReplicaChange = {
  readonly cases: readonly string[];
  readonly recordTypes: ReadonlySet<string>;
  /** Operations that left the overlay. */
  readonly seen: readonly string[];
  /** Somebody was told of something. */
  readonly hasNotices?: boolean;
  /** Cases that came without the words that they had. */
  readonly redacted?: RedactedCases;
};

/** Whether the page is still wanted, by the rows as they stand. */
type Asked = (tx: SqlReader) => Promise<boolean>;

export type ReplicaOptions = {
  readonly scopes: () => readonly string[];
  readonly now: () => number;
  /** Moved by tests alone: a later release, which reads more. */
  readonly protocol?: number;
  readonly onChange: (change: ReplicaChange) => void;
};

/**
 * `replica.db`: confirmed cases and records, the overlay of pending acts and what is shown of both. Every
 * change of confirmed rows, their cursor, the overlay and the board is one transaction (I-09).
 */
export class ReplicaStore implements ReplicaPort, CheckedRows {
  #db: Database;
  readonly #book: RecordBook;
  readonly #keeper: OverlayKeeper;
  readonly #options: ReplicaOptions;
  readonly #showing: CaseShowing;
  readonly #held = new HeldBook();
  #cursors: Record<string, number> = {};
  #epoch: string | null = null;
  #broken = new Set<string>();
  /** Brought into line and not told of yet. */
  readonly #shown = new Set<string>();

  constructor(
    db: Database,
    parts: { readonly book: RecordBook; readonly keeper: OverlayKeeper },
    options: ReplicaOptions,
  ) {
    this.#db = db;
    this.#book = parts.book;
    this.#keeper = parts.keeper;
    this.#showing = new CaseShowing(parts.keeper, options.now);
    this.#options = { ...options, onChange: (change) => this.#told(change, options.onChange) };
  }

  /** What is shown of a case may change with another one that a pending act joins to it. */
  #told(change: ReplicaChange, tell: ReplicaOptions['onChange']): void {
    const cases = [...new Set([...change.cases, ...this.#shown])];
    this.#shown.clear();
    tell({ ...change, cases });
  }

  /**
   * Brings overlay rows into line with the outbox: a crash may have come between an act and its row. Rows
   * of before are shown meanwhile.
   */
  async catchUp(): Promise<void> {
    const stale = await this.#db.read((reader) =>
      reader.all<{ case_id: string }>(
        'SELECT case_id FROM overlay UNION SELECT case_id FROM board WHERE sync IN (1, 3)',
      ),
    );
    const ids = new Set([...stale.map((row) => row.case_id), ...this.#keeper.cases()]);
    await this.refresh([...ids]);
  }

  /** Reads what is kept in memory. */
  async open(): Promise<void> {
    await readOnFrom(this.#db, this.#options.protocol);
    await this.#db.read(async (reader) => {
      const marks = await reader.all<{ key: string; value: string }>('SELECT * FROM mark');
      this.#epoch = marks.find((row) => row.key === 'epoch')?.value ?? null;
      const cursors = await reader.all<{ scope: string; seq: number }>('SELECT * FROM cursor');
      this.#cursors = Object.fromEntries(cursors.map((row) => [row.scope, row.seq]));
      const records = await reader.all<{ type: string; id: string; body: string }>(
        "SELECT type, id, body FROM record WHERE type <> 'call'",
      );
      for (const row of records) this.#book.put(row.type, row.id, JSON.parse(row.body) as Json);
      const broken = await reader.all<{ case_id: string }>(
        "SELECT case_id FROM confirmed WHERE form = 'broken'",
      );
      this.#broken = new Set(broken.map((row) => row.case_id));
    });
  }

  /** Nothing of the old file is used any more; what pending acts show comes from the outbox. */
  async startOver(openFresh: () => Promise<Database>): Promise<void> {
    await this.#db.close().catch(() => undefined);
    this.#db = await openFresh();
    this.#forget();
    this.#book.clear();
    await this.open();
    await this.catchUp();
  }

  epoch(): string | null {
    return this.#epoch;
  }

  cursors(): Readonly<Record<string, number>> {
    return this.#cursors;
  }

  broken(): readonly string[] {
    return [...new Set([...this.#broken, ...this.#keeper.orphans()])];
  }

  async applyPage(page: Page): Promise<AppliedPage> {
    const applied = await this.#apply(page, () => Promise.resolve(true));
    return must(applied, 'a page without a condition is applied');
  }

  /** A page of a first filling: null when the rows here are of another history, or the cursor is elsewhere by now. */
  applyFilled(page: Page, epoch: string): Promise<AppliedPage | null> {
    return this.#apply(page, (tx) => standsAt(tx, { ...page, epoch }));
  }

  async #apply(page: Page, isWanted: Asked): Promise<AppliedPage | null> {
    const seen: string[] = [];
    const changes = await this.#write(async (tx) => {
      if (!(await isWanted(tx))) return null;
      const found = await changesInSlices(page.entries, {
        held: await this.#held.of(tx, casesIn(page.entries)),
        book: this.#book,
        scope: page.scope,
        scopes: this.#options.scopes(),
        hashing: nodeHashing,
      });
      for (const { type, id, doc } of found.records.values()) this.#book.put(type, id, doc);
      const writing = writePage(tx, page, found);
      this.#held.wrote(found.cases, this.#waits);
      const { cases: held, events } = found;
      this.#showing.replaced(redactedIn(held).keys());
      const showing = this.#show(behind(writing, tx), { cases: [...held.keys()], held, events });
      seen.push(...(await bothDone(writing, showing)));
      return found;
    });
    if (changes === null) return null;
    this.#cursors = { ...this.#cursors, [page.scope]: page.to };
    const broken = this.#noteBroken(changes.cases);
    this.#options.onChange({
      cases: [...changes.cases.keys()],
      recordTypes: new Set([...changes.records.values()].map((record) => record.type)),
      seen,
      hasNotices: changes.notices.length > 0,
      redacted: redactedIn(changes.cases),
    });
    return { entries: page.entries.length, broken };
  }

  #noteBroken(cases: ReadonlyMap<string, HeldCase>): readonly string[] {
    for (const id of cases.keys()) this.#broken.delete(id);
    const broken = [...cases].flatMap(([id, held]) => (held.form === 'broken' ? [id] : []));
    for (const id of broken) this.#broken.add(id);
    return broken;
  }

  async reset(epoch: string): Promise<void> {
    const seen: string[] = [];
    await this.#write(async (tx) => {
      await forgetRows(tx);
      await tx.run("INSERT OR REPLACE INTO mark VALUES ('epoch', ?)", [epoch]);
      this.#book.clear();
      this.#forget();
      seen.push(...(await this.#show(tx, { cases: this.#keeper.cases() })));
    });
    this.#epoch = epoch;
    this.#cursors = {};
    this.#broken.clear();
    this.#options.onChange({ cases: this.#keeper.cases(), recordTypes: new Set(), seen });
  }

  async replaceCase(fetched: FetchedCase): Promise<void> {
    if (fetched.doc === null && fetched.stub === null) {
      await this.#disown(fetched.caseId);
      return;
    }
    const seen = await this.#write(async (tx) => {
      const here = (await heldCases(tx, [fetched.caseId])).get(fetched.caseId);
      const taken = takenOf(fetched, here, nodeHashing);
      return taken === null ? null : this.#put(tx, fetched, taken);
    });
    if (seen !== null) this.#replaced(fetched.caseId, seen);
  }

  states(scope: string, endedSince: number): Promise<OwnStates> {
    return this.#db.snapshot((reader) => readStates(reader, { scope, endedSince }, nodeHashing));
  }

  async mend(fetched: FetchedCase, was: string | null, at: Compared): Promise<boolean> {
    const { caseId } = fetched;
    const seen = await this.#write(async (tx) => {
      if ((await readState(tx, caseId, nodeHashing)) !== was) return null;
      if (was === null && (await hasLeftSince(tx, caseId, at))) return null;
      const taken = mendedBy(fetched, was, nodeHashing);
      if (taken === null) return null;
      this.#held.drop([caseId]);
      await tx.run('DELETE FROM event WHERE case_id = ?', [caseId]);
      if (taken !== 'gone') return this.#put(tx, fetched, taken);
      await tx.run('DELETE FROM confirmed WHERE case_id = ?', [caseId]);
      return this.#show(tx, { cases: [caseId] });
    });
    if (seen !== null) this.#replaced(caseId, seen);
    return seen !== null;
  }

  readonly records = checkedRecords(nodeHashing, {
    read: (task) => this.#db.snapshot(task),
    write: (task) => this.#write(task),
    book: () => this.#book,
    changed: (type) =>
      this.#options.onChange({ cases: [], seen: [], recordTypes: new Set([type]) }),
  });

  async #put(tx: SqlWriter, fetched: FetchedCase, taken: HeldCase): Promise<readonly string[]> {
    await writeChanges(tx, {
      cases: new Map([[fetched.caseId, taken]]),
      events: [...fetched.events],
      records: new Map(),
      left: new Set(taken.form === 'stub' ? [fetched.caseId] : []),
      notices: [],
      unread: null,
    });
    this.#held.drop([fetched.caseId]);
    this.#showing.replaced([fetched.caseId]);
    return this.#show(tx, { cases: [fetched.caseId], events: fetched.events });
  }

  #replaced(caseId: string, seen: readonly string[]): void {
    this.#broken.delete(caseId);
    this.#options.onChange({ cases: [caseId], recordTypes: new Set(), seen });
  }

  async #disown(caseId: string): Promise<void> {
    const done = this.#keeper.disown(caseId);
    const seen = await this.#write(async (tx) => {
      this.#held.drop([caseId]);
      await tx.run("DELETE FROM confirmed WHERE case_id = ? AND form = 'broken'", [caseId]);
      await dropCold(tx, [caseId]);
      return this.#show(tx, { cases: [caseId] });
    });
    this.#broken.delete(caseId);
    this.#options.onChange({ cases: [caseId], recordTypes: new Set(), seen: done.concat(seen) });
  }

  /** Computes again what is shown of these cases: acts were made or decided. */
  async refresh(caseIds: readonly string[]): Promise<void> {
    if (caseIds.length === 0) return;
    const seen: string[] = [];
    for (let i = 0; i < caseIds.length; i += 500) {
      seen.push(
        ...(await this.#write((tx) => this.#show(tx, { cases: caseIds.slice(i, i + 500) }))),
      );
    }
    this.#options.onChange({ cases: caseIds, recordTypes: new Set(), seen });
  }

  /**
   * Cases that ended long ago become stubs of themselves, a few at a time; how many. None that waits for the
   * district's word on an act.
   */
  async rotate(by: Rotation): Promise<number> {
    const ids = await this.#write(async (tx) => {
      const cold = await goCold(tx, { ...by, isKept: (id) => by.isKept(id) || this.#waits(id) });
      this.#held.drop(cold);
      await this.#show(tx, { cases: cold });
      return cold;
    });
    if (ids.length > 0) this.#options.onChange({ cases: ids, recordTypes: new Set(), seen: [] });
    return ids.length;
  }

  addStubs(cases: readonly ColdCase[], next: StubMark): Promise<void> {
    return this.#write((tx) => addStubs(tx, cases, next));
  }

  /** Words that were written over leave the index, which keeps them otherwise, and the journal. */
  wipe(): Promise<void> {
    return wipeIndex(this.#db);
  }

  raiseOverdue(now: number): Promise<boolean> {
    return this.#write((tx) => raiseOverdue(tx, now));
  }

  read<T>(task: (reader: SqlReader) => Promise<T>): Promise<T> {
    return this.#db.read(task);
  }

  close(): Promise<void> {
    return this.#db.close();
  }

  snapshot<T>(task: (reader: SqlReader) => Promise<T>): Promise<T> {
    return this.#db.snapshot(task);
  }

  /** Brings overlay and board into line for these cases; names operations that left the overlay. */
  async #show(tx: SqlWriter, touched: Touched): Promise<readonly string[]> {
    const { cases, seen } = await this.#showing.show(tx, touched);
    for (const id of cases) this.#shown.add(id);
    return seen;
  }

  readonly #waits = (id: string): boolean => this.#keeper.pendingOf(id).length > 0;

  #forget(): void {
    this.#showing.forget();
    this.#held.forget();
  }

  /** What is kept in memory of rows is true only while their transactions end well. */
  async #write<T>(task: (tx: SqlWriter) => Promise<T>): Promise<T> {
    try {
      return await this.#db.write(task);
    } catch (cause) {
      this.#forget();
      throw cause;
    }
  }
}
