import { otherMeant } from '#core/domain/case/otherCase.ts';
import { UNDO_WITHIN } from '#core/domain/case/undoWithin.ts';
import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import type { LocalFacts, OtherCase } from '#core/domain/operation/decision.ts';
import { townReference } from '#core/domain/case/caseBuilders.ts';
import { refusalBefore } from '#core/domain/decide.ts';
import type { ScopeSum } from '#core/protocol/sync/scopeSum.ts';
import type { AnyBody, AnyOperation } from '#core/domain/operation/operation.ts';
import type { Hashing } from '#core/kernel/hashing.ts';
import { ownedId, type RandomBytes } from '#core/kernel/ids.ts';
import { pick, type Rng } from '#core/kernel/rng.ts';
import type { Clock } from '#core/kernel/time.ts';
import { createClockOffset, type ClockOffset } from '#core/sync/clockOffset.ts';
import type { applyEvent } from '#core/sync/confirmed.ts';
import { undoneOf } from '#core/sync/overlay.ts';
import { StreetLine, type StreetLinkPort } from '#core/sync/streetLine.ts';
import { SyncEngine } from '#core/sync/syncEngine.ts';
import type { CheckedRows, LinkPort } from '#core/sync/syncPorts.ts';
import { needsMoves, type Planted } from './planted.ts';
import { drawAct, exclusiveUnits, sendAway, type SimAct } from './simActs.ts';
import { stageActs } from './simStageActs.ts';
import { Crash, type SimDisk, type SimFiles } from './simFiles.ts';

export type ReplicaWorld = {
  readonly name: string;
  readonly scope: string;
  readonly actors: readonly string[];
  readonly clock: Clock;
  readonly rng: Rng;
  readonly hashing: Hashing;
  readonly apply: typeof applyEvent;
  readonly planted: Planted | null;
  /** People go on from where a case stands, and do not act by dice alone. */
  readonly bringsOn: boolean;
  readonly random: RandomBytes;
  readonly link: LinkPort;
  /** The station of its street; null where there is none. */
  readonly station: StreetLinkPort | null;
  readonly wake: () => void;
  /** Told when confirmed rows are forgotten, to be pulled again. */
  readonly beganAnew: () => void;
  /** Its rows are held against the district's. */
  readonly isCompared: boolean;
  /** Dice for a crash at this write. */
  readonly crashes: () => boolean;
  readonly trace: (what: string) => void;
  /** Told at the moment an act is acknowledged to its person. */
  readonly acknowledged: (op: AnyOperation) => void;
};

const CASES_MAX = 14;
/** A few operations a batch: more messages, more ways to lose one. */
const BATCH_OPS = 5;
const BATCHES_LEAKED = 4;
const PULLS_OF_A_GREETING = 2;
/** So few numbers between two comparisons: a history is short. */
const COMPARED_EVERY = 40;
const ACTS_MEANWHILE = 0.3;
/** Of the acts of people who bring their cases on. */
const BROUGHT_ON = 0.6;
const CASES_BROUGHT_ON = 5;

/** A console as far as sync goes: real engine, real rules, real overlay; files in memory or on disk. */
/** What was built on an act the district judges better: it is asked all the same. */
function isRefused(body: AnyBody, facts: LocalFacts): boolean {
  const refusal = refusalBefore(body, facts);
  return refusal !== null && !refusal.code.startsWith('undo/');
}

export class SimConsole {
  readonly world: ReplicaWorld;
  readonly files: SimFiles;
  /** What was done here and can be taken back, by case; people remember it no longer than the process runs. */
  readonly #done = new Map<string, readonly AnyOperation[]>();
  readonly engine: SyncEngine;
  readonly offset: ClockOffset;
  #street: StreetLine | null = null;
  /** A write in the background ended the process. */
  died: Crash | null = null;
  #isAnswered = false;
  /** What the district stated last; only a planted bug cares. */
  #stated: ScopeSum | null = null;
  readonly #waiting: (() => Promise<void>)[] = [];
  #batches = 0;
  /** Acts that waited when the process began; only a planted bug cares. */
  readonly #began = new Map<string, number>();

