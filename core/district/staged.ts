import type { CaseDoc } from '../domain/case/caseDoc.ts';
import type { CaseId, CaseNo } from '../domain/operation/identity.ts';
import type { RecordPatch } from '../domain/operation/decision.ts';
import type { LeaseRecord, RecordKind, RecordOf } from '../domain/record/records.ts';
import { applyMergePatch } from '../kernel/mergePatch.ts';
import { decidedOp } from './decidedOp.ts';
import type { DecidedAct } from './decidedOp.ts';
import { markKey } from './districtState.ts';
import type { DistrictState } from './districtState.ts';
import type {
  CommitBatch,
  FeedRow,
  Head,
  KnownDecision,
  LogEntry,
  ReplicaMark,
  StoredCase,
  StoredDecision,
  StoredRecord,
} from './store/districtStore.ts';
import type { GivenNumber } from './store/numberGiven.ts';

/** Asked of the state while an act is judged, not of what is staged: who may, with which device and number. */
const ASKED_OF_THE_STATE: readonly RecordKind[] = ['grant', 'device', 'lease', 'ref', 'drill'];

/** What one turn changed. */
type Layer = {
  readonly entries: LogEntry[];
  readonly byId: Map<string, LogEntry>;
  readonly cases: Map<CaseId, StoredCase>;
  readonly records: Map<string, StoredRecord>;
  readonly marks: Map<string, ReplicaMark>;
  readonly byCase: Map<CaseId, DecidedAct[]>;
  readonly numbers: Map<CaseNo, CaseId>;
  /** What `take` took: thrown away with the turn, for nobody heard of it. */
  readonly taken: Map<string, number>;
};

/**
 * Everything that a turn of the decider would change, beside the state. It becomes state when the
 * transaction has committed and is thrown away when it has not. While the turn before it is on its way to the disk
 * it stands on that one (docs/adr/0026): what was decided there counts here, whether it has become state or not.
 */
export class Staged {
  readonly #feed: FeedRow[] = [];
  readonly #state: DistrictState;
  readonly #own = emptyLayer();
  readonly #before: Layer | null;
  /** As they were when they were first looked at: nothing that becomes state meanwhile is about them. */
  readonly #seen = new Map<CaseId, StoredCase>();
  readonly #fetched = new Map<string, RecordOf[RecordKind]>();
  /** What the store had of operations before this turn; null where it had nothing. */
  readonly #known = new Map<string, KnownDecision | null>();
  /** Cases whose making was deferred in this turn. */
  readonly #unmade = new Map<CaseId, StoredDecision>();
  head: Head;
  #isForAll = false;

  constructor(state: DistrictState, before: Staged | null = null) {
    this.#state = state;
    this.#before = before === null ? null : before.#own;
    this.head = before?.head ?? state.head;
  }

  get entries(): readonly LogEntry[] {
    return this.#own.entries;
  }

  get taken(): ReadonlyMap<string, number> {
    return this.#own.taken;
  }

  /**
   * Changes what is asked of the state, or what waits there: only what is decided after it has become state can
   * know of it.
   */
  get isForAll(): boolean {
    return this.#isForAll;
  }

  case(caseId: CaseId): StoredCase | undefined {
    const known =
      this.#own.cases.get(caseId) ?? this.#before?.cases.get(caseId) ?? this.#seen.get(caseId);
    if (known !== undefined) return known;
    const found = this.#state.doc(caseId);
    if (found !== undefined) this.#seen.set(caseId, found);
    return found;
  }

  doc(caseId: CaseId): CaseDoc | null {
    return this.case(caseId)?.doc ?? null;
  }

  record(type: RecordKind, id: string): RecordOf[RecordKind] | null {
    const key = `${type}/${id}`;
    const staged = this.#own.records.get(key) ?? this.#before?.records.get(key);
    return staged?.doc ?? this.#state.record(type, id) ?? this.#fetched.get(key) ?? null;
  }

