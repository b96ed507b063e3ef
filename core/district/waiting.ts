import type { CaseId, OpId } from '../domain/operation/identity.ts';
import type { LogEntry } from './store/districtStore.ts';

/**
 * Acts that stand deferred and were not decided again yet, in the order in which they came. Few: the whole of
 * them is in memory, so that nobody has to look for them on the disk at every act.
 */
export class Waiting {
  readonly #all = new Map<OpId, LogEntry>();
  /** How the making of a case was deferred. */
  readonly #creations = new Map<CaseId, LogEntry>();

  get size(): number {
    return this.#all.size;
  }

  has(opId: OpId): boolean {
    return this.#all.has(opId);
  }

  all(): IterableIterator<LogEntry> {
    return this.#all.values();
  }

  /** How the making of a case was deferred, or null. */
  creationOf(caseId: CaseId): LogEntry | null {
    return this.#creations.get(caseId) ?? null;
  }

  committed(entries: readonly LogEntry[]): void {
    for (const entry of entries) {
      const { op, decision } = entry;
      if (op.replays !== undefined) this.#drop(op.replays.opId, op.caseId);
      else if (decision.outcome === 'deferred') this.#add(entry);
    }
  }

  #add(entry: LogEntry): void {
    const { opId, caseId, kind } = entry.op;
    this.#all.set(opId, entry);
    if (kind === 'case.create' && caseId !== null) this.#creations.set(caseId, entry);
  }

  #drop(opId: OpId, caseId: CaseId | null): void {
    this.#all.delete(opId);
    if (this.#creations.get(caseId ?? '')?.op.opId === opId) this.#creations.delete(caseId ?? '');
  }
}
