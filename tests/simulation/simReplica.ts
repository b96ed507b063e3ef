import { townReference } from '#core/domain/case/caseBuilders.ts';
import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import { refusalBefore } from '#core/domain/decide.ts';
import type { AnyBody, AnyOperation } from '#core/domain/operation/operation.ts';
import { GENESIS_HASH, chained } from '#core/domain/operation/operationHash.ts';
import { bodyOf } from '#core/host/store/outboxStore.ts';
import { OverlayKeeper } from '#core/host/store/overlayKeeper.ts';
import { casesIn, changesOf, type HeldCase } from '#core/host/store/pageApply.ts';
import { RecordBook } from '#core/host/store/recordBook.ts';
import type { Json } from '#core/kernel/mergePatch.ts';
import { pick, type Rng } from '#core/kernel/rng.ts';
import { uuidV7, type RandomBytes } from '#core/kernel/ids.ts';
import type { Clock } from '#core/kernel/time.ts';
import type { Hashing } from '#core/kernel/hashing.ts';
import type { WireDecision, WireEvent } from '#core/protocol/sync/frames.ts';
import { createClockOffset, type ClockOffset } from '#core/sync/clockOffset.ts';
import type { PendingOp } from '#core/sync/overlay.ts';
import { SyncEngine } from '#core/sync/syncEngine.ts';
import type {
  AppliedPage,
  FetchedCase,
  LinkPort,
  OutboxMarks,
  OutboxPort,
  Page,
  ReplicaIdentity,
  ReplicaPort,
} from '#core/sync/syncPorts.ts';
import { drawAct, exclusiveUnits } from './simActs.ts';

/** Thrown at a write: the process is gone, the disk keeps what was written before. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

type Decided = { readonly ver: number | null; readonly outcome: string };

/** Bugs planted on purpose: a simulation that misses them proves nothing. */
export const PLANTED = [
  'ack-before-write',
  'cursor-before-page',
  'lost-feed-row',
  'no-reset-on-epoch',
  'leave-ignored',
  'decision-before-number',
  'fork-ignored',
] as const;
export type Planted = (typeof PLANTED)[number];

/** What survives a crash: the outbox file and the replica file of one console. */
export type Disk = {
  incarnation: number;
  acts: AnyOperation[];
  decided: Map<string, Decided>;
  seen: Set<string>;
  epoch: string | null;
  cursors: Record<string, number>;
  held: Map<string, HeldCase>;
  events: Map<string, Map<number, WireEvent>>;
  records: Map<string, { readonly type: string; readonly id: string; readonly doc: Json }>;
};

export function emptyDisk(): Disk {
  return {
    incarnation: 1,
    acts: [],
    decided: new Map(),
    seen: new Set(),
    epoch: null,
    cursors: {},
    held: new Map(),
    events: new Map(),
    records: new Map(),
  };
}

export type ReplicaWorld = {
  readonly name: string;
  readonly scope: string;
  readonly actors: readonly string[];
  readonly clock: Clock;
  readonly rng: Rng;
  readonly hashing: Hashing;
  readonly planted: Planted | null;
  readonly random: RandomBytes;
  readonly link: LinkPort;
  readonly wake: () => void;
  /** Dice for a crash at this write. */
  readonly crashes: () => boolean;
  readonly trace: (what: string) => void;
  /** Told at the moment an act is acknowledged to its person. */
  readonly acknowledged: (op: AnyOperation) => void;
};

const CASES_MAX = 14;

/** A console as far as sync goes: real engine, real rules, real overlay, files in memory. */
export class SimReplica implements OutboxPort, ReplicaPort {
  readonly world: ReplicaWorld;
  disk: Disk;
  readonly book = new RecordBook();
  readonly keeper: OverlayKeeper;
  readonly engine: SyncEngine;
  readonly offset: ClockOffset;

  private constructor(world: ReplicaWorld, disk: Disk) {
    this.world = world;
    this.disk = disk;
    this.keeper = new OverlayKeeper(this.book, () => townReference);
    const { clock, rng, link } = world;
    this.offset = createClockOffset(clock, { boot: `b${rng.int(1e9)}` });
    this.engine = new SyncEngine(
      {
        clock,
        link,
        outbox: this,
        replica: this,
        offset: this.offset,
        dice: { next: () => rng.next() },
        signer: { sign: (text) => text },
      },
      {
        program: 'sim',
        scopes: () => [world.scope, 'ref'],
        session: () => null,
        wake: world.wake,
        aside: () => undefined,
      },
    );
  }