  /** Every range of numbers, those of this turn too. */
  leases(): LeaseRecord[] {
    const here = [...this.#own.records.values()].flatMap((one) =>
      one.type === 'lease' ? [one.doc] : [],
    );
    return [...this.#state.recordsOf('lease'), ...here];
  }

  /** The case that has this number, of those that were asked for before this turn or numbered in it. */
  caseOf(caseNo: CaseNo): CaseId | null {
    return this.#before?.numbers.get(caseNo) ?? this.#own.numbers.get(caseNo) ?? null;
  }

  numbered(numbers: readonly GivenNumber[]): void {
    for (const { caseNo, caseId } of numbers) this.#own.numbers.set(caseNo, caseId);
  }

  lastTaken(range: string): number | undefined {
    return (
      this.#own.taken.get(range) ?? this.#before?.taken.get(range) ?? this.#state.lastTaken(range)
    );
  }

  take(range: string, serial: number): void {
    this.#own.taken.set(range, serial);
  }

  fetched(records: readonly StoredRecord[]): void {
    for (const record of records) this.#fetched.set(`${record.type}/${record.id}`, record.doc);
  }

  lookedFor(opIds: readonly string[], found: readonly KnownDecision[]): void {
    for (const opId of opIds) this.#known.set(opId, null);
    for (const one of found) this.#known.set(one.opId, one);
  }

  /** What the store had of these operations; null when it was not asked for each of them. */
  knownAmong(opIds: readonly string[]): readonly KnownDecision[] | null {
    if (!opIds.every((opId) => this.#known.has(opId))) return null;
    return opIds.flatMap((opId) => this.#known.get(opId) ?? []);
  }

  mark(replica: string, incarnation: number): ReplicaMark | undefined {
    const key = markKey({ replica, incarnation });
    return this.#own.marks.get(key) ?? this.#before?.marks.get(key) ?? this.#state.marks.get(key);
  }

  setMark(mark: ReplicaMark): void {
    this.#own.marks.set(markKey(mark), mark);
  }

  /** How the making of a case was deferred in this turn, or null. */
  unmade(caseId: CaseId): StoredDecision | null {
    return this.#unmade.get(caseId) ?? null;
  }

  /** What is written of a case above a version, where that is remembered; null when the store must be asked. */
  recentOn(caseId: CaseId, ver: number): readonly DecidedAct[] | null {
    return this.#state.recent.above(caseId, ver);
  }

  /** Operations on a case decided in this turn and in the one before it, oldest first. */
  decidedHere(caseId: CaseId): readonly DecidedAct[] {
    const before = this.#before?.byCase.get(caseId) ?? [];
    const here = this.#own.byCase.get(caseId) ?? [];
    return before.length === 0 ? here : [...before, ...here];
  }

  /** What was decided of an operation in this turn or in the one before it. */
  entryOf(opId: string): LogEntry | null {
    return this.#own.byId.get(opId) ?? this.#before?.byId.get(opId) ?? null;
  }

  /** What was decided in this turn and in the one before it, oldest first: the store may not have it yet. */
  get lately(): readonly LogEntry[] {
    const { entries } = this.#own;
    return this.#before === null ? entries : [...this.#before.entries, ...entries];
  }

  patchRecord({ type, id, patch }: RecordPatch): void {
    const before = this.record(type, id);
    const after = applyMergePatch(before ?? undefined, patch);
    const doc = after as unknown as RecordOf[RecordKind];
    this.#own.records.set(`${type}/${id}`, { type, id, doc } as StoredRecord);
    if (ASKED_OF_THE_STATE.includes(type)) this.#isForAll = true;
  }

  add(entry: LogEntry, after: StoredCase | null, feed: readonly FeedRow[]): void {
    const { op, decision } = entry;
    this.#own.entries.push(entry);
    this.#own.byId.set(op.opId, entry);
    const isOfWhatWaits = decision.outcome === 'deferred' || op.replays !== undefined;
    if (isOfWhatWaits) this.#isForAll = true;
    const isUnmade = op.kind === 'case.create' && decision.outcome === 'deferred';
    if (isUnmade && op.caseId !== null) this.#unmade.set(op.caseId, decision);
    this.#feed.push(...feed);
    this.head = { serverSeq: decision.serverSeq, chain: entry.chain };
    if (after === null) return;
    this.#own.cases.set(after.doc.caseId, after);
    if (after.doc.caseNo !== undefined) this.#own.numbers.set(after.doc.caseNo, after.doc.caseId);
    const decided = this.#own.byCase.get(after.doc.caseId) ?? [];
    decided.push(decidedOp(entry));
    this.#own.byCase.set(after.doc.caseId, decided);
  }

  batch(): CommitBatch {
    return {
      entries: this.#own.entries,
      cases: [...this.#own.cases.values()],
      records: [...this.#own.records.values()],
      feed: this.#feed,
      marks: [...this.#own.marks.values()],
    };
  }
}

function emptyLayer(): Layer {
  return {
    entries: [],
    byId: new Map(),
    cases: new Map(),
    records: new Map(),
    marks: new Map(),
    byCase: new Map(),
    numbers: new Map(),
    taken: new Map(),
  };
}
