import type { CaseDoc } from '../domain/case/caseDoc.ts';
import type { CaseId, CaseNo, PersonId, Scope } from '../domain/operation/identity.ts';
import { asSaidFirst } from '../domain/operation/operation.ts';
import type { AnyOperation } from '../domain/operation/operation.ts';
import type { DecidedOp, Grant, RecordPatch } from '../domain/operation/decision.ts';
import { KINDS_IN_MEMORY } from '../domain/record/records.ts';
import type { GrantRecord, LeaseRecord, RecordKind, RecordOf } from '../domain/record/records.ts';
import { applyMergePatch } from '../kernel/mergePatch.ts';
import type {
  CommitBatch,
  DistrictStore,
  FeedRow,
  Head,
  LogEntry,
  ReplicaMark,
  StoredCase,
  StoredDecision,
  StoredRecord,
} from './store/districtStore.ts';
import type { GivenNumber } from './store/numberGiven.ts';
import { Waiting } from './waiting.ts';

const DOCS_MAX = 12_000;
/** Of deferred acts so many are known at a start; a district that defers more has other sorrows. */
const WAITING_MAX = 20_000;

/** What the decider knows without asking the disk. Changed only by `apply`, after a commit. */
export class DistrictState {
  head: Head;
  readonly marks = new Map<string, ReplicaMark>();
  readonly heads: Map<Scope, number>;
  /** What stands deferred. */
  readonly waiting = new Waiting();
  readonly #docs = new Map<CaseId, StoredCase>();
  readonly #records = new Map<string, RecordOf[RecordKind]>();
  readonly #grants = new Map<PersonId, Map<string, Grant>>();
  readonly #leases = new Map<string, readonly LeaseRecord[]>();
  /** Highest serial of the program's own that was given, by range and day. */
  readonly #taken = new Map<string, number>();

  private constructor(head: Head, heads: ReadonlyMap<Scope, number>) {
    this.head = head;
    this.heads = new Map(heads);
  }

  static async load(store: DistrictStore): Promise<DistrictState> {
    const state = new DistrictState(await store.head(), await store.heads());
    for (const mark of await store.marks()) state.marks.set(markKey(mark), mark);
    for (const record of await store.recordsOf(KINDS_IN_MEMORY)) state.#keep(record);
    state.waiting.committed(await store.waiting(WAITING_MAX));
    return state;
  }

  /** Also moves the case to the young end. */
  doc(caseId: CaseId): StoredCase | undefined {
    const found = this.#docs.get(caseId);
    if (found === undefined) return undefined;
    this.#docs.delete(caseId);
    this.#docs.set(caseId, found);
    return found;
  }

  hold(cases: readonly StoredCase[]): void {
    for (const one of cases) {
      this.#docs.delete(one.doc.caseId);
      this.#docs.set(one.doc.caseId, one);
    }
    for (const caseId of this.#docs.keys()) {
      if (this.#docs.size <= DOCS_MAX) break;
      this.#docs.delete(caseId);
    }
  }

  record(type: RecordKind, id: string): RecordOf[RecordKind] | undefined {
    return this.#records.get(`${type}/${id}`);
  }

  recordsOf<K extends RecordKind>(type: K): RecordOf[K][] {
    const prefix = `${type}/`;
    const found: RecordOf[K][] = [];
    for (const [key, doc] of this.#records) {
      if (key.startsWith(prefix)) found.push(doc as RecordOf[K]);
    }
    return found;
  }

  /** Ranges of numbers of a replica, whatever its incarnation. */
  leasesOf(replica: string): readonly LeaseRecord[] {
    return this.#leases.get(replica) ?? [];
  }

  /** By `person/role/scope`. */
  grantsOf(person: PersonId): ReadonlyMap<string, Grant> {
    return this.#grants.get(person) ?? NO_GRANTS;
  }

  lastTaken(range: string): number | undefined {
    return this.#taken.get(range);
  }

  apply(batch: CommitBatch, taken: ReadonlyMap<string, number>): void {
    const last = batch.entries.at(-1);
    if (last !== undefined) this.head = { serverSeq: last.decision.serverSeq, chain: last.chain };
    for (const mark of batch.marks) this.marks.set(markKey(mark), mark);
    for (const { scope, seq } of batch.feed) this.heads.set(scope, seq);
    for (const record of batch.records) this.#keep(record);
    this.hold(batch.cases);
    this.waiting.committed(batch.entries);
    for (const [range, serial] of taken) this.#taken.set(range, serial);
  }

  #keep(record: StoredRecord): void {
    if (!KINDS_IN_MEMORY.includes(record.type)) return;
    this.#records.set(`${record.type}/${record.id}`, record.doc);
    if (record.type === 'grant') this.#keepGrant(record.id, record.doc);
    if (record.type === 'lease') this.#keepLease(record.doc);
  }

  /** A lease is never changed: a replica's list only grows. */
  #keepLease(lease: LeaseRecord): void {
    const own = this.#leases.get(lease.replica) ?? [];
    this.#leases.set(lease.replica, [...own, lease]);
  }

  #keepGrant(key: string, { person, role, scope, from, to }: GrantRecord): void {
    const own = this.#grants.get(person) ?? new Map<string, Grant>();
    own.set(key, { role, scope, from, to: to ?? null });
    this.#grants.set(person, own);
  }
}

