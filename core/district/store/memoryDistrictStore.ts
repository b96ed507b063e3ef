import { endedAt } from '../../domain/case/endedAt.ts';
import type { CaseId, CaseNo, Scope } from '../../domain/operation/identity.ts';
import { replayIdOf } from '../../domain/operation/operation.ts';
import { assert } from '../../kernel/assert.ts';
import { type ArchivedCase, type ArchivedRange, archivedOf, byTime } from './archivedCases.ts';
import type {
  CommitBatch,
  DistrictStore,
  EndedRange,
  FeedPage,
  FeedRow,
  FillOptions,
  KnownDecision,
  LogEntry,
  ReplicaMark,
  ScopeStates,
  SharedRecords,
  StoredCase,
  StoredRecord,
} from './districtStore.ts';
import { OWN_KINDS, type RecordKind } from '../../domain/record/records.ts';
import { isForgotten, redactionsIn, type Redaction } from './forgotten.ts';
import { forgetInMemory } from './memoryForget.ts';
import type { GivenNumber } from './numberGiven.ts';
import {
  byAge,
  endedOf,
  isRecentOwn,
  knownDecision,
  listed,
  looksIn,
  namedAmong,
  placeOf,
  recentAmong,
  statesOf,
} from './memoryCases.ts';
import { NumberTable } from './numberTable.ts';
import { eventTexts, stepText } from './memoryTexts.ts';
import { enterEntry, noticeEntry, recordsEntries, type EventTexts } from './wireText.ts';

const GENESIS_CHAIN = '0'.repeat(64);

const rowTexts = new WeakMap<FeedRow, string>();

/** The district's memory without a disk: for simulations, and as the second witness of the contract. */
export class MemoryDistrictStore implements DistrictStore {
  readonly entries: LogEntry[] = [];
  readonly looks: DistrictStore['looks'] = (range) => Promise.resolve(looksIn(this.entries, range));
  readonly emptyJournal = (): Promise<boolean> => Promise.resolve(true);
  readonly #byReplica = new Map<string, LogEntry>();
  readonly #byId = new Map<string, LogEntry>();
  readonly #byCase = new Map<CaseId, LogEntry[]>();
  readonly #cases = new Map<CaseId, StoredCase>();
  readonly #records = new Map<string, StoredRecord>();
  readonly #feeds = new Map<Scope, FeedRow[]>();
  readonly #marks = new Map<string, ReplicaMark>();
  readonly #numbers = new NumberTable();
  readonly #meta = new Map<string, string>();

  head(): ReturnType<DistrictStore['head']> {
    const last = this.entries.at(-1) ?? { chain: GENESIS_CHAIN, decision: { serverSeq: 0 } };
    return Promise.resolve({ serverSeq: last.decision.serverSeq, chain: last.chain });
  }

