import type { CaseId, CaseNo } from '../../domain/operation/identity.ts';
import { assert } from '../../kernel/assert.ts';
import type { CommitBatch, LogEntry } from './districtStore.ts';
import { numberGiven } from './numberGiven.ts';
import type { GivenNumber } from './numberGiven.ts';

/** Numbers given, for the store without a disk: one number a case, one case a number. */
export class NumberTable {
  readonly #caseOf = new Map<CaseNo, CaseId>();
  readonly #numbered = new Set<CaseId>();

  check({ entries }: Pick<CommitBatch, 'entries'>): void {
    const given = entries.map(numberGiven).filter((one) => one !== null);
    const caseNos = new Set(given.map((one) => one.caseNo));
    const cases = new Set(given.map((one) => one.caseId));
    const isFree = given.every(
      (one) => !this.#caseOf.has(one.caseNo) && !this.#numbered.has(one.caseId),
    );
    const isOnce = caseNos.size === given.length && cases.size === given.length;
    assert(isFree && isOnce, 'a case gets one number and a number one case');
  }

  add(entry: LogEntry): void {
    const given = numberGiven(entry);
    if (given === null) return;
    this.#caseOf.set(given.caseNo, given.caseId);
    this.#numbered.add(given.caseId);
  }

  given(caseNos: readonly CaseNo[]): GivenNumber[] {
    return [...new Set(caseNos)].flatMap((caseNo) => {
      const caseId = this.#caseOf.get(caseNo);
      return caseId === undefined ? [] : { caseNo, caseId };
    });
  }

  lastSerial(prefix: string, range: { readonly from: number; readonly to: number }): number {
    let last = 0;
    for (const caseNo of this.#caseOf.keys()) {
      if (!caseNo.startsWith(prefix)) continue;
      const serial = Number(caseNo.slice(prefix.length));
      if (serial >= range.from && serial <= range.to) last = Math.max(last, serial);
    }
    return last;
  }
}