  private constructor(world: ReplicaWorld, files: SimFiles) {
    this.world = world;
    this.files = files;
    const { clock, rng } = world;
    const boot = `b${rng.int(1e9)}`;
    const offset = createClockOffset(clock, { boot });
    // The planted one believes its own clock.
    const trusting = { ...offset, stamp: () => ({ ...offset.stamp(), off: 0, err: 0 }) };
    this.offset = world.planted === 'clock-trusted' ? trusting : offset;
    this.engine = new SyncEngine(
      {
        clock,
        link: this.#heard(world.link),
        outbox: {
          identity: () => files.identity(),
          marks: () => files.marks(),
          read: (rseq, limit) => this.#read(rseq, limit),
          deferred: () => files.deferred(),
          record: (decisions) => files.record(decisions),
          reopen: (have) => files.reopen(have),
          reopenEarlier: () => files.reopenEarlier(),
          renumber: () => files.renumber(),
          durable: (serverSeq) => files.durable(serverSeq),
        },
        replica: {
          epoch: () => files.epoch(),
          cursors: () => files.cursors(),
          broken: () => files.broken(),
          applyPage: (page) => files.applyPage(page),
          reset: (epoch) => {
            if (Object.keys(files.cursors()).length > 0) world.beganAnew();
            return files.reset(epoch);
          },
          replaceCase: (fetched) => this.#afterTick(() => files.replaceCase(fetched)),
        },
        ...(world.isCompared ? { checked: this.#checkedRows() } : {}),
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
        compareEvery: COMPARED_EVERY,
      },
    );
  }

  /** What the host does with a station (core/host/coreParts.ts), over these files. */
  #streetLine(): StreetLine | null {
    const { station, clock, rng, wake } = this.world;
    if (station === null) return null;
    const { keeper } = this.files;
    return new StreetLine({
      clock,
      dice: { next: () => rng.next() },
      link: station,
      outbox: {
        identity: () => this.files.identity(),
        read: (rseq, limit) => this.files.read(rseq, { ...limit, ops: BATCH_OPS }),
      },
      signer: { sign: (text) => text },
      offset: this.offset,
      status: () => this.engine.status(),
      wake,
      heard: {
        acts: async (ops, isAll) => {
          const gone = isAll ? keeper.keepForeign(new Set(ops.map((op) => op.opId))) : [];
          await this.files.refresh([...new Set([...gone, ...keeper.addForeign(ops)])]);
        },
        decided: async (decisions) => {
          const own = keeper.ownAmong(decisions);
          await this.files.refresh(keeper.decidedForeign(decisions));
          return own;
        },
        lineUp: () => {
          this.engine.nudge();
        },
        changed: () => undefined,
      },
    });
  }

  /** Own acts on this case that its confirmed row does not show; the planted one counts others', too. */
  #own(caseId: string): number {
    const isAll = this.world.planted === 'foreign-counted-own';
    const own = this.files.keeper
      .pendingOf(caseId)
      .filter(({ isForeign }) => isAll || isForeign !== true);
    return own.length + this.#counted(caseId);
  }