/** A decided operation with its place in the author's chain. */
export type DecidedHere = DecidedOp & { readonly op: AnyOperation };

const NO_GRANTS: ReadonlyMap<string, Grant> = new Map();

export function markKey(mark: { readonly replica: string; readonly incarnation: number }): string {
  return `${mark.replica}#${mark.incarnation}`;
}

/**
 * Everything that a turn of the decider would change, beside the state. It becomes state when the
 * transaction has committed and is thrown away when it has not.
 */
export class Staged {
  readonly entries: LogEntry[] = [];
  readonly #feed: FeedRow[] = [];
  readonly #state: DistrictState;
  readonly #cases = new Map<CaseId, StoredCase>();
  readonly #records = new Map<string, StoredRecord>();
  readonly #fetched = new Map<string, RecordOf[RecordKind]>();
  readonly #marks = new Map<string, ReplicaMark>();
  readonly #byCase = new Map<CaseId, DecidedHere[]>();
  readonly #numbers = new Map<CaseNo, CaseId>();
  /** Cases whose making was deferred in this turn. */
  readonly #unmade = new Map<CaseId, StoredDecision>();
  /** What `take` took: thrown away with the turn, for nobody heard of it. */
  readonly taken = new Map<string, number>();
  head: Head;

  constructor(state: DistrictState) {
    this.#state = state;
    this.head = state.head;
  }

  case(caseId: CaseId): StoredCase | undefined {
    return this.#cases.get(caseId) ?? this.#state.doc(caseId);
  }

  doc(caseId: CaseId): CaseDoc | null {
    return this.case(caseId)?.doc ?? null;
  }

  record(type: RecordKind, id: string): RecordOf[RecordKind] | null {
    const key = `${type}/${id}`;
    const staged = this.#records.get(key)?.doc;
    return staged ?? this.#state.record(type, id) ?? this.#fetched.get(key) ?? null;
  }

  /** Every range of numbers, those of this turn too. */
  leases(): LeaseRecord[] {
    const here = [...this.#records.values()].flatMap((one) =>
      one.type === 'lease' ? [one.doc] : [],
    );
    return [...this.#state.recordsOf('lease'), ...here];
  }

  /** The case that has this number, of those that were asked for before this turn or numbered in it. */
  caseOf(caseNo: CaseNo): CaseId | null {
    return this.#numbers.get(caseNo) ?? null;
  }

  numbered(numbers: readonly GivenNumber[]): void {
    for (const { caseNo, caseId } of numbers) this.#numbers.set(caseNo, caseId);
  }

  lastTaken(range: string): number | undefined {
    return this.taken.get(range) ?? this.#state.lastTaken(range);
  }

  take(range: string, serial: number): void {
    this.taken.set(range, serial);
  }

  fetched(records: readonly StoredRecord[]): void {
    for (const record of records) this.#fetched.set(`${record.type}/${record.id}`, record.doc);
  }

  mark(replica: string, incarnation: number): ReplicaMark | undefined {
    const key = markKey({ replica, incarnation });
    return this.#marks.get(key) ?? this.#state.marks.get(key);
  }

  setMark(mark: ReplicaMark): void {
    this.#marks.set(markKey(mark), mark);
  }

  /** How the making of a case was deferred in this turn, or null. */
  unmade(caseId: CaseId): StoredDecision | null {
    return this.#unmade.get(caseId) ?? null;
  }

  /** Operations on a case decided in this turn, oldest first. */
  decidedHere(caseId: CaseId): readonly DecidedHere[] {
    return this.#byCase.get(caseId) ?? [];
  }

  patchRecord({ type, id, patch }: RecordPatch): void {
    const before = this.record(type, id);
    const after = applyMergePatch(before ?? undefined, patch);
    const doc = after as unknown as RecordOf[RecordKind];
    this.#records.set(`${type}/${id}`, { type, id, doc } as StoredRecord);
  }

  add(entry: LogEntry, after: StoredCase | null, feed: readonly FeedRow[]): void {
    const { op, decision } = entry;
    this.entries.push(entry);
    const isUnmade = op.kind === 'case.create' && decision.outcome === 'deferred';
    if (isUnmade && op.caseId !== null) this.#unmade.set(op.caseId, decision);
    this.#feed.push(...feed);
    this.head = { serverSeq: decision.serverSeq, chain: entry.chain };
    if (after === null) return;
    this.#cases.set(after.doc.caseId, after);
    if (after.doc.caseNo !== undefined) this.#numbers.set(after.doc.caseNo, after.doc.caseId);
    const decided = this.#byCase.get(after.doc.caseId) ?? [];
    decided.push(decidedOp(entry));
    this.#byCase.set(after.doc.caseId, decided);
  }

  batch(): CommitBatch {
    return {
      entries: this.entries,
      cases: [...this.#cases.values()],
      records: [...this.#records.values()],
      feed: this.#feed,
      marks: [...this.#marks.values()],
    };
  }
}

export function decidedOp({ op, decision }: LogEntry): DecidedHere {
  return {
    op: asSaidFirst(op),
    outcome: decision.outcome,
    ver: decision.ver ?? 0,
    at: decision.at,
    holderBefore: decision.holderBefore as DecidedOp['holderBefore'],
  };
}
