import { must } from '#core/kernel/assert.ts';
import type { EpochMs } from '#core/kernel/time.ts';
import type {
  CommitBatch,
  DistrictStore,
  FeedRow,
  FeedPage,
  Head,
  KnownDecision,
  LogEntry,
  ReplicaMark,
  StoredCase,
  StoredRecord,
} from '#core/district/store/districtStore.ts';
import { CHAIN_START } from '#core/district/verifyPush.ts';
import {
  enterEntry,
  eventEntry,
  hasExtra,
  partEntry,
  type EventTexts,
} from '#core/district/store/wireText.ts';

/** The district's memory in memory: the store contract, without a disk to be slow on. */
export class MemoryStore implements DistrictStore {
  readonly entries: LogEntry[] = [];
  onCommit: (batch: CommitBatch) => void = () => undefined;
  readonly #meta = new Map<string, string>();
  readonly #cases = new Map<string, StoredCase>();
  readonly #byCase = new Map<string, LogEntry[]>();
  readonly #byReplica = new Map<string, KnownDecision>();
  readonly #byOp = new Map<string, KnownDecision>();
  readonly #records = new Map<string, StoredRecord>();
  readonly #feeds = new Map<string, FeedRow[]>();
  readonly #marks = new Map<string, ReplicaMark>();

  /** The store as it was after some number of operations: what a backup would have kept. */
  static upTo(batches: readonly CommitBatch[], count: number): MemoryStore {
    const store = new MemoryStore();
    for (const batch of batches.slice(0, count)) store.#apply(batch);
    return store;
  }

  head(): Promise<Head> {
    const last = this.entries.at(-1);
    return Promise.resolve({
      serverSeq: last?.decision.serverSeq ?? 0,
      chain: last?.chain ?? CHAIN_START.hash,
    });
  }

