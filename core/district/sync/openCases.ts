import { ENDED_STAGES } from '../../domain/case/caseDoc.ts';
import type { CaseDoc } from '../../domain/case/caseDoc.ts';
import type { CaseId, Scope } from '../../domain/operation/identity.ts';
import { assert } from '../../kernel/assert.ts';
import type { District } from '../openDistrict.ts';

/** The open cases of the whole district, kept up with every commit: counts and points without a query. */
export class OpenCases {
  readonly #docs = new Map<CaseId, CaseDoc>();
  readonly #held = new Map<Scope, number>();
  readonly #listeners = new Set<(doc: CaseDoc) => void>();
  #stop: () => void = () => undefined;

  static async open(district: District): Promise<OpenCases> {
    const cases = new OpenCases();
    // Listening begins before reading, so that nothing falls between; what is newer wins.
    cases.#stop = district.onCommit((entries) => {
      const ids = new Set(entries.flatMap(({ op }) => (op.caseId === null ? [] : [op.caseId])));
      for (const caseId of ids) {
        const found = district.core.state.doc(caseId);
        if (found !== undefined) cases.#put(found.doc);
      }
    });
    for (const { doc } of await district.store.openCases()) {
      if ((cases.#docs.get(doc.caseId)?.ver ?? 0) < doc.ver) cases.#put(doc);
    }
    return cases;
  }

  get docs(): ReadonlyMap<CaseId, CaseDoc> {
    return this.#docs;
  }

  heldBy(scope: Scope): number {
    return this.#held.get(scope) ?? 0;
  }

  /** Every case that was changed, open or ended by it. Returns a function that stops listening. */
  onChange(listener: (doc: CaseDoc) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#stop();
  }

  #put(doc: CaseDoc): void {
    const before = this.#docs.get(doc.caseId);
    if (before !== undefined) this.#count(before.holder, -1);
    if (ENDED_STAGES.includes(doc.stage)) this.#docs.delete(doc.caseId);
    else {
      this.#docs.set(doc.caseId, doc);
      this.#count(doc.holder, 1);
    }
    for (const listener of this.#listeners) listener(doc);
  }

  #count(scope: Scope, by: number): void {
    const count = (this.#held.get(scope) ?? 0) + by;
    assert(count >= 0, 'no scope holds fewer than no cases');
    this.#held.set(scope, count);
  }
}
