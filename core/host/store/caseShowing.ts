import type { CaseDoc } from '../../domain/case/caseDoc.ts';
import type { WireEvent } from '../../protocol/sync/frames.ts';
import type { SqlReader, SqlWriter } from '../../storage/sqlite/database.ts';
import type { DecidedHere, PendingOp } from '../../sync/overlay.ts';
import { BoardWriter, type ShownCase } from '../board/boardWriter.ts';
import { casesThere } from './casesThere.ts';
import type { OverlayKeeper } from './overlayKeeper.ts';
import type { HeldCase } from './pageApply.ts';
import { heldCases } from './replicaRows.ts';
import { Slices } from './slices.ts';
import { lowestBase, StepBook, stepsAbove, type StepsWanted } from './stepBook.ts';

/** Cases that a transaction touched, and what it has of their rows in memory. */
export type Touched = {
  readonly cases: readonly string[];
  readonly held?: ReadonlyMap<string, HeldCase>;
  /** Steps that it wrote. */
  readonly events?: readonly WireEvent[];
};

/** What stands under the acts that wait on a case. */
type Under = {
  readonly caseId: string;
  readonly doc: CaseDoc | null;
  readonly isStub: boolean;
  readonly pending: readonly PendingOp[];
};

/** Overlay and board of the console's cases: what is shown of confirmed rows and of the acts that wait on them. */
export class CaseShowing {
  readonly #keeper: OverlayKeeper;
  readonly #now: () => number;
  readonly #board = new BoardWriter();
  readonly #steps = new StepBook();

  constructor(keeper: OverlayKeeper, now: () => number) {
    this.#keeper = keeper;
    this.#now = now;
  }

  /** Brings overlay and board into line for these cases and their pairs; names both these and what left the overlay. */
  async show(
    tx: SqlWriter,
    touched: Touched,
  ): Promise<{ readonly cases: readonly string[]; readonly seen: readonly string[] }> {
    const caseIds = this.#keeper.withPairs(touched.cases);
    const unread = caseIds.filter((id) => touched.held?.has(id) !== true);
    const read = unread.length === 0 ? null : await heldCases(tx, unread);
    const held = (id: string): HeldCase | undefined => touched.held?.get(id) ?? read?.get(id);
    await this.#look(tx, caseIds, touched.events ?? []);
    this.#steps.add(touched.events ?? []);
    const seen: string[] = [];
    const under = caseIds.map((id) => this.#settled(id, held(id), seen));
    await this.#write(tx, under);
    return { cases: caseIds, seen };
  }

  /** Their rows were written anew, with other steps than were read before. */
  replaced(caseIds: Iterable<string>): void {
    this.#steps.drop(caseIds);
  }

  /** What was written is not there: a transaction was rolled back, or all rows are gone. */
  forget(): void {
    this.#board.forget();
    this.#steps.forget();
    this.#keeper.lookAgain();
  }

  /** Whether steps that are here tell of acts whose answer is still on its way. */
  async #look(
    tx: SqlReader,
    caseIds: readonly string[],
    fresh: readonly WireEvent[],
  ): Promise<void> {
    const told = new Map<string, WireEvent[]>();
    for (const event of fresh) {
      if (event.caseId === null || this.#keeper.pendingOf(event.caseId).length === 0) continue;
      const list = told.get(event.caseId);
      if (list === undefined) told.set(event.caseId, [event]);
      else list.push(event);
    }
    for (const [id, events] of told) this.#keeper.shownBy(id, events);
    const unread = this.#keeper.takeUnlooked(caseIds).map((id) => [id, 0] as const);
    for (const [id, events] of await stepsAbove(tx, unread)) this.#keeper.shownBy(id, events);
  }

  #settled(caseId: string, held: HeldCase | undefined, seen: string[]): Under {
    const isStub = held?.form === 'stub';
    const doc = held === undefined || held.form === 'stub' || held.doc.ver === 0 ? null : held.doc;
    const settled = this.#keeper.settle(caseId, { ver: doc?.ver ?? null, isStub });
    seen.push(...settled.seen);
    return { caseId, doc, isStub, pending: settled.pending };
  }

  async #write(tx: SqlWriter, under: readonly Under[]): Promise<void> {
    const steps = await this.#stepsUnder(tx, under);
    const shown: ShownCase[] = [];
    const gone: string[] = [];
    const overlaid: [string, number, string][] = [];
    const slices = new Slices();
    for (const one of under) {
      if (slices.isOver) await slices.next();
      const acts = this.#actsOn(one);
      const doc = acts === 0 ? one.doc : await this.#folded(tx, one, steps);
      if (doc === null) gone.push(one.caseId);
      else shown.push({ doc, sync: this.#keeper.markOf(one.caseId, acts) });
      if (doc !== null && acts > 0) overlaid.push([one.caseId, acts, JSON.stringify(doc)]);
    }
    const isOverlaid = new Set(overlaid.map(([id]) => id));
    const bare = under.flatMap(({ caseId }) => (isOverlaid.has(caseId) ? [] : [caseId]));
    if (bare.length > 0) {
      const list = JSON.stringify(bare);
      await tx.run('DELETE FROM overlay WHERE case_id IN (SELECT value FROM json_each(?))', [list]);
    }
    await tx.insertRows('OR REPLACE INTO overlay', ['case_id', 'ops', 'doc'], overlaid);
    await this.#board.write(tx, shown, this.#now());
    await this.#board.erase(tx, gone);
  }

  /** How many acts its shown form is made of; what acts on other cases will do here is known once they are folded. */
  #actsOn({ caseId, isStub, pending }: Under): number {
    // What moved away is off the work lists at once; its pending acts still go out.
    return isStub ? 0 : pending.length + this.#keeper.mirrorsOn(caseId).length;
  }

  #stepsUnder(
    tx: SqlReader,
    under: readonly Under[],
  ): Promise<ReadonlyMap<string, readonly DecidedHere[]>> {
    const wanted = new Map<string, StepsWanted>();
    for (const { caseId, doc, isStub, pending } of under) {
      const above = isStub ? Infinity : lowestBase(pending);
      if (Number.isFinite(above)) wanted.set(caseId, { above, ver: doc?.ver ?? 0 });
      else this.#steps.drop([caseId]);
    }
    return this.#steps.of(tx, wanted);
  }

  async #folded(
    tx: SqlReader,
    { caseId, doc, pending }: Under,
    steps: ReadonlyMap<string, readonly DecidedHere[]>,
  ): Promise<CaseDoc | null> {
    const named = this.#keeper.named(pending);
    const others = named.length === 0 ? undefined : await casesThere(tx, named, pending);
    return this.#keeper.fold(doc, {
      pending,
      decided: steps.get(caseId) ?? [],
      ...(others === undefined ? {} : { others }),
    }).doc;
  }
}
