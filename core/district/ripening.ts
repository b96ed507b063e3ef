import type { CaseId, OpId } from '../domain/operation/identity.ts';
import { baseOf, isNotYet } from './aheadOfRestore.ts';
import type { LogEntry } from './store/districtStore.ts';

/** What of a case tells whose business it is: only when it changes somebody may cease to be a stranger. */
const GROUNDS: readonly string[] = [
  'members',
  'left',
  'assignments',
  'verifyOrdered',
  'verifiersBefore',
  'callbackDueAt',
  'callbackBefore',
];

type OnCase = {
  /** By the version that their authors had seen, lowest first. */
  readonly byVer: { readonly ver: number; readonly entries: LogEntry[] }[];
  /** Tried at their version and not their authors' business yet, alike ones together. */
  readonly aside: Map<string, Map<OpId, LogEntry>>;
  /** Deferred for another cause: tried when the case is made. */
  readonly others: LogEntry[];
};

/**
 * What waits on a case, laid out so that a step on it names at once what is worth trying: what had seen this very
 * version, and of those that are alike one. However many wait, a step looks at no other.
 */
export class Ripening {
  readonly #cases = new Map<CaseId, OnCase>();

  waits(entry: LogEntry): void {
    const on = this.#on(entry.op.caseId ?? '');
    if (!isNotYet(entry.decision)) on.others.push(entry);
    else laidOut(on.byVer, baseOf(entry.op)?.ver ?? 0, entry);
  }

  /** What may be tried after this step on a case. */
  after({ op, decision }: LogEntry): LogEntry[] {
    const { ver } = decision;
    const on = this.#cases.get(op.caseId ?? '');
    if (on === undefined || ver === null) return [];
    const due: LogEntry[] = ver === 1 ? on.others.splice(0) : [];
    for (let next = on.byVer[0]; next !== undefined && next.ver <= ver; next = on.byVer[0]) {
      on.byVer.shift();
      due.push(...next.entries);
    }
    if (touchesGrounds(decision.casePatch)) {
      for (const alike of on.aside.values()) {
        const [first] = alike.values();
        if (first !== undefined) due.push(first);
      }
    }
    return due;
  }

  /** Tried in vain at its version: it is tried again with those that are alike. */
  setAside(entry: LogEntry): void {
    const on = this.#on(entry.op.caseId ?? '');
    const key = alikeBy(entry);
    const alike = on.aside.get(key) ?? new Map<OpId, LogEntry>();
    alike.set(entry.op.opId, entry);
    on.aside.set(key, alike);
  }

  /** It waits no more. What had been set aside as alike may be tried now. */
  over(entry: LogEntry): LogEntry[] {
    const on = this.#cases.get(entry.op.caseId ?? '');
    const alike = on?.aside.get(alikeBy(entry));
    if (on === undefined || alike?.has(entry.op.opId) !== true) return [];
    on.aside.delete(alikeBy(entry));
    alike.delete(entry.op.opId);
    return [...alike.values()];
  }

  #on(caseId: CaseId): OnCase {
    const known = this.#cases.get(caseId);
    if (known !== undefined) return known;
    const made: OnCase = { byVer: [], aside: new Map(), others: [] };
    this.#cases.set(caseId, made);
    return made;
  }
}

function alikeBy({ op }: LogEntry): string {
  return [op.kind, op.scope, op.actor, op.onBehalf ?? ''].join(' ');
}

function touchesGrounds(patch: LogEntry['decision']['casePatch']): boolean {
  return patch !== null && Object.keys(patch).some((key) => GROUNDS.includes(key));
}

function laidOut(byVer: OnCase['byVer'], ver: number, entry: LogEntry): void {
  let [low, high] = [0, byVer.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((byVer[middle]?.ver ?? 0) < ver) low = middle + 1;
    else high = middle;
  }
  const at = byVer[low];
  if (at?.ver === ver) at.entries.push(entry);
  else byVer.splice(low, 0, { ver, entries: [entry] });
}
