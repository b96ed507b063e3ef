import { caseNoOf, parseCaseNo } from '#core/domain/case/caseNo.ts';
import { townReference } from '#core/domain/case/caseBuilders.ts';
import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import type { LeaseRecord } from '#core/domain/record/records.ts';
import type { AnyBody, AnyOperation } from '#core/domain/operation/operation.ts';
import { GENESIS_HASH, chained } from '#core/domain/operation/operationHash.ts';
import { bodyOf } from '#core/host/store/outboxStore.ts';
import { decidedHere, OverlayKeeper } from '#core/host/store/overlayKeeper.ts';
import { changesOf, mendedBy, takenOf, type HeldCase } from '#core/host/store/pageApply.ts';
import { RecordBook } from '#core/host/store/recordBook.ts';
import { isCompared } from '#core/host/store/stateRows.ts';
import { dayNumberAt, formatLocalDay } from '#core/domain/calendar/localDay.ts';
import { uuidV7 } from '#core/kernel/ids.ts';
import type { Json } from '#core/kernel/mergePatch.ts';
import type { FeedEntry, WireDecision, WireEvent } from '#core/protocol/sync/frames.ts';
import { stateHashOf } from '#core/sync/confirmed.ts';
import type { PendingOp } from '#core/sync/overlay.ts';
import type {
  AppliedPage,
  Compared,
  FetchedCase,
  OutboxMarks,
  OwnStates,
  Page,
  ReplicaIdentity,
} from '#core/sync/syncPorts.ts';
import type { ReplicaWorld } from './simConsole.ts';
import { Crash, type Decided, type SimDisk, type SimFiles } from './simFiles.ts';

function isOfKind(entry: FeedEntry, kind: string): boolean {
  if (entry.type !== 'event') return false;
  return (entry.event.op as { readonly kind?: string } | null)?.kind === kind;
}

/** In the profile's zone, by a clock that may be wrong. */
export function dayOf(wall: number): string {
  return formatLocalDay(dayNumberAt(wall, 480));
}

type StoredRecord = { readonly type: string; readonly id: string; readonly doc: Json };

/** A console's disk in memory: a write changes it whole or not at all. */
export class MemoryDisk implements SimDisk {
  incarnation = 1;
  readonly kept: AnyOperation[] = [];
  readonly decided = new Map<string, Decided>();
  readonly seen = new Set<string>();
  epoch: string | null = null;
  cursors: Record<string, number> = {};
  held = new Map<string, HeldCase>();
  events = new Map<string, Map<number, WireEvent>>();
  records = new Map<string, StoredRecord>();
  /** Cases shown with pending acts: their folded documents. */
  overlay = new Map<string, CaseDoc>();
  /** Ranges of numbers that it has heard of, by origin and first serial. */
  readonly leases = new Map<string, LeaseRecord>();
  /** Planted only: what a greeting said to have. */
  assumed = 0;

  async boot(world: ReplicaWorld): Promise<SimFiles> {
    const files = new MemoryFiles(world, this);
    await files.open();
    return files;
  }

  acts(): Promise<number> {
    return Promise.resolve(this.kept.length);
  }

  rewind(keep: number): Promise<readonly string[]> {
    const lost = this.kept.splice(keep).map((op) => op.opId);
    for (const opId of lost) {
      this.decided.delete(opId);
      this.seen.delete(opId);
    }
    this.forgetReplica(null);
    this.overlay = new Map();
    return Promise.resolve(lost);
  }

  remove(): Promise<void> {
    return Promise.resolve();
  }

  forgetReplica(epoch: string | null): void {
    this.epoch = epoch;
    this.cursors = {};
    this.held = new Map();
    this.events = new Map();
    this.records = new Map();
  }
}

/** The files of a console in memory, step for step as the real stores write theirs. */
class MemoryFiles implements SimFiles {
  readonly book = new RecordBook();
  readonly keeper = new OverlayKeeper(this.book, () => townReference);
  readonly #world: ReplicaWorld;
  readonly #disk: MemoryDisk;

