import { hasCases } from '../domain/case/hotSet.ts';
import { sumOfHashes } from '../kernel/hashSum.ts';
import type { Json } from '../kernel/mergePatch.ts';
import { AppError, type FailureCode } from '../protocol/errors.ts';
import type { ScopeSum, SumAnswer, SumRange } from '../protocol/sync/scopeSum.ts';
import type { AskByName, CheckedRows, EnginePorts, FetchedCase } from './syncPorts.ts';

/** A scope is compared again when its feed has gone on by so many numbers. */
const COMPARED_EVERY = 1_000;
/** One comparison that came to nothing is not tried again at once. */
const PAUSE_MS = 10_000;
/** Of one mismatch: what is wrong beyond that is found the next time. */
const MENDED_MAX = 2_000;

export type CheckReport = {
  /** Comparisons that came to an end, since this process began. */
  readonly compared: number;
  /** Cases that were not as the district has them, and are now. */
  readonly repaired: number;
  readonly repairedAt: number | null;
  /** Where the feed stood when all rows were as the district has them, last; null on a line that has not seen it. */
  readonly equalAt: number | null;
};

type Range = Pick<SumRange, 'after' | 'upTo'>;
type Own = { readonly cursor: number; readonly states: ReadonlyMap<string, string> };

type CheckPorts = {
  readonly rows: CheckedRows;
  readonly ask: AskByName;
  readonly mono: () => number;
  readonly wall: () => number;
  readonly every: number;
  /** Cases that are known to be wrong and on their way. */
  readonly coming: () => readonly string[];
  /** So many cases, by one comparison. */
  readonly onRepaired: (cases: number) => void;
  readonly wake: () => void;
};

/** The line went in between: the next greeting compares again. */
const OF_THE_LINE: readonly FailureCode[] = ['session/needs-line', 'link/closed', 'link/timeout'];

type CheckOptions = {
  readonly compareEvery?: number;
  readonly repaired?: (cases: number) => void;
  readonly wake: () => void;
};

/** For an engine: null where it holds no rows. */
export function checkOf(
  { checked, clock, replica }: EnginePorts,
  { compareEvery = COMPARED_EVERY, repaired, wake }: CheckOptions,
  ask: AskByName,
): ScopeCheck | null {
  if (checked === undefined) return null;
  return new ScopeCheck({
    rows: checked,
    ask,
    mono: () => clock.mono(),
    wall: () => clock.wall(),
    every: compareEvery,
    coming: () => replica.broken(),
    onRepaired: (cases) => repaired?.(cases),
    wake,
  });
}

/**
 * Holds the rows of this console against what the district states of their scope: after every greeting, and as
 * its feed goes on. The console's own sum is made from its rows each time and from nothing that it was told.
 * Where the two differ, the range is halved and halved again until the cases are named; those are fetched
 * whole and put in place of rows that are still the wrong ones. Acts that wait are in another file and stay.
 */
export class ScopeCheck {
  readonly #ports: CheckPorts;
  readonly #comparedAt = new Map<string, number>();
  #pausedUntil = -Infinity;
  #isRunning = false;
  /** Stated while another scope was compared. */
  readonly #next = new Map<string, ScopeSum>();
  #failure: Error | null = null;
  #report: CheckReport = { compared: 0, repaired: 0, repairedAt: null, equalAt: null };

  constructor(ports: CheckPorts) {
    this.#ports = ports;
  }

  get report(): CheckReport {
    return this.#report;
  }

  /** A new line: whatever happened to either side meanwhile, compare. */
  greeted(): void {
    this.#comparedAt.clear();
    this.#report = { ...this.#report, equalAt: null };
    this.#pausedUntil = -Infinity;
  }

