import { BoundedMap } from '../../kernel/bounded.ts';
import type { SqlReader } from '../../storage/sqlite/database.ts';
import type { HeldCase } from './pageApply.ts';
import { heldCases } from './replicaRows.ts';

const CASES_MAX = 2_000;

/** Confirmed rows of cases on which acts wait, as they were last written: page after page moves the same ones. */
export class HeldBook {
  readonly #cases = new BoundedMap<string, HeldCase>(CASES_MAX);

  async of(tx: SqlReader, ids: readonly string[]): Promise<ReadonlyMap<string, HeldCase>> {
    const unknown = ids.filter((id) => !this.#cases.has(id));
    const held = unknown.length === 0 ? new Map<string, HeldCase>() : await heldCases(tx, unknown);
    for (const id of ids) {
      const one = this.#cases.get(id);
      if (one !== undefined) held.set(id, one);
    }
    return held;
  }

  wrote(cases: ReadonlyMap<string, HeldCase>, isAwaited: (caseId: string) => boolean): void {
    this.drop(cases.keys());
    for (const [id, held] of cases) if (isAwaited(id)) this.#cases.set(id, held);
  }

  /** Their rows changed in another way than by a page. */
  drop(caseIds: Iterable<string>): void {
    for (const id of caseIds) this.#cases.delete(id);
  }

  /** What was written is not there: a transaction was rolled back, or another file is read from now on. */
  forget(): void {
    this.#cases.clear();
  }
}
