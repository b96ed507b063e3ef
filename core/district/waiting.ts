import type { CaseId, OpId } from '../domain/operation/identity.ts';
import type { LogEntry } from './store/districtStore.ts';

/**
 * Acts that stand deferred and were not decided again yet, in the order in which they came. Few: the whole of
 * them is in memory, so that nobody has to look for them on the disk at every act.
 */
export class Waiting {
  readonly #all = new Map<OpId, LogEntry>();
  readonly #byCase = new Map<CaseId, Map<OpId, LogEntry>>();

  get size(): number {
    return this.#all.size;
  }

  has(opId: OpId): boolean {
    return this.#all.has(opId);
  }

  all(): IterableIterator<LogEntry> {
    return this.#all.values();
  }

  of(caseId: CaseId): readonly LogEntry[] {
    return [...(this.#byCase.get(caseId)?.values() ?? [])];
  }

  /** How the making of a case was deferred, or null. */
  creationOf(caseId: CaseId): LogEntry | null {
    const found = this.of(caseId).find(({ op }) => op.kind === 'case.create');
    return found ?? null;
  }

  committed(entries: readonly LogEntry[]): void {
    for (const entry of entries) {
      const { op, decision } = entry;
      if (op.replays !== undefined) this.#drop(op.replays.opId, op.caseId);
      else if (decision.outcome === 'deferred') this.#add(entry);
    }
  }

  #add(entry: LogEntry): void {
    const { opId, caseId } = entry.op;
    this.#all.set(opId, entry);
    if (caseId === null) return;
    const own = this.#byCase.get(caseId) ?? new Map<OpId, LogEntry>();
    own.set(opId, entry);
    this.#byCase.set(caseId, own);
  }

  #drop(opId: OpId, caseId: CaseId | null): void {
    this.#all.delete(opId);
    const own = this.#byCase.get(caseId ?? '');
    own?.delete(opId);
    if (own?.size === 0) this.#byCase.delete(caseId ?? '');
  }
}
