import type { CaseId } from '../domain/operation/identity.ts';
import { decidedOp } from './decidedOp.ts';
import type { DecidedAct } from './decidedOp.ts';
import { redactionOf } from './store/forgotten.ts';
import type { LogEntry } from './store/districtStore.ts';

const ACTS_MAX = 12_000;

/**
 * The last decisions on the cases that were decided on last: who has not seen them yet pushes next, and the disk need
 * not be asked for what was written a moment ago. A case is known without a gap from some version on (I-04).
 */
export class RecentActs {
  readonly #max: number;
  /** Those decided on longest ago first. */
  readonly #byCase = new Map<CaseId, DecidedAct[]>();
  #size = 0;

  constructor(max = ACTS_MAX) {
    this.#max = max;
  }

  committed(entries: readonly LogEntry[]): void {
    for (const entry of entries) {
      const { caseId, ver } = entry.decision;
      if (caseId === null || ver === null) continue;
      const acts = this.#sinceRedaction(entry, this.#byCase.get(caseId) ?? []);
      acts.push(decidedOp(entry));
      this.#size += 1;
      this.#byCase.delete(caseId);
      this.#byCase.set(caseId, acts);
    }
    this.#dropOldest();
  }

  /** Everything decided on a case above a version, oldest first; null when the disk must be asked. */
  above(caseId: CaseId, ver: number): readonly DecidedAct[] | null {
    const acts = this.#byCase.get(caseId);
    const first = acts?.[0];
    if (acts === undefined || first === undefined || first.ver > ver + 1) return null;
    return acts.filter((one) => one.ver > ver);
  }

  /** What a redaction has taken out of the store is not kept here either. */
  #sinceRedaction(entry: LogEntry, acts: DecidedAct[]): DecidedAct[] {
    if (redactionOf(entry) === null) return acts;
    this.#size -= acts.length;
    return [];
  }

  #dropOldest(): void {
    for (const [caseId, acts] of this.#byCase) {
      if (this.#size <= this.#max) return;
      this.#byCase.delete(caseId);
      this.#size -= acts.length;
    }
  }
}
