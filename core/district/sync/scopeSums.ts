import { BoundedMap } from '../../kernel/bounded.ts';
import { setImmediate as turn } from 'node:timers/promises';
import { comparedSince, hasCases } from '../../domain/case/hotSet.ts';
import type { Scope } from '../../domain/operation/identity.ts';
import { SHARED_KINDS } from '../../domain/record/records.ts';
import { sumOfHashes } from '../../kernel/hashSum.ts';
import type { Hashing } from '../../kernel/hashing.ts';
import { DAY_MS } from '../../kernel/time.ts';
import type { Clock, EpochMs } from '../../kernel/time.ts';
import type { ScopeSum, SumAnswer, SumRange } from '../../protocol/sync/scopeSum.ts';
import type { DistrictStore } from '../store/districtStore.ts';
import type { PageText } from './pageTexts.ts';

/** A range of no more cases is told case by case. */
const LEAF = 48;
const PARTS = 16;
/** Tables that are kept: one a scope, of those that asked last. There are more of these than streets and intakes. */
const KEPT = 32;
/** So much older than what is stated now may be asked about; more would be the whole history. */
const OLDER_MS = 2 * DAY_MS;
/** Records that are hashed before others have their turn. */
const RECORDS_A_STEP = 200;

type Reads = Pick<DistrictStore, 'states' | 'shared'>;
/** Of a case, or of a record by its type and id. */
type RowState = SumAnswer['cases'][number];
type Table = { readonly head: number; readonly states: readonly RowState[]; readonly sum: string };
type Kept = { readonly since: EpochMs; readonly table: Promise<Table> };

/**
 * What a scope's cases amount to, and of which of them when somebody finds that his own amount to something
 * else. Read from the case rows, never counted along: a sum kept beside them would hide what it is there to find.
 */
export class ScopeSums {
  readonly #store: Reads;
  readonly #clock: Clock;
  readonly #hashing: Hashing;
  readonly #tables = new BoundedMap<Scope, Kept>(KEPT);

  constructor(store: Reads, clock: Clock, hashing: Hashing) {
    this.#store = store;
    this.#hashing = hashing;
    this.#clock = clock;
  }

  /** The page as it goes out, with the sum where it ends at the head, which is when a sum can be stated. */
  async stated(scope: Scope, page: PageText): Promise<string> {
    const since = sinceOf(scope, this.#clock.wall());
    if (since === null || page.to !== page.head) return page.text;
    const { head, states, sum } = await this.#table(scope, since, page.to);
    // Something was decided meanwhile: it is stated with a later page.
    if (head !== page.to) return page.text;
    const kinds = scope === 'ref' ? { kinds: [...SHARED_KINDS] } : {};
    const stated: ScopeSum = { seq: head, since, count: states.length, sum, ...kinds };
    return `${page.text.slice(0, -1)},"sum":${JSON.stringify(stated)}}`;
  }

  /** Null where nothing may be asked about. */
  async parts(scope: Scope, { since, seq, after, upTo }: SumRange): Promise<SumAnswer | null> {
    const now = sinceOf(scope, this.#clock.wall());
    if (now === null || since < now - OLDER_MS) return null;
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
    this.#tables.set(scope, kept);
  }

  async #read(scope: Scope, since: EpochMs): Promise<Table> {
    const { head, states } =
      scope === 'ref' ? await this.#records() : await this.#store.states(scope, since);
    const inOrder = [...states].sort((a, b) => (a.caseId < b.caseId ? -1 : 1));
    return { head, states: inOrder, sum: sumOfHashes(states.map(({ stateHash }) => stateHash)) };
  }

  /** A record has no number of its own: whoever stands elsewhere than the feed's head is told nothing of it. */
  async #records(): Promise<Pick<Table, 'head' | 'states'>> {
    const { head, records } = await this.#store.shared(SHARED_KINDS);
    const states: RowState[] = [];
    for (const [i, { type, id, doc }] of records.entries()) {
      if (i % RECORDS_A_STEP === RECORDS_A_STEP - 1) await turn();
      const stateHash = this.#hashing.sha256(this.#hashing.canonical(JSON.parse(doc)));
      states.push({ caseId: `${type}/${id}`, stateHash, lastSeq: head });
    }
    return { head, states };
  }
}

/** Null where nothing is compared. Records are compared whatever their age. */
function sinceOf(scope: Scope, now: EpochMs): EpochMs | null {
  if (scope === 'ref') return 0;
  return hasCases(scope) ? comparedSince(scope, now) : null;
}