  constructor(world: ReplicaWorld, disk: MemoryDisk) {
    this.#world = world;
    this.#disk = disk;
  }

  open(): Promise<void> {
    const { records, overlay } = this.#disk;
    for (const { type, id, doc } of records.values()) this.book.put(type, id, doc);
    this.#learn();
    this.keeper.load(this.#pending());
    this.#show([...new Set([...[...overlay.keys()].sort(), ...this.keeper.cases()])]);
    return Promise.resolve();
  }

  identity(): ReplicaIdentity {
    const { name } = this.#world;
    return { device: name, replica: `r-${name}`, incarnation: this.#disk.incarnation };
  }

  marks(): Promise<OutboxMarks> {
    const own = this.#own();
    const last = own.at(-1)?.rseq ?? 0;
    let watermark = 0;
    const decidedAbove: number[] = [];
    for (const op of own) {
      const isDecided = this.#disk.decided.has(op.opId) || op.rseq <= this.#disk.assumed;
      if (isDecided && watermark === op.rseq - 1) watermark = op.rseq;
      else if (isDecided) decidedAbove.push(op.rseq);
    }
    return Promise.resolve({ last, watermark, decidedAbove });
  }

  read(rseq: number, limit: { readonly ops: number }): Promise<readonly AnyOperation[]> {
    const own = this.#own().filter((op) => op.rseq >= rseq);
    return Promise.resolve(own.slice(0, limit.ops));
  }

  deferred(): Promise<readonly number[]> {
    const own = this.#own().filter(
      ({ opId }) => this.#disk.decided.get(opId)?.outcome === 'deferred',
    );
    return Promise.resolve(own.map(({ rseq }) => rseq));
  }

  record(given: readonly WireDecision[]): Promise<void> {
    const { planted } = this.#world;
    // The planted one believes that a decision about one operation covers all before it.
    const decisions = planted === 'decision-before-number' ? this.#covering(given) : given;
    this.#write('decisions', () => {
      for (const { opId, ver, outcome, redecides } of decisions) {
        const known = this.#disk.decided.get(opId);
        const isHeard = planted !== 'second-word-ignored';
        const isNews = known?.outcome === 'deferred' && redecides !== undefined && isHeard;
        if (known === undefined || isNews) this.#disk.decided.set(opId, { ver, outcome });
      }
    });
    this.keeper.decided(decisions);
    const cases = [...new Set(decisions.flatMap((one) => one.caseId ?? []))];
    if (planted === 'overlay-pruned-when-decided') {
      for (const id of cases) this.#seen(this.keeper.settle(id, { ver: Infinity, isStub: false }));
    }
    this.#show(cases);
    return Promise.resolve();
  }

  #covering(decisions: readonly WireDecision[]): readonly WireDecision[] {
    const last = decisions.at(-1);
    if (last === undefined) return decisions;
    const before = this.#own().filter((op) => op.rseq <= last.rseq);
    return [
      ...before.map((op) => ({ ...last, opId: op.opId, rseq: op.rseq, caseId: op.caseId })),
      last,
    ];
  }

  reopen(have: number): Promise<void> {
    if (this.#world.planted === 'reopen-ignored') return Promise.resolve();
    this.#write('reopen', () => {
      for (const op of this.#own()) {
        if (op.rseq <= have) continue;
        this.#disk.decided.delete(op.opId);
        this.#disk.seen.delete(op.opId);
      }
    });
    this.#reload();
    return Promise.resolve();
  }

  reopenEarlier(): Promise<void> {
    if (this.#world.planted === 'earlier-left-behind') return Promise.resolve();
    this.#write('reopen earlier', () => {
      const { incarnation, decided, seen } = this.#disk;
      const own = new Set(this.#own().map((op) => op.opId));
      const stray = new Set(this.#disk.kept.map(({ opId }) => opId).filter((id) => !own.has(id)));
      for (const opId of stray) {
        decided.delete(opId);
        seen.delete(opId);
      }
      if (stray.size === 0) return;
      // Each once, in the order in which they were first said.
      const waiting = new Map<string, AnyOperation>();
      for (const op of this.#disk.kept) {
        if (!decided.has(op.opId) && !waiting.has(op.opId)) waiting.set(op.opId, op);
      }
      this.#disk.incarnation = incarnation + 1;
      for (const op of waiting.values()) this.#disk.kept.push(this.#chained(bodyOf(op)));
    });
    this.#reload();
    return Promise.resolve();
  }

  renumber(): Promise<void> {
    const { planted, clock, random } = this.#world;
    if (planted === 'fork-ignored') return Promise.resolve();
    this.#write('renumber', () => {
      const { decided, seen } = this.#disk;
      const isLeft = planted === 'deferred-left-behind';
      // What became of deferred acts is asked under the new numbers.
      for (const { opId } of isLeft ? [] : this.#own()) {
        if (decided.get(opId)?.outcome !== 'deferred') continue;
        decided.delete(opId);
        seen.delete(opId);
      }
      const waiting = this.#own().filter((op) => !decided.has(op.opId));
      if (planted !== 'incarnation-reused') this.#disk.incarnation += 1;
      else this.#disk.kept.length = 0;
      if (planted === 'renumber-forgets') return;
      for (const op of waiting) {
        const isNew = planted === 'renumber-with-new-ids';
        const opId = isNew ? uuidV7(clock.wall(), random) : op.opId;
        this.#disk.kept.push(this.#chained({ ...bodyOf(op), opId }));
      }
    });
    this.#reload();
    return Promise.resolve();
  }

  durable(): Promise<void> {
    return Promise.resolve();
  }

  epoch(): string | null {
    return this.#disk.epoch;
  }

  cursors(): Readonly<Record<string, number>> {
    return this.#disk.cursors;
  }

  broken(): readonly string[] {
    const broken = [...this.#disk.held].filter(([, held]) => held.form === 'broken');
    return [...new Set([...broken.map(([id]) => id), ...this.keeper.orphans()])];
  }

  applyPage(given: Page): Promise<AppliedPage> {
    const page = this.#spoiled(given);
    const middle = page.entries.length >> 1;
    if (this.#world.planted !== 'page-in-two-writes' || middle === 0) return this.#applied(page);
    // The planted one writes the cursor with the first half.
    return this.#applied({ ...page, entries: page.entries.slice(0, middle) }).then(() =>
      this.#applied({ ...page, entries: page.entries.slice(middle) }),
    );
  }

  #applied(page: Page): Promise<AppliedPage> {
    const { scope, hashing, apply, planted } = this.#world;
    const changes = changesOf(page.entries, {
      held: this.#disk.held,
      book: this.book,
      scope: page.scope,
      scopes: [scope, 'ref'],
      hashing,
      apply,
    });
    if (planted === 'records-skipped') changes.records.clear();
    this.#write('page', () => {
      for (const [id, held] of changes.cases) this.#disk.held.set(id, this.#writtenBack(id, held));
      this.#keepEvents(changes.events);
      for (const id of changes.left) {
        this.#disk.events.delete(id);
        if (planted === 'evict-undecided') this.#forgetPending(id);
      }
      for (const [key, record] of changes.records) this.#disk.records.set(key, record);
      this.#disk.cursors = { ...this.#disk.cursors, [page.scope]: page.to };
      for (const { type, id, doc } of changes.records.values()) this.book.put(type, id, doc);
      this.#show([...changes.cases.keys()]);
    });
    this.#learn();
    const cases = [...changes.cases];
    const broken = cases.filter(([, held]) => held.form === 'broken').map(([id]) => id);
    return Promise.resolve({ entries: page.entries.length, broken });
  }

  /** The planted one takes what it shows for what was decided. */
  #writtenBack(id: string, held: HeldCase): HeldCase {
    if (this.#world.planted !== 'overlay-written-back' || held.form !== 'full') return held;
    const pending = this.keeper.pendingOf(id);
    if (pending.length === 0) return held;
    const { doc } = this.keeper.fold(held.doc, {
      pending,
      decided: this.#eventsOf(id).map(decidedHere),
    });
    return doc === null ? held : { form: 'full', doc: { ...doc, ver: held.doc.ver } };
  }

  #spoiled(page: Page): Page {
    const { planted, rng } = this.#world;
    if (planted === 'cursor-before-page') {
      this.#write('cursor', () => {
        this.#disk.cursors = { ...this.#disk.cursors, [page.scope]: page.to };
      });
    }
    if (planted === 'leave-ignored') {
      return { ...page, entries: page.entries.filter((entry) => entry.type !== 'leave') };
    }
    if (planted === 'unknown-kind-dropped') {
      return { ...page, entries: page.entries.filter((entry) => !isOfKind(entry, 'case.tag')) };
    }
    const isSpoiled = planted === 'lost-feed-row' && rng.next() < 0.05;
    return isSpoiled ? { ...page, entries: page.entries.slice(0, -1) } : page;
  }

  reset(epoch: string): Promise<void> {
    if (this.#world.planted === 'no-reset-on-epoch') {
      this.#disk.epoch = epoch;
      return Promise.resolve();
    }
    this.#write('reset', () => {
      this.#disk.forgetReplica(epoch);
      this.#disk.overlay = new Map();
      this.book.clear();
      this.#show(this.keeper.cases());
    });
    return Promise.resolve();
  }

  replaceCase(fetched: FetchedCase): Promise<void> {
    const { caseId, stub, events } = fetched;
    if (fetched.doc === null && stub === null) return this.#disown(caseId);
    this.#write('case', () => {
      const taken = takenOf(fetched, this.#disk.held.get(caseId), this.#world.hashing);
      if (taken === null) return;
      if (this.#world.planted === 'repair-forgets-pending') this.#forgetPending(caseId);
      this.#disk.held.set(caseId, taken);
      if (taken.form === 'stub') this.#disk.events.delete(caseId);
      else this.#keepEvents(events);
      this.#show([caseId]);
    });
    return Promise.resolve();
  }

  states(scope: string, endedSince: number): Promise<OwnStates> {
    const states = new Map<string, string>();
    for (const caseId of this.#disk.held.keys()) {
      const hash = this.#stateOf(caseId);
      const doc = this.#confirmed(caseId);
      const isHere = doc === null || isCompared(doc, { scope, endedSince });
      if (hash !== null && isHere) states.set(caseId, hash);
    }
    return Promise.resolve({ cursor: this.#disk.cursors[scope] ?? 0, states });
  }

  mend(fetched: FetchedCase, was: string | null, at: Compared): Promise<boolean> {
    const { caseId, events } = fetched;
    let isMended = false;
    this.#write('mended case', () => {
      const taken = mendedBy(fetched, was, this.#world.hashing);
      if (taken === null || this.#stateOf(caseId) !== was) return;
      const hasMoved = (this.#disk.cursors[at.scope] ?? 0) !== at.cursor;
      if (hasMoved && this.#disk.held.get(caseId)?.form === 'stub') return;
      if (this.#world.planted === 'mending-forgets-pending') this.#forgetPending(caseId);
      isMended = true;
      this.#disk.events.delete(caseId);
      if (taken === 'gone') this.#disk.held.delete(caseId);
      else this.#disk.held.set(caseId, taken);
      if (taken !== 'gone' && taken.form === 'full') this.#keepEvents(events);
      this.#show([caseId]);
    });
    return Promise.resolve(isMended);
  }

  spoil(caseId: string, row: HeldCase | null): Promise<void> {
    if (row === null) this.#disk.held.delete(caseId);
    else this.#disk.held.set(caseId, row);
    return Promise.resolve();
  }

  #stateOf(caseId: string): string | null {
    const held = this.#disk.held.get(caseId);
    if (held === undefined || held.form === 'stub') return null;
    return stateHashOf(held.doc, this.#world.hashing);
  }

  #disown(caseId: string): Promise<void> {
    const done = this.keeper.disown(caseId);
    this.#write('case', () => {
      if (this.#disk.held.get(caseId)?.form === 'broken') this.#disk.held.delete(caseId);
      this.#show([caseId]);
    });
    this.#seen({ seen: done });
    return Promise.resolve();
  }

  caseIds(): Promise<readonly string[]> {
    return Promise.resolve([...new Set([...this.#disk.held.keys(), ...this.keeper.cases()])]);
  }

  shown(caseId: string): Promise<{ readonly doc: CaseDoc | null; readonly ver: number }> {
    const confirmed = this.#confirmed(caseId);
    const doc = this.#disk.overlay.get(caseId) ?? confirmed;
    return Promise.resolve({ doc, ver: confirmed?.ver ?? 0 });
  }

  commit(body: AnyBody): Promise<AnyOperation> {
    const op = this.#chained(this.#numbered(body));
    if (this.#world.planted === 'ack-before-write') this.#world.acknowledged(op);
    this.#write('act', () => this.#disk.kept.push(op));
    return Promise.resolve(op);
  }

  /** As the real book of numbers takes it, in the write that makes the case. */
  #numbered(body: AnyBody): AnyBody {
    if (body.kind !== 'case.create' || body.args.caseNo !== null) return body;
    const day = dayOf(this.#world.clock.wall());
    const used = this.#disk.kept.flatMap((op) =>
      op.kind === 'case.create' ? (parseCaseNo(op.args.caseNo ?? '') ?? []) : [],
    );
    const own = [...this.#disk.leases.values()]
      .filter(({ incarnation }) => incarnation === this.#disk.incarnation)
      .sort((a, b) => a.from - b.from);
    for (const { origin, from, to } of own) {
      const taken = used.filter(
        (one) => one.origin === origin && one.day === day && one.serial >= from && one.serial <= to,
      );
      const serial = taken.reduce((max, one) => Math.max(max, one.serial), from - 1) + 1;
      if (serial > to) continue;
      return { ...body, args: { ...body.args, caseNo: caseNoOf({ origin, day, serial }) } };
    }
    return body;
  }

  #learn(): void {
    for (const lease of this.book.all('lease')) {
      if (lease.replica === `r-${this.#world.name}`)
        this.#disk.leases.set(`${lease.origin}/${lease.from}`, lease);
    }
  }

  committed(op: AnyOperation): Promise<void> {
    this.keeper.add(op);
    if (op.caseId !== null) this.#show([op.caseId]);
    return Promise.resolve();
  }

  refresh(caseIds: readonly string[]): Promise<void> {
    this.#show(caseIds);
    return Promise.resolve();
  }

  held(): Promise<ReadonlyMap<string, HeldCase>> {
    return Promise.resolve(this.#disk.held);
  }

  delivered(): Promise<ReadonlyMap<string, Decided>> {
    return Promise.resolve(this.#disk.decided);
  }

  idle(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** The planted one takes for decided what was only received. */
  assumes(have: number): void {
    this.#disk.assumed = have;
  }

  /** A write either happens whole or not at all; a crash comes just before or just after it. */
  #write(what: string, change: () => void): void {
    if (this.#world.crashes()) throw new Crash(what);
    change();
    this.#world.trace(`${this.#world.name} writes ${what}`);
    if (this.#world.crashes()) throw new Crash(what);
  }

  #own(): AnyOperation[] {
    return this.#disk.kept.filter((op) => op.incarnation === this.#disk.incarnation);
  }

  #pending(): PendingOp[] {
    return this.#own()
      .filter((op) => !this.#disk.seen.has(op.opId))
      .map((op) => ({ op, decided: this.#disk.decided.get(op.opId) ?? null }));
  }

  #reload(): void {
    const before = this.keeper.cases();
    this.keeper.load(this.#pending());
    this.#show([...new Set([...before, ...this.keeper.cases()])]);
  }

  #chained(body: AnyBody): AnyOperation {
    const { hashing, name } = this.#world;
    const last = this.#own().at(-1);
    return chained(hashing, body, {
      replica: `r-${name}`,
      incarnation: this.#disk.incarnation,
      rseq: (last?.rseq ?? 0) + 1,
      prevHash: last?.hash ?? GENESIS_HASH,
    });
  }

  #keepEvents(events: readonly WireEvent[]): void {
    for (const event of events) {
      if (event.caseId === null || event.ver === null) continue;
      const list = this.#disk.events.get(event.caseId) ?? new Map<number, WireEvent>();
      list.set(event.ver, event);
      this.#disk.events.set(event.caseId, list);
    }
  }

  #eventsOf(caseId: string): WireEvent[] {
    const known = this.#disk.events.get(caseId)?.values() ?? [];
    return [...known].sort((a, b) => (a.ver ?? 0) - (b.ver ?? 0));
  }

  #confirmed(caseId: string): CaseDoc | null {
    const held = this.#disk.held.get(caseId);
    return held === undefined || held.form === 'stub' || held.doc.ver === 0 ? null : held.doc;
  }

  /** Brings the overlay of these cases into line, as the real replica does after every change. */
  #show(ids: readonly string[]): void {
    for (const id of this.keeper.withPairs(ids)) {
      const isStub = this.#disk.held.get(id)?.form === 'stub';
      const doc = this.#confirmed(id);
      if (doc !== null) this.keeper.shownBy(id, this.#eventsOf(id));
      const settled = this.keeper.settle(id, this.#underneath(id, doc, isStub));
      this.#seen(settled);
      this.#disk.overlay.delete(id);
      const { pending } = settled;
      const count = pending.length + this.keeper.mirrorsOn(id).length;
      if (count === 0 || isStub) continue;
      const others = new Map(this.keeper.named(pending).map((one) => [one, this.#there(one)]));
      const shown = this.keeper.fold(doc, {
        pending,
        decided: this.#eventsOf(id).map(decidedHere),
        others,
      }).doc;
      if (shown !== null) this.#disk.overlay.set(id, shown);
    }
  }

  /** The planted one lets go of an act when it has seen it in its feed. */
  #underneath(
    id: string,
    doc: CaseDoc | null,
    isStub: boolean,
  ): { readonly ver: number | null; readonly isStub: boolean } {
    const ver = doc?.ver ?? null;
    if (this.#world.planted !== 'overlay-until-seen') return { ver, isStub };
    const seen = new Set(this.#eventsOf(id).map(({ op }) => (op as AnyOperation).opId));
    const isSeen = this.keeper.pendingOf(id).every(({ op }) => seen.has(op.opId));
    return isSeen ? { ver, isStub } : { ver: 0, isStub: false };
  }

  #there(id: string): { readonly doc: CaseDoc | null; readonly events: readonly WireEvent[] } {
    return {
      doc: this.#disk.overlay.get(id) ?? this.#confirmed(id),
      events: this.#eventsOf(id),
    };
  }

  /** Only the planted one throws away what a person was told is safe. */
  #forgetPending(caseId: string): void {
    const { kept, decided } = this.#disk;
    const left = kept.filter((op) => decided.has(op.opId) || op.caseId !== caseId);
    if (left.length < kept.length) kept.splice(0, kept.length, ...left);
  }

  #seen({ seen }: { readonly seen: readonly string[] }): void {
    // As in the real outbox: of an act without an answer there is no row to mark.
    for (const opId of seen) if (this.#disk.decided.has(opId)) this.#disk.seen.add(opId);
  }
}