  /** A process begins on what is on the disk. */
  static async boot(world: ReplicaWorld, disk: Disk): Promise<SimReplica> {
    const replica = new SimReplica(world, disk);
    for (const { type, id, doc } of disk.records.values()) replica.book.put(type, id, doc);
    replica.keeper.load(replica.#pending());
    for (const id of replica.keeper.cases()) replica.#settle(id);
    await replica.engine.start();
    return replica;
  }

  identity(): ReplicaIdentity {
    const { name } = this.world;
    return { device: name, replica: `r-${name}`, incarnation: this.disk.incarnation };
  }

  marks(): Promise<OutboxMarks> {
    const own = this.#own();
    const last = own.at(-1)?.rseq ?? 0;
    let watermark = 0;
    const decidedAbove: number[] = [];
    for (const op of own) {
      const isDecided = this.disk.decided.has(op.opId);
      if (isDecided && watermark === op.rseq - 1) watermark = op.rseq;
      else if (isDecided) decidedAbove.push(op.rseq);
    }
    return Promise.resolve({ last, watermark, decidedAbove });
  }

  read(rseq: number, limit: { readonly ops: number }): Promise<readonly AnyOperation[]> {
    return Promise.resolve(
      this.#own()
        .filter((op) => op.rseq >= rseq)
        .slice(0, Math.min(limit.ops, 5)),
    );
  }

  record(given: readonly WireDecision[]): Promise<void> {
    // The planted one believes that a decision about one operation covers all before it.
    const decisions =
      this.world.planted === 'decision-before-number' ? this.#covering(given) : given;
    this.#write('decisions', () => {
      for (const { opId, ver, outcome } of decisions) {
        if (!this.disk.decided.has(opId)) this.disk.decided.set(opId, { ver, outcome });
      }
    });
    this.keeper.decided(decisions);
    for (const { caseId } of decisions) if (caseId !== null) this.#settle(caseId);
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
    this.#write('reopen', () => {
      for (const op of this.#own()) {
        if (op.rseq > have) {
          this.disk.decided.delete(op.opId);
          this.disk.seen.delete(op.opId);
        }
      }
    });
    this.keeper.load(this.#pending());
    return Promise.resolve();
  }

  renumber(): Promise<void> {
    if (this.world.planted === 'fork-ignored') return Promise.resolve();
    this.#write('renumber', () => {
      const waiting = this.#own().filter((op) => !this.disk.decided.has(op.opId));
      this.disk.incarnation += 1;
      for (const op of waiting) {
        this.disk.acts.push(this.#chained(bodyOf(op)));
      }
    });
    this.keeper.load(this.#pending());
    return Promise.resolve();
  }

  durable(): Promise<void> {
    return Promise.resolve();
  }

  epoch(): string | null {
    return this.disk.epoch;
  }

  cursors(): Readonly<Record<string, number>> {
    return this.disk.cursors;
  }

  broken(): readonly string[] {
    const broken = [...this.disk.held].filter(([, held]) => held.form === 'broken');
    return [...broken.map(([id]) => id), ...this.keeper.orphans()];
  }

  applyPage(given: Page): Promise<AppliedPage> {
    const page = this.#spoiled(given);
    const changes = changesOf(page.entries, {
      held: this.disk.held,
      book: this.book,
      scope: page.scope,
      scopes: [this.world.scope, 'ref'],
      hashing: this.world.hashing,
    });
    const ids = casesIn(page.entries);
    this.#write('page', () => {
      for (const [id, held] of changes.cases) this.disk.held.set(id, held);
      this.#keepEvents(changes.events);
      for (const id of changes.left) this.disk.events.delete(id);
      for (const [key, record] of changes.records) this.disk.records.set(key, record);
      this.disk.cursors = { ...this.disk.cursors, [page.scope]: page.to };
    });
    for (const { type, id, doc } of changes.records.values()) this.book.put(type, id, doc);
    for (const id of ids) this.#settle(id);
    const broken = [...changes.cases]
      .filter(([, held]) => held.form === 'broken')
      .map(([id]) => id);
    return Promise.resolve({ entries: page.entries.length, broken });
  }

  #spoiled(page: Page): Page {
    const { planted, rng } = this.world;
    if (planted === 'cursor-before-page') {
      this.#write('cursor', () => {
        this.disk.cursors = { ...this.disk.cursors, [page.scope]: page.to };
      });
    }
    if (planted === 'leave-ignored') {
      return { ...page, entries: page.entries.filter((entry) => entry.type !== 'leave') };
    }
    const isSpoiled = planted === 'lost-feed-row' && rng.next() < 0.05;
    return isSpoiled ? { ...page, entries: page.entries.slice(0, -1) } : page;
  }

  reset(epoch: string): Promise<void> {
    if (this.world.planted === 'no-reset-on-epoch') {
      this.disk.epoch = epoch;
      return Promise.resolve();
    }
    this.#write('reset', () => {
      Object.assign(this.disk, {
        epoch,
        cursors: {},
        held: new Map(),
        events: new Map(),
        records: new Map(),
      });
    });
    this.book.clear();
    return Promise.resolve();
  }

  replaceCase(fetched: FetchedCase): Promise<void> {
    const { caseId, doc, stub, events } = fetched;
    this.#write('case', () => {
      if (stub !== null) this.disk.held.set(caseId, { form: 'stub', stub });
      else if (doc === null) this.#disown(caseId);
      else {
        this.disk.held.set(caseId, { form: 'full', doc: doc as unknown as CaseDoc });
        this.#keepEvents(events);
      }
    });
    this.#settle(caseId);
    return Promise.resolve();
  }

  #disown(caseId: string): void {
    if (this.disk.held.get(caseId)?.form === 'broken') this.disk.held.delete(caseId);
    for (const opId of this.keeper.disown(caseId)) this.disk.seen.add(opId);
  }

  /** The case as its person sees it: confirmed, with pending acts folded over it. */
  shown(caseId: string): CaseDoc | null {
    const held = this.disk.held.get(caseId);
    if (held?.form === 'stub') return null;
    const doc = held === undefined || held.doc.ver === 0 ? null : held.doc;
    const pending = this.keeper.pendingOf(caseId);
    if (pending.length === 0) return doc;
    const events = [...(this.disk.events.get(caseId)?.values() ?? [])].sort(byVer);
    return this.keeper.fold(doc, { pending, events }).doc;
  }

  overlaid(): readonly string[] {
    return this.keeper.cases();
  }

  /** A person acts, if the rules let them: checked, written, acknowledged. */
  act(): boolean {
    const { rng, clock, actors, scope } = this.world;
    const ids = [...new Set([...this.disk.held.keys(), ...this.keeper.cases()])].sort();
    const isNew = ids.length === 0 || (ids.length < CASES_MAX && rng.next() < 0.12);
    const caseId = isNew ? uuidV7(clock.wall(), this.world.random) : pick(rng, ids);
    const doc = isNew ? null : this.shown(caseId);
    if (!isNew && doc === null) return false;
    const now = clock.wall() + this.offset.offset().off;
    const act = drawAct(rng, doc, now);
    const body = {
      opId: uuidV7(clock.wall(), this.world.random),
      v: 1,
      caseId,
      bases: this.#bases(caseId, exclusiveUnits(act)),
      actor: pick(rng, actors),
      seat: 's1',
      scope,
      how: 'self',
      t: this.offset.stamp(),
      ...act,
    } as unknown as AnyBody;
    const facts = {
      at: now,
      errMs: 0,
      doc,
      unseen: [],
      record: this.keeper.record,
      reference: townReference,
      silentSince: () => null,
      cutOff: this.engine.status().line !== 'online',
    };
    if (refusalBefore(body, facts) !== null) return false;
    const op = this.#chained(body);
    if (this.world.planted === 'ack-before-write') this.world.acknowledged(op);
    this.#write('act', () => this.disk.acts.push(op));
    this.keeper.add(op);
    this.world.acknowledged(op);
    this.engine.committed(op.rseq);
    return true;
  }

  #bases(caseId: string, units: readonly string[]): AnyBody['bases'] {
    const held = this.disk.held.get(caseId);
    const ver = held === undefined || held.form === 'stub' ? 0 : held.doc.ver;
    const own = this.keeper.pendingOf(caseId).length;
    return [
      { of: `case:${caseId}`, ver, own },
      ...units.map((unit) => ({
        of: `unit:${unit}`,
        ver: this.keeper.record('unit', unit)?.ver ?? 0,
        own: 0,
      })),
    ];
  }

  /** A write either happens whole or not at all; a crash comes just before or just after it. */
  #write(what: string, change: () => void): void {
    if (this.world.crashes()) throw new Crash(what);
    change();
    this.world.trace(`${this.world.name} writes ${what}`);
    if (this.world.crashes()) throw new Crash(what);
  }

  #own(): AnyOperation[] {
    return this.disk.acts.filter((op) => op.incarnation === this.disk.incarnation);
  }

  #pending(): PendingOp[] {
    return this.#own()
      .filter((op) => !this.disk.seen.has(op.opId))
      .map((op) => ({ op, decided: this.disk.decided.get(op.opId) ?? null }));
  }

  #chained(body: AnyBody): AnyOperation {
    const last = this.#own().at(-1);
    return chained(this.world.hashing, body, {
      replica: `r-${this.world.name}`,
      incarnation: this.disk.incarnation,
      rseq: (last?.rseq ?? 0) + 1,
      prevHash: last?.hash ?? GENESIS_HASH,
    });
  }

  #keepEvents(events: readonly WireEvent[]): void {
    for (const event of events) {
      if (event.caseId === null || event.ver === null) continue;
      const list = this.disk.events.get(event.caseId) ?? new Map<number, WireEvent>();
      list.set(event.ver, event);
      this.disk.events.set(event.caseId, list);
    }
  }

  #settle(caseId: string): void {
    const held = this.disk.held.get(caseId);
    const isFull = held !== undefined && held.form !== 'stub' && held.doc.ver > 0;
    const { seen } = this.keeper.settle(caseId, {
      ver: isFull ? held.doc.ver : null,
      isStub: held?.form === 'stub',
    });
    for (const opId of seen) this.disk.seen.add(opId);
  }
}

function byVer(a: WireEvent, b: WireEvent): number {
  return (a.ver ?? 0) - (b.ver ?? 0);
}
