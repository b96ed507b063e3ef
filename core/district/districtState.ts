import { BoundedMap } from '../kernel/bounded.ts';
import type { CaseId, PersonId, Scope } from '../domain/operation/identity.ts';
import type { Grant } from '../domain/operation/decision.ts';
import { KINDS_IN_MEMORY } from '../domain/record/records.ts';
import type { GrantRecord, LeaseRecord, RecordKind, RecordOf } from '../domain/record/records.ts';
import type {
  CommitBatch,
  DistrictStore,
  Head,
  ReplicaMark,
  StoredCase,
  StoredRecord,
} from './store/districtStore.ts';
import { RecentActs } from './recentActs.ts';
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
  readonly recent = new RecentActs();
  readonly #docs = new BoundedMap<CaseId, StoredCase>(DOCS_MAX);
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
    this.#docs.set(caseId, found);
    return found;
  }

  hold(cases: readonly StoredCase[]): void {
    for (const { doc, stateHash, lastSeq } of cases) {
      // Without its text, which is needed once.
      this.#docs.set(doc.caseId, { doc, stateHash, lastSeq });
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
    this.recent.committed(batch.entries);
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

const NO_GRANTS: ReadonlyMap<string, Grant> = new Map();

export function markKey(mark: { readonly replica: string; readonly incarnation: number }): string {
  return `${mark.replica}#${mark.incarnation}`;
}
