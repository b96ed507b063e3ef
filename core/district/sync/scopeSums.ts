import { comparedSince, hasCases } from '../../domain/case/hotSet.ts';
import type { Scope } from '../../domain/operation/identity.ts';
import { sumOfHashes } from '../../kernel/hashSum.ts';
import { DAY_MS } from '../../kernel/time.ts';
import type { Clock, EpochMs } from '../../kernel/time.ts';
import type { ScopeSum, SumAnswer, SumRange } from '../../protocol/sync/scopeSum.ts';
import type { CaseState, DistrictStore } from '../store/districtStore.ts';
import type { PageText } from './pageTexts.ts';

/** A range of no more cases is told case by case. */
const LEAF = 48;
const PARTS = 16;
/** Tables that are kept: one a scope, of those that asked last. There are more of these than streets and intakes. */
const KEPT = 32;
/** So much older than what is stated now may be asked about; more would be the whole history. */
const OLDER_MS = 2 * DAY_MS;

type Table = { readonly head: number; readonly states: readonly CaseState[]; readonly sum: string };
type Kept = { readonly since: EpochMs; readonly table: Promise<Table> };

/**
 * What a scope's cases amount to, and of which of them when somebody finds that his own amount to something
 * else. Read from the case rows, never counted along: a sum kept beside them would hide what it is there to find.
 */
export class ScopeSums {
  readonly #store: Pick<DistrictStore, 'states'>;
  readonly #clock: Clock;
  readonly #tables = new Map<Scope, Kept>();

  constructor(store: Pick<DistrictStore, 'states'>, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** The page as it goes out, with the sum where it ends at the head, which is when a sum can be stated. */
  async stated(scope: Scope, page: PageText): Promise<string> {
    if (!hasCases(scope) || page.to !== page.head) return page.text;
    const since = comparedSince(scope, this.#clock.wall());
    const { head, states, sum } = await this.#table(scope, since, page.to);
    // Something was decided meanwhile: it is stated with a later page.
    if (head !== page.to) return page.text;
    const stated: ScopeSum = { seq: head, since, count: states.length, sum };
    return `${page.text.slice(0, -1)},"sum":${JSON.stringify(stated)}}`;
  }

  /** Null where nothing may be asked about. */
  async parts(scope: Scope, { since, seq, after, upTo }: SumRange): Promise<SumAnswer | null> {
    if (!hasCases(scope) || since < comparedSince(scope, this.#clock.wall()) - OLDER_MS)
      return null;
    const { head, states } = await this.#table(scope, since, seq);
    const within = states.filter(
      ({ caseId }) => (after === null || caseId > after) && (upTo === null || caseId <= upTo),
    );
    if (within.length <= LEAF) {
      const cases = within.map(({ caseId, stateHash, lastSeq }) => ({
        caseId,
        stateHash,
        lastSeq,
      }));
      return { head, parts: [], cases };
    }
    const size = Math.ceil(within.length / PARTS);
    const parts: { upTo: string | null; sum: string }[] = [];
    for (let i = 0; i < within.length; i += size) {
      const part = within.slice(i, i + size);
      const isLast = i + size >= within.length;
      const end = isLast ? upTo : (part.at(-1)?.caseId ?? null);
      parts.push({ upTo: end, sum: sumOfHashes(part.map(({ stateHash }) => stateHash)) });
    }
    return { head, parts, cases: [] };
  }

  /** As the scope stands at this head at least. A whole hall asks for the same within moments. */
  async #table(scope: Scope, since: EpochMs, atLeast: number): Promise<Table> {
    const kept = this.#tables.get(scope);
    if (kept?.since === since) {
      const table = await kept.table.catch(() => null);
      if (table !== null && table.head >= atLeast && this.#tables.get(scope) === kept) {
        this.#keep(scope, kept);
        return table;
      }
    }
    const table = this.#read(scope, since);
    this.#keep(scope, { since, table });
    return table;
  }

  /** As the one that was asked for last. */
  #keep(scope: Scope, kept: Kept): void {
    this.#tables.delete(scope);
    this.#tables.set(scope, kept);
    for (const oldest of this.#tables.keys()) {
      if (this.#tables.size <= KEPT) break;
      this.#tables.delete(oldest);
    }
  }

  async #read(scope: Scope, since: EpochMs): Promise<Table> {
    const { head, states } = await this.#store.states(scope, since);
    const inOrder = [...states].sort((a, b) => (a.caseId < b.caseId ? -1 : 1));
    return { head, states: inOrder, sum: sumOfHashes(states.map(({ stateHash }) => stateHash)) };
  }
}
