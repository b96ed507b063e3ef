import { decide } from '../../domain/decide.ts';
import type { CaseDoc } from '../../domain/case/caseDoc.ts';
import { otherNamed } from '../../domain/case/otherCase.ts';
import type { FollowUp, RecordPatch, Reference } from '../../domain/operation/decision.ts';
import { asSaidFirst } from '../../domain/operation/operation.ts';
import type { AnyOperation } from '../../domain/operation/operation.ts';
import type { RecordKind, RecordOf } from '../../domain/record/records.ts';
import type { Json } from '../../kernel/mergePatch.ts';
import type { EpochMs } from '../../kernel/time.ts';
import { isReadable } from '../../protocol/operation/parseArgs.ts';
import type { WireDecision, WireEvent } from '../../protocol/sync/frames.ts';
import {
  isComing,
  isOnItsWay,
  overlayOf,
  staysInOverlay,
  type DecidedHere,
  type HeldThere,
  type Overlay,
  type PendingOp,
} from '../../sync/overlay.ts';
import type { SyncMark } from '../board/boardColumns.ts';
import { patchRecord, type RecordBook } from './recordBook.ts';

/** A case that a pending act on another one speaks of. */
export type CaseThere = {
  readonly doc: CaseDoc | null;
  readonly events: readonly WireEvent[];
};

export type Folding = {
  readonly pending: readonly PendingOp[];
  /** Decided steps of the case, as far back as a base of these may reach. */
  readonly decided: readonly DecidedHere[];
  readonly others?: ReadonlyMap<string, CaseThere>;
};

/**
 * Pending acts in memory, by case, in the order they were made, and what they do to records. Built from the
 * outbox at the start and kept in step with it. Besides it holds nothing but what a station tells of others.
 */
export class OverlayKeeper {
  readonly #book: RecordBook;
  readonly #reference: () => Reference;
  readonly #byCase = new Map<string, PendingOp[]>();
  readonly #caseOf = new Map<string, string>();
  /** What pending acts do to records, by operation, in the order they were made. */
  readonly #patches = new Map<string, readonly RecordPatch[]>();
  /** Pending acts that are about two cases, by operation. */
  readonly #pairs = new Map<string, { readonly at: string; readonly to: string }>();
  /** What they will do to the second one, by operation. */
  readonly #followUps = new Map<string, readonly FollowUp[]>();
  #undecided = new Map<string, EpochMs>();
  /** Cases whose steps may tell of acts that wait here: nobody has looked since the acts came. */
  #unlooked = new Set<string>();

  constructor(book: RecordBook, reference: () => Reference) {
    this.#book = book;
    this.#reference = reference;
  }

  load(pending: readonly PendingOp[]): void {
    const foreign = this.#foreign();
    this.#byCase.clear();
    this.#caseOf.clear();
    this.#patches.clear();
    this.#pairs.clear();
    this.#followUps.clear();
    this.#undecided = new Map();
    for (const one of pending) this.#add(one);
    for (const one of foreign) this.#insert(one);
    this.lookAgain();
  }

  add(op: AnyOperation): void {
    this.#add({ op, decided: null });
  }