  /** What the station has told of others is before this person's eyes. */
  #saw(caseIds: readonly string[]): Pick<AnyBody, 'saw'> {
    const pending = caseIds.flatMap((caseId) => this.files.keeper.pendingOf(caseId));
    const saw = pending.filter((one) => one.isForeign === true).map(({ op }) => op.opId);
    return saw.length === 0 ? {} : { saw };
  }

  /** A process begins on what is on the disk. */
  static async boot(world: ReplicaWorld, disk: SimDisk): Promise<SimConsole> {
    const console = new SimConsole(world, await disk.boot(world));
    await console.engine.start();
    console.#street = console.#streetLine();
    for (const caseId of console.files.keeper.cases()) {
      console.#began.set(caseId, console.files.keeper.pendingOf(caseId).length);
    }
    return console;
  }

  /** The engine does what is due; what it began in the background is over when this resolves. */
  async tick(): Promise<void> {
    await this.engine.tick();
    await this.#street?.tick();
    do await this.#finish();
    while (this.#isAnswered);
    if (this.died !== null) throw this.died;
  }

  async #finish(): Promise<void> {
    if (this.#isAnswered) {
      this.#isAnswered = false;
      await new Promise((resolve) => setImmediate(resolve));
    }
    for (let write = this.#waiting.shift(); write !== undefined; write = this.#waiting.shift()) {
      await write();
    }
    await this.files.idle();
  }

  async stop(): Promise<void> {
    this.engine.stop();
    await this.#street?.stop();
    await this.files.close();
  }

  #history(): Pick<AnyBody, 'epoch'> {
    const epoch = this.files.epoch();
    return epoch === null ? {} : { epoch };
  }

  #newId(): string {
    return ownedId(this.files.identity().replica, this.world.clock.wall(), this.world);
  }

  get #casesMax(): number {
    return this.world.bringsOn ? CASES_BROUGHT_ON : CASES_MAX;
  }

  /** A person acts, on this case or on any, by dice or as he is told, if the rules let them: checked, written, acknowledged. */
  async act(on?: string, make?: (doc: CaseDoc) => SimAct): Promise<boolean> {
    const { rng, clock, actors, scope } = this.world;
    const ids = [...(await this.files.caseIds())].sort();
    const mayBeNew = on === undefined && ids.length < this.#casesMax;
    const isNew = ids.length === 0 || (mayBeNew && rng.next() < 0.12);
    const caseId = isNew ? this.#newId() : (on ?? pick(rng, ids));
    const { doc, ver } = isNew ? { doc: null, ver: 0 } : await this.files.shown(caseId);
    if (!isNew && doc === null) return false;
    const now = clock.wall() + this.offset.offset().off;
    const done = this.#done.get(caseId) ?? [];
    const act = this.#drawn(doc, { now, ids, done }, make);
    const undone = undoneOf(act as AnyBody, [], { pending: done });
    const there = await this.#there(act, { doc, undone });
    const own = this.#own(caseId);
    const body = {
      opId: this.#newId(),
      v: 1,
      caseId,
      bases: [
        { of: `case:${caseId}`, ver, own },
        ...this.#unitBases(exclusiveUnits(act)),
        ...there.bases,
      ],
      ...this.#history(),
      actor: pick(rng, actors),
      seat: 's1',
      scope,
      how: 'self',
      t: this.offset.stamp(),
      ...this.#saw([caseId, ...there.bases.map(({ of }) => of.slice('case:'.length))]),
      ...act,
    } as unknown as AnyBody;
    const { other } = there;
    if (isRefused(body, this.#facts({ doc, other, undone, at: now }))) return false;
    const op = await this.files.commit({ ...body, salt: body.opId });
    if (UNDO_WITHIN[op.kind] !== undefined) this.#done.set(caseId, [...done, op]);
    this.world.acknowledged(op);
    this.engine.committed(op.rseq);
    await this.files.committed(op);
    await this.files.idle();
    return true;
  }

  #facts(seen: Pick<LocalFacts, 'doc' | 'other' | 'undone' | 'at'>): LocalFacts {
    return {
      ...seen,
      errMs: 0,
      unseen: [],
      record: this.files.keeper.record,
      reference: townReference,
      silentSince: () => null,
      cutOff: this.engine.status().line !== 'online',
    };
  }

  /** Where a planted bug is about cases that go elsewhere, more of them do. */
  #drawn(
    doc: CaseDoc | null,
    known: Parameters<typeof drawAct>[2],
    make?: (doc: CaseDoc) => SimAct,
  ): SimAct {
    const { rng, planted } = this.world;
    if (make !== undefined && doc !== null) return make(doc);
    const isAway = doc !== null && needsMoves(planted) && rng.next() < 0.5;
    if (isAway) return sendAway(doc);
    const isOn = doc !== null && this.world.bringsOn && rng.next() < BROUGHT_ON;
    const steps = isOn ? stageActs(rng, doc, known.now) : [];
    return steps.length > 0 ? pick(rng, steps)() : drawAct(rng, doc, known);
  }

  /** The second case of an act about two, as it is seen here. */
  async #there(
    act: SimAct,
    on: Pick<LocalFacts, 'doc' | 'undone'>,
  ): Promise<{ readonly other: OtherCase | null; readonly bases: AnyBody['bases'] }> {
    const caseId = otherMeant(act as AnyBody, on);
    const { doc, ver } = caseId === null ? { doc: null, ver: 0 } : await this.files.shown(caseId);
    if (caseId === null || doc === null) return { other: null, bases: [] };
    const own = this.#own(caseId);
    return { other: { doc, unseen: [] }, bases: [{ of: `case:${caseId}`, ver, own }] };
  }

  #unitBases(units: readonly string[]): AnyBody['bases'] {
    const { keeper } = this.files;
    return units.map((unit) => ({
      of: `unit:${unit}`,
      ver: keeper.record('unit', unit)?.ver ?? 0,
      own: 0,
    }));
  }

  /** The planted one counts what waited at its start for ever. */
  #counted(caseId: string): number {
    if (this.world.planted !== 'own-kept-after-restart') return 0;
    return this.#began.get(caseId) ?? 0;
  }

  /** The planted one is never given back what it may send. */
  #read(rseq: number, limit: { readonly ops: number; readonly bytes: number }) {
    this.#batches += 1;
    const isLeaking = this.world.planted === 'credits-leak' && this.#batches > BATCHES_LEAKED;
    if (isLeaking) return Promise.resolve([]);
    return this.files.read(rseq, { ...limit, ops: Math.min(limit.ops, BATCH_OPS) });
  }

  /** Listens in: a whole case that arrives is written in the background. */
  #heard(link: LinkPort): LinkPort {
    return {
      open: (onEvent) =>
        this.#dialled(link, (event) => {
          if (event.type === 'frame' && event.frame.f === 'answer') this.#isAnswered = true;
          if (event.type === 'frame' && event.frame.f === 'page') {
            this.#stated = event.frame.sum ?? this.#stated;
          }
          const isTrusting = this.world.planted === 'have-taken-for-delivered';
          if (event.type === 'frame' && event.frame.f === 'welcome' && isTrusting) {
            this.files.assumes?.(event.frame.have);
          }
          onEvent(event);
        }),
    };
  }

  /** The planted one asks for nothing after its greeting. */
  #dialled(link: LinkPort, onEvent: Parameters<LinkPort['open']>[0]): ReturnType<LinkPort['open']> {
    const line = link.open(onEvent);
    if (this.world.planted !== 'poke-without-pull') return line;
    let pulls = 0;
    return {
      close: () => {
        line.close();
      },
      send: (frame) => {
        if (frame.f === 'pull') pulls += 1;
        if (frame.f !== 'pull' || pulls <= PULLS_OF_A_GREETING) line.send(frame);
      },
    };
  }

  /** What a comparison reads and mends is over before time goes on, as everything else is. */
  #checkedRows(): CheckedRows {
    return {
      states: async (scope, endedSince) => {
        this.#isAnswered = true;
        const own = await this.files.states(scope, endedSince);
        this.#isAnswered = true;
        const { planted } = this.world;
        if (planted !== 'checksum-adopted' || this.#stated === null) return own;
        // The planted one takes what it was told for what it has.
        return { ...own, states: new Map([['told', this.#stated.sum]]) };
      },
      mend: async (fetched, was, at) => {
        this.#isAnswered = true;
        const isMended = await this.#afterTick(async () => {
          // Of all moments somebody acts on it in this one: that waits while the row is mended.
          if (this.world.rng.next() < ACTS_MEANWHILE) await this.act(fetched.caseId);
          return this.files.mend(fetched, was, at);
        });
        this.#isAnswered = true;
        return isMended;
      },
    };
  }

  /**
   * The engine writes whole cases in the background. Here they wait for the end of its turn, whatever the
   * files are kept in, so that a history is told in one way; a crash there ends the process, too.
   */
  #afterTick<T>(write: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.push(async () => {
        try {
          resolve(await write());
        } catch (cause) {
          if (cause instanceof Crash) this.died = cause;
          reject(cause instanceof Error ? cause : new Error(String(cause)));
        }
      });
    });
  }
}