  wants(scope: string, cursor: number): boolean {
    if (this.#isRunning || !this.#isHeld(scope)) return false;
    if (this.#ports.mono() < this.#pausedUntil) return false;
    const at = this.#comparedAt.get(scope);
    return at === undefined || cursor - at >= this.#ports.every;
  }

  /** Resolves when the comparison is over. What the line takes away is tried again later. */
  async stated(scope: string, sum: ScopeSum): Promise<void> {
    if (this.#isRunning) {
      this.#next.set(scope, sum);
      return;
    }
    this.#isRunning = true;
    const before = this.#report.repaired;
    try {
      this.#pausedUntil = this.#ports.mono() + PAUSE_MS;
      if (!(await this.#compare(scope, sum))) return;
      this.#report = { ...this.#report, compared: this.#report.compared + 1 };
      // What was mended is looked at once more; a difference that nothing mends waits its turn.
      if (this.#report.repaired === before) this.#comparedAt.set(scope, sum.seq);
    } catch (cause) {
      const isOfTheLine = cause instanceof AppError && OF_THE_LINE.includes(cause.code);
      if (isOfTheLine) return;
      this.#failure = cause instanceof Error ? cause : new Error(String(cause));
    } finally {
      this.#isRunning = false;
      const { repaired } = this.#report;
      if (repaired > before) this.#ports.onRepaired(repaired - before);
      this.#ports.wake();
    }
    for (const [other, stated] of this.#next) {
      this.#next.delete(other);
      await this.stated(other, stated);
    }
  }

  #isHeld(scope: string): boolean {
    return hasCases(scope) || (scope === 'ref' && this.#ports.rows.records !== undefined);
  }

  /** Null for records of which it is not said what was summed up. */
  async #own(scope: string, { since, kinds }: ScopeSum): Promise<Own | null> {
    const { rows } = this.#ports;
    if (hasCases(scope)) return rows.states(scope, since);
    return kinds === undefined ? null : ((await rows.records?.states(kinds)) ?? null);
  }

  /** What failed behind the engine's back is told by its next turn. */
  raise(): void {
    const failure = this.#failure;
    this.#failure = null;
    if (failure !== null) throw failure;
  }

  /** False when the two could not be held against each other now. */
  async #compare(scope: string, stated: ScopeSum): Promise<boolean> {
    const { seq, since, sum } = stated;
    const own = await this.#own(scope, stated);
    if (own?.cursor !== seq) return false;
    if (sumOfHashes(own.states.values()) === sum) {
      if (hasCases(scope)) this.#report = { ...this.#report, equalAt: seq };
      return true;
    }
    const about = { scope, since, seq };
    const ranges: Range[] = [{ after: null, upTo: null }];
    let mended = 0;
    for (let range = ranges.pop(); range !== undefined; range = ranges.pop()) {
      const answer = await this.#ask({ ...about, ...range });
      if (answer === null || answer.head < seq) return false;
      ranges.push(...differing(answer, range, own));
      for (const caseId of this.#wrong(answer, range, own)) {
        if (mended >= MENDED_MAX) return false;
        if (await this.#mend(caseId, own, scope)) mended += 1;
      }
    }
    return true;
  }

  async #ask(range: SumRange): Promise<SumAnswer | null> {
    const { ok, value } = await this.#ports.ask('scope.sums', range);
    return ok ? (value as unknown as SumAnswer) : null;
  }

  /** What was decided after the cursor comes by the feed and is no mistake. */
  #wrong({ head, parts, cases }: SumAnswer, range: Range, own: Own): string[] {
    const coming = new Set(this.#ports.coming());
    const told = new Set(cases.map(({ caseId }) => caseId));
    const wrong = cases
      .filter(({ lastSeq }) => lastSeq <= own.cursor)
      .filter(({ caseId, stateHash }) => own.states.get(caseId) !== stateHash)
      .map(({ caseId }) => caseId);
    // A case that the district did not name is one too many, unless it has just left.
    const isWhole = parts.length === 0 && head === own.cursor;
    const here = isWhole ? [...own.states.keys()] : [];
    const extra = here.filter((id) => isIn(id, range) && !told.has(id));
    return [...wrong, ...extra].filter((caseId) => !coming.has(caseId));
  }

  async #mend(id: string, own: Own, scope: string): Promise<boolean> {
    const isMended = hasCases(scope) ? this.#mendCase(id, own, scope) : this.#mendRecord(id, own);
    if (!(await isMended)) return false;
    const { repaired } = this.#report;
    this.#report = { ...this.#report, repaired: repaired + 1, repairedAt: this.#ports.wall() };
    return true;
  }

  async #mendCase(caseId: string, { states, cursor }: Own, scope: string): Promise<boolean> {
    const was = states.get(caseId) ?? null;
    const { ok, value } = await this.#ports.ask('case.get', { caseId });
    if (!ok) return false;
    const fetched = { ...(value as unknown as FetchedCase), caseId };
    return this.#ports.rows.mend(fetched, was, { scope, cursor });
  }

  async #mendRecord(key: string, { states }: Own): Promise<boolean> {
    const was = states.get(key) ?? null;
    const { ok, value } = await this.#ports.ask('record.get', { key });
    if (!ok) return false;
    const { doc } = value as { readonly doc: Json };
    return (await this.#ports.rows.records?.mend(key, doc, was)) ?? false;
  }
}

function isIn(caseId: string, { after, upTo }: Range): boolean {
  return (after === null || caseId > after) && (upTo === null || caseId <= upTo);
}

/** The parts of a range whose sum is not that of the rows here. */
function differing({ parts }: SumAnswer, range: Range, own: Own): Range[] {
  const found: Range[] = [];
  let { after } = range;
  for (const { upTo, sum } of parts) {
    const part = { after, upTo };
    after = upTo;
    const hashes = [...own.states].filter(([id]) => isIn(id, part)).map(([, hash]) => hash);
    if (sumOfHashes(hashes) !== sum) found.push(part);
  }
  return found;
}