  /**
   * Undecided acts of other consoles of the street; the cases that they are on. A station keeps whatever its author
   * signed: what does not fit its kind is shown nowhere, or the rules would stumble over it at every page.
   */
  addForeign(ops: readonly AnyOperation[]): readonly string[] {
    const fresh = ops.filter((op) => {
      if (op.caseId === null || this.#caseOf.has(op.opId) || !isReadable(op)) return false;
      this.#insert({ op, decided: null, isForeign: true });
      return true;
    });
    const cases = casesOf(fresh);
    for (const id of cases) this.#unlooked.add(id);
    return cases;
  }

  /** What the district said of acts that a station had told; the cases that they are on. */
  decidedForeign(
    decisions: readonly Pick<WireDecision, 'opId' | 'ver' | 'outcome'>[],
  ): readonly string[] {
    const foreign = new Map(this.#foreign().map(({ op }) => [op.opId as string, op]));
    const ours = decisions.filter(({ opId }) => foreign.has(opId));
    this.decided(ours);
    return casesOf(ours.flatMap(({ opId }) => foreign.get(opId) ?? []));
  }

  /** The station keeps these alone by now; the cases that the others were on. */
  keepForeign(kept: ReadonlySet<string>): readonly string[] {
    const gone = this.#foreign().filter((one) => one.decided === null && !kept.has(one.op.opId));
    for (const { op } of gone) {
      const caseId = op.caseId ?? '';
      const left = this.pendingOf(caseId).filter((one) => one.op.opId !== op.opId);
      this.#forget(op.opId);
      if (left.length > 0) this.#byCase.set(caseId, left);
      else this.#byCase.delete(caseId);
    }
    return casesOf(gone.map(({ op }) => op));
  }

  /** Which of these cases nobody has looked through for acts that wait; they count as looked through from now on. */
  takeUnlooked(caseIds: readonly string[]): readonly string[] {
    return this.#unlooked.size === 0 ? [] : caseIds.filter((id) => this.#unlooked.delete(id));
  }

  lookAgain(): void {
    this.#unlooked = new Set(this.#byCase.keys());
  }

  /**
   * Steps of the confirmed case tell of acts that are in it already, though the answer to them is still on its
   * way: counted once more they would hide what the author has not seen (I-05).
   */
  shownBy(caseId: string, events: readonly WireEvent[]): void {
    const undecided = this.pendingOf(caseId).filter(({ decided }) => decided === null);
    const ids = new Set(undecided.map(({ op }) => op.opId));
    const told = events.flatMap(({ op, ver, outcome }) => {
      const { opId } = op as AnyOperation;
      return ids.has(opId) ? { opId, ver, outcome } : [];
    });
    this.decided(told);
  }

  decided(decisions: readonly Pick<WireDecision, 'opId' | 'ver' | 'outcome'>[]): void {
    for (const { opId, ver, outcome } of decisions) {
      this.#undecided.delete(opId);
      const caseId = this.#caseOf.get(opId);
      const list = this.#byCase.get(caseId ?? '');
      const at = list?.findIndex((one) => one.op.opId === opId) ?? -1;
      const found = list?.[at];
      if (list === undefined || found === undefined) this.#patches.delete(opId);
      else list[at] = { ...found, decided: { ver, outcome } };
    }
  }

  /** Pending operations of a case, without those that the confirmed case has reached; these are named. */
  settle(
    caseId: string,
    confirmed: { readonly ver: number | null; readonly isStub: boolean },
  ): { readonly pending: readonly PendingOp[]; readonly seen: readonly string[] } {
    const list = this.#byCase.get(caseId) ?? [];
    const under = { ...confirmed, isComing: isComing(list, confirmed) };
    const pending = list.filter((one) => staysInOverlay(one, under));
    const seen = list.filter((one) => !pending.includes(one)).map((one) => one.op.opId);
    for (const opId of seen) this.#forget(opId);
    if (pending.length > 0) this.#byCase.set(caseId, pending);
    else this.#byCase.delete(caseId);
    return { pending, seen };
  }

  /**
   * Cases made here, or told by the station, that were decided and never came: perhaps their author is no member
   * of them (a unit reports for a street). Whoever keeps the replica asks the district for them.
   */
  orphans(): string[] {
    return [...this.#byCase]
      .filter(([, list]) =>
        list.some(({ op, decided }) => decided !== null && isOnItsWay(op, decided)),
      )
      .map(([caseId]) => caseId);
  }

  /** The district says that such a case is not for this console: its decided operations are done. */
  disown(caseId: string): readonly string[] {
    const list = this.#byCase.get(caseId) ?? [];
    const left = list.filter((one) => one.decided === null);
    const done = list.filter((one) => one.decided !== null).map((one) => one.op.opId);
    for (const opId of done) this.#forget(opId);
    if (left.length > 0) this.#byCase.set(caseId, left);
    else this.#byCase.delete(caseId);
    return done;
  }

  /** Operations on this case that its confirmed row does not show yet; the own ones are `own` of the next base (I-05). */
  pendingOf(caseId: string): readonly PendingOp[] {
    return this.#byCase.get(caseId) ?? [];
  }

  /**
   * These cases, and those that pending acts about two join to them: a case that is merged into another comes
   * before it.
   */
  withPairs(caseIds: readonly string[]): readonly string[] {
    if (this.#pairs.size === 0) return caseIds;
    const all = new Set(caseIds);
    for (const { at, to } of this.#pairs.values()) {
      if (all.has(to)) all.add(at);
    }
    for (const { at, to } of this.#pairs.values()) {
      if (all.has(at) && all.delete(to)) all.add(to);
      else if (all.has(at)) all.add(to);
    }
    return [...all];
  }

  /** Other cases that these acts speak of. */
  named(pending: readonly PendingOp[]): readonly string[] {
    if (this.#pairs.size === 0) return [];
    return pending.flatMap(({ op }) => this.#pairs.get(op.opId)?.to ?? []);
  }

  /** What pending acts on other cases will do to this one. */
  mirrorsOn(caseId: string): readonly FollowUp[] {
    if (this.#followUps.size === 0) return [];
    return [...this.#followUps.values()].flat().filter((one) => one.caseId === caseId);
  }

  /** How many of these were said here and wait for the district's word. */
  ownAmong(decisions: readonly Pick<WireDecision, 'opId'>[]): number {
    return decisions.filter(({ opId }) => this.#undecided.has(opId)).length;
  }

  /** Undecided acts of others, in the order in which they are held. */
  foreignUndecided(): readonly AnyOperation[] {
    return this.#foreign().flatMap(({ op, decided }) => (decided === null ? op : []));
  }

  /** Nothing of this console's own is on its way on this case: what is shown beyond the confirmed is others'. */
  isForeignAlone(caseId: string): boolean {
    const pending = this.pendingOf(caseId);
    const isAll = pending.length > 0 && pending.every(({ isForeign }) => isForeign === true);
    return isAll && this.mirrorsOn(caseId).length === 0;
  }

  /** How a case is marked that is shown with so many acts which the district has not decided. */
  markOf(caseId: string, acts: number): SyncMark {
    if (acts === 0) return 'confirmed';
    return this.isForeignAlone(caseId) ? 'street' : 'pending';
  }

  foreignCount(): number {
    return this.#foreign().filter(({ decided }) => decided === null).length;
  }

  cases(): string[] {
    return [...this.#byCase.keys()].filter((id) => id !== '');
  }

  undecidedCount(): number {
    return this.#undecided.size;
  }

  oldestUndecidedAt(): EpochMs | null {
    const [oldest] = this.#undecided.values();
    return oldest ?? null;
  }

  undecidedCases(): number {
    const cases = new Set<string>();
    for (const opId of this.#undecided.keys()) {
      const caseId = this.#caseOf.get(opId);
      if (caseId !== undefined && caseId !== '') cases.add(caseId);
    }
    return cases.size;
  }

  /** A record as it will most likely stand when pending acts are decided. */
  readonly record = <K extends RecordKind>(type: K, id: string): RecordOf[K] | null => {
    let now = this.#book.get(type, id);
    for (const patches of this.#patches.values()) {
      for (const patch of patches) {
        if (patch.type === type && patch.id === id) now = patchRecord(now, patch.patch);
      }
    }
    return now as unknown as RecordOf[K] | null;
  };

  fold(doc: CaseDoc | null, on: Folding): Overlay {
    const ops = on.pending.map((one) => one.op);
    for (const op of ops) {
      this.#patches.delete(op.opId);
      this.#followUps.delete(op.opId);
    }
    const overlay = overlayOf(
      ops,
      {
        doc,
        decided: on.decided,
        others: new Map([...(on.others ?? [])].map(([id, one]) => [id, heldThere(one)])),
        mirrors: doc === null ? [] : this.mirrorsOn(doc.caseId),
        record: this.record,
        reference: this.#reference(),
        // Whoever says that he is caretaker had heard of the silence: what he knew then counts.
        silentSince: (street) => (street.startsWith('street:') ? 0 : null),
      },
      decide,
    );
    ops.forEach((op, i) => {
      const records = overlay.decisions[i]?.effects.records ?? [];
      if (records.length > 0) this.#patches.set(op.opId, records);
      const followUps = overlay.decisions[i]?.effects.followUps ?? [];
      if (this.#pairs.has(op.opId)) this.#followUps.set(op.opId, followUps);
    });
    return overlay;
  }

  #forget(opId: string): void {
    this.#caseOf.delete(opId);
    this.#patches.delete(opId);
    this.#pairs.delete(opId);
    this.#followUps.delete(opId);
  }

  #foreign(): PendingOp[] {
    return [...this.#byCase.values()].flat().filter((one) => one.isForeign === true);
  }

  /** Before the first act whose author had seen it: a console that starts again is told in another order. */
  #insert(pending: PendingOp): void {
    const { opId, caseId } = pending.op;
    const list = this.#byCase.get(caseId ?? '') ?? [];
    const at = list.findIndex(({ op }) => op.saw?.includes(opId) === true);
    const to = otherNamed(pending.op);
    if (to !== null) this.#pairs.set(opId, { at: caseId ?? '', to });
    this.#caseOf.set(opId, caseId ?? '');
    this.#byCase.set(caseId ?? '', list.toSpliced(at < 0 ? list.length : at, 0, pending));
  }

  #add(pending: PendingOp): void {
    const { op, decided } = pending;
    const caseId = op.caseId ?? '';
    if (decided === null) this.#undecided.set(op.opId, op.t.wall);
    if (caseId === '') return;
    this.#caseOf.set(op.opId, caseId);
    const to = otherNamed(op);
    if (to !== null) this.#pairs.set(op.opId, { at: caseId, to });
    const list = this.#byCase.get(caseId);
    if (list === undefined) this.#byCase.set(caseId, [pending]);
    else list.push(pending);
  }
}

function heldThere({ doc, events }: CaseThere): HeldThere {
  return { doc, decided: events.map(decidedHere) };
}

function casesOf(ops: readonly AnyOperation[]): readonly string[] {
  return [...new Set(ops.flatMap(({ caseId }) => caseId ?? []))];
}

export function decidedHere(event: WireEvent): DecidedHere {
  const op = asSaidFirst(event.op as AnyOperation);
  return {
    op,
    outcome: event.outcome as DecidedHere['outcome'],
    ver: event.ver ?? 0,
    at: event.at,
    holderBefore: event.holderBefore as DecidedHere['holderBefore'],
    // Which of its tags were new tells only this; nothing else that is taken back needs it.
    ...(op.kind === 'case.tag' ? { casePatch: event.casePatch as Json } : {}),
  };
}