  meta(key: string): Promise<string | null> {
    return Promise.resolve(this.#meta.get(key) ?? null);
  }

  metasOf(prefix: string): Promise<ReadonlyMap<string, string>> {
    return Promise.resolve(new Map([...this.#meta].filter(([key]) => key.startsWith(prefix))));
  }

  setMeta(key: string, value: string): Promise<void> {
    this.#meta.set(key, value);
    return Promise.resolve();
  }

  setMetas(values: ReadonlyMap<string, string>): Promise<void> {
    for (const [key, value] of values) this.#meta.set(key, value);
    return Promise.resolve();
  }

  dropMeta(key: string): Promise<void> {
    this.#meta.delete(key);
    return Promise.resolve();
  }

  commit(batch: CommitBatch): Promise<void> {
    this.put(batch);
    return Promise.resolve();
  }

  /** All of a batch at once, or nothing of it. */
  put(batch: CommitBatch): void {
    for (const entry of batch.entries) {
      assert(!this.#byId.has(entry.op.opId), 'an operation is decided once');
      assert(!this.#byReplica.has(placeOf(entry)), 'a place in a chain is taken once');
    }
    this.#numbers.check(batch);
    for (const entry of batch.entries) {
      this.entries.push(entry);
      this.#numbers.add(entry);
      this.#byId.set(entry.op.opId, entry);
      this.#byReplica.set(placeOf(entry), entry);
      const { caseId } = entry.op;
      if (caseId !== null && entry.decision.ver !== null) listed(this.#byCase, caseId).push(entry);
    }
    for (const one of batch.cases) this.#cases.set(one.doc.caseId, one);
    for (const one of batch.records) this.#records.set(`${one.type}/${one.id}`, one);
    for (const row of batch.feed) listed(this.#feeds, row.scope).push(row);
    for (const mark of batch.marks) this.#marks.set(`${mark.replica}#${mark.incarnation}`, mark);
    for (const one of redactionsIn(batch)) this.#forget(one);
  }

  #forget(redaction: Redaction): void {
    const [byId, byReplica, byCase] = [this.#byId, this.#byReplica, this.#byCase];
    const [feeds, meta, entries] = [this.#feeds, this.#meta, this.entries];
    forgetInMemory({ entries, byId, byReplica, byCase, feeds, meta }, redaction);
  }

  marks(): Promise<readonly ReplicaMark[]> {
    return Promise.resolve([...this.#marks.values()]);
  }

  known(
    replica: string,
    incarnation: number,
    range: { readonly from: number; readonly to: number },
  ): Promise<readonly KnownDecision[]> {
    const found: KnownDecision[] = [];
    for (let rseq = range.from; rseq <= range.to; rseq += 1) {
      const entry = this.#byReplica.get(`${replica}#${incarnation}#${rseq}`);
      if (entry !== undefined) found.push(knownDecision(entry));
    }
    return Promise.resolve(found);
  }

  knownByIds(opIds: readonly string[]): Promise<readonly KnownDecision[]> {
    const found = opIds.flatMap((opId) => this.#byId.get(opId) ?? []);
    return Promise.resolve(found.map(knownDecision));
  }

  cases(ids: readonly CaseId[]): Promise<readonly StoredCase[]> {
    return Promise.resolve([...new Set(ids)].flatMap((caseId) => this.#cases.get(caseId) ?? []));
  }

  allCases(): StoredCase[] {
    return [...this.#cases.values()];
  }

  openCases(): Promise<readonly StoredCase[]> {
    return Promise.resolve(this.allCases().filter(({ doc }) => endedAt(doc) === null));
  }

  recentCases(since: number): Promise<readonly StoredCase[]> {
    return Promise.resolve(recentAmong(this.allCases(), this.entries, since));
  }

  recentCalls(since: number): ReturnType<DistrictStore['recentCalls']> {
    const calls = [...this.#records.values()].flatMap((one) =>
      one.type === 'call' ? one.doc : [],
    );
    return Promise.resolve(calls.filter((call) => call.rangAt >= since));
  }

  numbered(caseNos: readonly CaseNo[]): Promise<readonly GivenNumber[]> {
    return Promise.resolve(this.#numbers.given(caseNos));
  }

  lastSerial(
    prefix: string,
    range: { readonly from: number; readonly to: number },
  ): Promise<number> {
    return Promise.resolve(this.#numbers.lastSerial(prefix, range));
  }

  numberless(limit: number): Promise<readonly CaseId[]> {
    const without = this.allCases().filter(({ doc }) => doc.caseNo === undefined);
    const oldest = without.sort(byAge).slice(0, limit);
    return Promise.resolve(oldest.map(({ doc }) => doc.caseId));
  }

  history(caseId: CaseId, aboveVer: number): Promise<readonly LogEntry[]> {
    const own = this.#byCase.get(caseId) ?? [];
    return Promise.resolve(own.filter(({ decision }) => (decision.ver ?? 0) > aboveVer));
  }

  archived({ until, after, limit }: ArchivedRange): Promise<readonly ArchivedCase[]> {
    const all = archivedOf(this.entries, this.allCases(), until);
    return Promise.resolve(all.filter((one) => byTime(one, after) > 0).slice(0, limit));
  }

  archivedCount(until: number, most: number): Promise<number> {
    return Promise.resolve(Math.min(most, archivedOf(this.entries, this.allCases(), until).length));
  }

  filesNamed(sha256s: readonly string[]): Promise<ReadonlySet<string>> {
    return Promise.resolve(namedAmong(this.allCases(), sha256s));
  }

  waiting(limit: number): Promise<readonly LogEntry[]> {
    const deferred = this.entries.filter(({ decision }) => decision.outcome === 'deferred');
    const waiting = deferred.filter(({ op }) => !this.#byId.has(replayIdOf(op.opId)));
    return Promise.resolve(waiting.slice(0, limit));
  }

  log(from: number, limit: number): Promise<readonly LogEntry[]> {
    return Promise.resolve(this.entries.slice(from, from + limit));
  }

  recordsOf(kinds: readonly string[]): Promise<readonly StoredRecord[]> {
    return Promise.resolve(this.#sorted((one) => kinds.includes(one.type)));
  }

  records(type: string, ids: readonly string[]): Promise<readonly StoredRecord[]> {
    return Promise.resolve(this.#sorted((one) => one.type === type && ids.includes(one.id)));
  }

  heads(): Promise<ReadonlyMap<Scope, number>> {
    const heads = [...this.#feeds].map(([scope, rows]) => [scope, rows.at(-1)?.seq ?? 0] as const);
    return Promise.resolve(new Map(heads));
  }

  page(
    scope: Scope,
    from: number,
    limit: { readonly entries: number; readonly bytes: number },
  ): Promise<FeedPage> {
    const rows = this.#feeds.get(scope) ?? [];
    const head = rows.at(-1)?.seq ?? 0;
    const entries: string[] = [];
    let bytes = 0;
    let to = from;
    for (const group of this.#groups(rows, from)) {
      bytes += group.texts.reduce((sum, text) => sum + text.length, 0);
      const isFull = entries.length + group.texts.length > limit.entries || bytes > limit.bytes;
      if (entries.length > 0 && isFull) return Promise.resolve({ to, head, entries });
      entries.push(...group.texts);
      to = group.seq;
    }
    return Promise.resolve({ to: Math.max(to, head), head, entries });
  }

  tail(scope: Scope, entries: number): Promise<number> {
    return Promise.resolve((this.#feeds.get(scope) ?? []).at(-1 - entries)?.seq ?? 0);
  }

  fill(scope: Scope, after: number, options: FillOptions): Promise<FeedPage> {
    const head = this.#feeds.get(scope)?.at(-1)?.seq ?? 0;
    const all = this.allCases()
      .filter(({ doc, lastSeq }) => doc.members[scope] === true && lastSeq > after)
      .filter(({ lastSeq }) => lastSeq <= options.upTo)
      .filter(({ doc }) => (endedAt(doc) ?? Infinity) >= options.endedSince)
      .sort((a, b) => a.lastSeq - b.lastSeq);
    const rows = all.slice(0, options.entries);
    const entries = rows.map(({ doc, stateHash, lastSeq }) => {
      const isWhole = endedAt(doc) === null || options.withEndedEvents;
      const events = isWhole ? this.#events(doc.caseId, lastSeq) : [];
      const found = { seq: lastSeq, caseId: doc.caseId, doc: JSON.stringify(doc), stateHash };
      return enterEntry(found, events, scope);
    });
    const last = rows.at(-1)?.lastSeq ?? 0;
    if (rows.length >= options.entries) return Promise.resolve({ to: last, head, entries });
    entries.push(...this.#recordEntries(scope, options.upTo, options.endedSince));
    return Promise.resolve({ to: options.upTo, head, entries });
  }

  states(scope: Scope, endedSince: number): Promise<ScopeStates> {
    const head = this.#feeds.get(scope)?.at(-1)?.seq ?? 0;
    return Promise.resolve({ head, states: statesOf(this.allCases(), scope, endedSince) });
  }

  shared(kinds: readonly RecordKind[]): Promise<SharedRecords> {
    const records = this.#sorted(({ type }) => kinds.includes(type)).map(({ type, id, doc }) => ({
      type,
      id,
      doc: JSON.stringify(doc),
    }));
    return Promise.resolve({ head: this.#feeds.get('ref')?.at(-1)?.seq ?? 0, records });
  }

  ended(scope: Scope, range: EndedRange): Promise<readonly StoredCase[]> {
    return Promise.resolve(endedOf(this.allCases(), scope, range));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Rows of one number belong together: they are never split over two pages. */
  *#groups(
    rows: readonly FeedRow[],
    from: number,
  ): Generator<{ readonly seq: number; readonly texts: readonly string[] }> {
    let i = rows.findIndex((row) => row.seq > from);
    while (i >= 0 && i < rows.length) {
      const seq = rows[i]?.seq ?? 0;
      const texts: string[] = [];
      for (let row = rows[i]; row?.seq === seq; row = rows[i]) {
        texts.push(this.#entryText(row));
        i += 1;
      }
      yield { seq, texts };
    }
  }

  #sorted(isWanted: (one: StoredRecord) => boolean): StoredRecord[] {
    const keyed = [...this.#records].filter(([, one]) => isWanted(one));
    return keyed.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  }

  #recordEntries(scope: Scope, head: number, since: number): string[] {
    if (scope !== 'ref' && scope !== 'district') return [];
    const wanted = this.#sorted((one) =>
      scope === 'ref' ? !OWN_KINDS.some((own) => own === one.type) : isRecentOwn(one, since),
    );
    return recordsEntries(
      head,
      wanted.map((one) => ({ ...one, doc: JSON.stringify(one.doc) })),
    );
  }

  #events(caseId: CaseId, upTo: number): EventTexts[] {
    const own = this.#byCase.get(caseId) ?? [];
    return own.filter((one) => one.decision.serverSeq <= upTo && !isForgotten(one)).map(eventTexts);
  }

  /** A row is put into text once, however many read it. */
  #entryText(row: FeedRow): string {
    const known = rowTexts.get(row);
    if (known !== undefined) return known;
    const made = this.#asText(row);
    rowTexts.set(row, made);
    return made;
  }

  #asText(row: FeedRow): string {
    const entry = this.entries[row.seq - 1];
    assert(entry !== undefined, 'a feed names decided operations only');
    if (!('body' in row)) return stepText(row, entry);
    const body = JSON.stringify(row.body);
    if (row.type === 'notice') return noticeEntry(row.seq, body);
    if (row.type === 'leave') return `{"type":"leave","seq":${row.seq},${body.slice(1)}`;
    const { doc, stateHash } = row.body as { readonly doc: unknown; readonly stateHash: string };
    const found = { seq: row.seq, caseId: row.caseId, doc: JSON.stringify(doc), stateHash };
    return enterEntry(found, this.#events(row.caseId, row.seq), row.scope);
  }
}