  meta(key: string): Promise<string | null> {
    return Promise.resolve(this.#meta.get(key) ?? null);
  }

  setMeta(key: string, value: string): Promise<void> {
    this.#meta.set(key, value);
    return Promise.resolve();
  }

  commit(batch: CommitBatch): Promise<void> {
    this.onCommit(batch);
    this.#apply(batch);
    return Promise.resolve();
  }

  marks(): Promise<readonly ReplicaMark[]> {
    return Promise.resolve([...this.#marks.values()]);
  }

  quarantine(replica: string, incarnation: number, at: EpochMs): Promise<void> {
    const key = `${replica}#${incarnation}`;
    const mark = this.#marks.get(key);
    if (mark !== undefined) this.#marks.set(key, { ...mark, quarantinedAt: at });
    return Promise.resolve();
  }

  known(
    replica: string,
    incarnation: number,
    range: { readonly from: number; readonly to: number },
  ): Promise<readonly KnownDecision[]> {
    const found: KnownDecision[] = [];
    for (let rseq = range.from; rseq <= range.to; rseq += 1) {
      const one = this.#byReplica.get(`${replica}#${incarnation}#${rseq}`);
      if (one !== undefined) found.push(one);
    }
    return Promise.resolve(found);
  }

  knownByIds(opIds: readonly string[]): Promise<readonly KnownDecision[]> {
    return Promise.resolve(opIds.flatMap((id) => this.#byOp.get(id) ?? []));
  }

  cases(ids: readonly string[]): Promise<readonly StoredCase[]> {
    return Promise.resolve(ids.flatMap((id) => this.#cases.get(id) ?? []));
  }

  history(caseId: string, aboveVer: number): Promise<readonly LogEntry[]> {
    const all = this.#byCase.get(caseId) ?? [];
    return Promise.resolve(all.filter(({ decision }) => (decision.ver ?? 0) > aboveVer));
  }

  recordsOf(kinds: readonly string[]): Promise<readonly StoredRecord[]> {
    return Promise.resolve([...this.#records.values()].filter(({ type }) => kinds.includes(type)));
  }

  records(type: string, ids: readonly string[]): Promise<readonly StoredRecord[]> {
    return Promise.resolve(ids.flatMap((id) => this.#records.get(`${type}/${id}`) ?? []));
  }

  heads(): Promise<ReadonlyMap<never, number>> {
    const heads = [...this.#feeds].map(([scope, rows]) => [scope, rows.at(-1)?.seq ?? 0]);
    return Promise.resolve(new Map(heads as [never, number][]));
  }

  page(scope: string, from: number, limit: { readonly entries: number }): Promise<FeedPage> {
    const rows = this.#feeds.get(scope) ?? [];
    const head = rows.at(-1)?.seq ?? 0;
    const first = rows.findIndex((row) => row.seq > from);
    const found = first < 0 ? [] : rows.slice(first, first + limit.entries);
    // Rows of one number are one decision: they are never split over two pages.
    const last = found.at(-1)?.seq ?? from;
    const whole = first < 0 ? [] : rows.slice(first).filter((row) => row.seq <= last);
    return Promise.resolve({
      to: last,
      head,
      entries: whole.map((row) => this.#entry(row, scope)),
    });
  }

  fill(scope: string, after: number, options: { readonly entries: number }): Promise<FeedPage> {
    return this.page(scope, after, options);
  }

  log(from: number, limit: number): Promise<readonly LogEntry[]> {
    return Promise.resolve(this.entries.slice(from, from + limit));
  }

  openCases(): Promise<readonly StoredCase[]> {
    return Promise.resolve([...this.#cases.values()]);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  allCases(): StoredCase[] {
    return [...this.#cases.values()];
  }

  #entry(row: FeedRow, scope: string): string {
    if (row.type === 'enter') {
      const body = row.body as { readonly doc: unknown; readonly stateHash: string };
      const { seq, caseId } = row;
      const found = { seq, caseId, doc: JSON.stringify(body.doc), stateHash: body.stateHash };
      const events = (this.#byCase.get(caseId) ?? []).filter(
        ({ decision }) => decision.serverSeq <= seq,
      );
      return enterEntry(found, events.map(textsOf), scope as never);
    }
    if (row.type === 'leave') {
      return JSON.stringify({ type: 'leave', seq: row.seq, ...(row.body as object) });
    }
    const entry = must(this.entries[row.seq - 1], 'a feed row names a decided operation');
    return row.type === 'event'
      ? eventEntry(textsOf(entry), scope as never)
      : partEntry(textsOf(entry), scope as never);
  }

  #apply(batch: CommitBatch): void {
    for (const entry of batch.entries) {
      this.entries.push(entry);
      const { op, decision } = entry;
      const known = { rseq: op.rseq, opHash: op.hash, opId: op.opId, decision };
      this.#byReplica.set(`${op.replica}#${op.incarnation}#${op.rseq}`, known);
      if (!this.#byOp.has(op.opId)) this.#byOp.set(op.opId, known);
      if (op.caseId === null || decision.ver === null) continue;
      const list = this.#byCase.get(op.caseId) ?? [];
      list.push(entry);
      this.#byCase.set(op.caseId, list);
    }
    for (const one of batch.cases) this.#cases.set(one.doc.caseId, one);
    for (const record of batch.records) this.#records.set(`${record.type}/${record.id}`, record);
    for (const mark of batch.marks) this.#marks.set(`${mark.replica}#${mark.incarnation}`, mark);
    for (const row of batch.feed) {
      const rows = this.#feeds.get(row.scope) ?? [];
      rows.push(row);
      this.#feeds.set(row.scope, rows);
    }
  }
}

const texts = new WeakMap<LogEntry, EventTexts>();

function textsOf(entry: LogEntry): EventTexts {
  const known = texts.get(entry);
  if (known !== undefined) return known;
  const { op, decision } = entry;
  const made = {
    serverSeq: decision.serverSeq,
    hasExtra: hasExtra(decision),
    op: JSON.stringify(op),
    decision: JSON.stringify(decision),
  };
  texts.set(entry, made);
  return made;
}
