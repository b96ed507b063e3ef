import { EAST, START, WEST } from '#core/domain/case/caseBuilders.ts';
import type { AnyOperation } from '#core/domain/operation/operation.ts';
import { createRng, pick, type Rng } from '#core/kernel/rng.ts';
import type { RandomBytes } from '#core/kernel/ids.ts';
import { DAY_MS, type Clock } from '#core/kernel/time.ts';
import { nodeHashing } from '#core/node/nodeHashing.ts';
import { stateHashOf } from '#core/sync/confirmed.ts';
import { sharedHashing } from './sharedHashing.ts';
import { SimDistrict } from './simDistrict.ts';
import { Agenda, SimLine, type Weather } from './simNet.ts';
import { Crash, SimReplica, emptyDisk } from './simReplica.ts';
import type { Disk, Planted, ReplicaWorld } from './simReplica.ts';

export type HistoryOptions = {
  readonly seed: string;
  readonly replicas: number;
  /** Acts that each replica tries. */
  readonly acts: number;
  readonly planted?: Planted;
};

export type HistoryResult = {
  readonly operations: number;
  /** What was broken, in words that name ids; empty when everything held. */
  readonly violations: readonly string[];
  readonly isSettled: boolean;
  /** Everything that happened, in order, as one hash: equal seeds, equal traces. */
  readonly trace: string;
};

const CALM: Weather = { drop: 0, duplicate: 0, reorder: 0 };
const SETTLE_MS = 240_000;
const STEP_MS = 250;
/** Longest pause between two acts anywhere in the town. */
const WAIT_MS = 1_000;

type Slot = {
  readonly name: string;
  readonly scope: string;
  readonly line: SimLine;
  readonly disk: Disk;
  world: ReplicaWorld;
  replica: SimReplica | null;
  isTicking: boolean;
};

/** One seeded history: people act, lines fail, processes die, clocks lie; then calm, and the books are read. */
export async function runHistory(options: HistoryOptions): Promise<HistoryResult> {
  const history = await History.prepare(options);
  await history.storm();
  const isSettled = await history.calm();
  return history.result(isSettled);
}

class History {
  readonly #options: HistoryOptions;
  readonly #rng: Rng;
  readonly #agenda = new Agenda();
  readonly #hashing = sharedHashing();
  readonly #acknowledged = new Map<string, AnyOperation>();
  readonly #slots: Slot[] = [];
  readonly #faults: readonly ('fork' | 'restore')[];
  #district: SimDistrict;
  #weather: Weather;
  #crashShare = 0;
  #trace = '';
  #lines: string[] = [];

  private constructor(options: HistoryOptions, rng: Rng) {
    this.#options = options;
    this.#rng = rng;
    this.#weather = { drop: 0.06, duplicate: 0.06, reorder: 0.1 };
    const dice = rng.fork('faults').next();
    this.#faults = dice < 0.1 ? ['fork'] : dice < 0.2 ? ['restore'] : [];
    this.#district = null as unknown as SimDistrict;
  }

  static async prepare(options: HistoryOptions): Promise<History> {
    const history = new History(options, createRng(options.seed));
    const scopes = [EAST, WEST, 'district', EAST, WEST, 'district', 'unit:e-green', EAST];
    const scopeOf = new Map<string, string>();
    for (let i = 0; i < options.replicas; i += 1) {
      scopeOf.set(`d${i}`, scopes[i % scopes.length] ?? EAST);
    }
    history.#district = await SimDistrict.open({
      clock: history.#clock(0),
      random: bytesOf(history.#rng.fork('district')),
      hashing: history.#hashing,
      scopeOf,
    });
    for (const [name, scope] of scopeOf) history.#addSlot(name, scope);
    for (const slot of history.#slots) await history.#boot(slot);
    return history;
  }

  async storm(): Promise<void> {
    this.#crashShare = 0.004;
    const dice = this.#rng.fork('storm');
    for (let i = 0; i < this.#acts; i += 1) {
      await this.#act(pick(dice, this.#slots));
      if (dice.next() < 0.02) this.#cut(dice);
      if (dice.next() < 0.01) await this.#kill(pick(dice, this.#slots));
      if (i === Math.floor(this.#acts * 0.6)) await this.#fault(dice);
      await this.#pass(dice.int(WAIT_MS));
    }
  }

  async calm(): Promise<boolean> {
    this.#weather = CALM;
    this.#crashShare = 0;
    for (const slot of this.#slots) slot.line.isCut = false;
    const end = this.#agenda.now + SETTLE_MS;
    while (this.#agenda.now < end) {
      await this.#pass(STEP_MS * 4);
      if (this.#isSettled()) return true;
    }
    return false;
  }

  result(isSettled: boolean): HistoryResult {
    return {
      operations: this.#district.store.entries.length,
      violations: [
        ...this.#lost(),
        ...this.#twice(),
        ...this.#order(),
        ...this.#differs(isSettled),
        ...this.#district.bugs,
      ],
      isSettled,
      trace: nodeHashing.sha256(this.#trace + this.#lines.join('\n')),
    };
  }

  get #acts(): number {
    return this.#options.acts * this.#options.replicas;
  }

  /** Acknowledged and without an outcome at the district. */
  #lost(): string[] {
    const decided = new Set(this.#district.store.entries.map(({ op }) => op.opId));
    return [...this.#acknowledged.keys()]
      .filter((id) => !decided.has(id))
      .map((id) => `lost ${id}`);
  }

  /** Decided more than once, or a case whose version is not the number of decisions on it. */
  #twice(): string[] {
    const seen = new Set<string>();
    const perCase = new Map<string, number>();
    const faults: string[] = [];
    for (const { op, decision } of this.#district.store.entries) {
      if (seen.has(op.opId)) faults.push(`twice ${op.opId}`);
      seen.add(op.opId);
      if (op.caseId !== null && decision.ver !== null) {
        perCase.set(op.caseId, (perCase.get(op.caseId) ?? 0) + 1);
      }
    }
    for (const { doc } of this.#district.store.allCases()) {
      if (perCase.get(doc.caseId) !== doc.ver) faults.push(`version of ${doc.caseId}`);
    }
    return faults;
  }

  /** What one replica made is decided in the order in which it was made. */
  #order(): string[] {
    const last = new Map<string, number>();
    const faults: string[] = [];
    for (const { op } of this.#district.store.entries) {
      const key = `${op.replica}#${op.incarnation}`;
      if (op.rseq <= (last.get(key) ?? 0)) faults.push(`order of ${key}`);
      last.set(key, op.rseq);
    }
    return faults;
  }

  #differs(isSettled: boolean): string[] {
    return isSettled ? this.#slots.flatMap((slot) => this.#faultsOf(slot)) : [];
  }

  /** Members hold what the district holds, nobody else has more than a stub, no overlay is left. */
  #faultsOf({ name, scope, disk, replica }: Slot): string[] {
    const faults = (replica?.overlaid() ?? []).map((caseId) => `${name} overlays ${caseId}`);
    for (const { doc, stateHash } of this.#district.store.allCases()) {
      const held = disk.held.get(doc.caseId);
      const isMember = doc.members[scope as 'district'] === true;
      const hash = held?.form === 'full' ? stateHashOf(held.doc, this.#hashing) : null;
      const expected = isMember ? stateHash : null;
      if (hash !== expected) faults.push(`${name} has another ${doc.caseId}`);
    }
    return faults;
  }

  #isSettled(): boolean {
    const { heads } = this.#district.core.state;
    return this.#slots.every(({ replica, scope, disk }) => {
      if (replica === null) return false;
      const status = replica.engine.status();
      const isCaughtUp = [scope, 'ref'].every(
        (feed) => (disk.cursors[feed] ?? 0) >= (heads.get(feed as 'district') ?? 0),
      );
      return (
        status.line === 'online' &&
        status.watermark === status.last &&
        isCaughtUp &&
        replica.broken().length === 0
      );
    });
  }

  #addSlot(name: string, scope: string): void {
    const rng = this.#rng.fork(name);
    const trace = (what: string): void => {
      this.#note(`${this.#agenda.now} ${name} ${what}`);
    };
    const line = new SimLine(
      { agenda: this.#agenda, weather: () => this.#weather, trace },
      rng.fork('line'),
      (send, close) => this.#district.accept(send, close),
    );
    const isWrong = rng.next() < 0.15;
    const error = isWrong
      ? Math.round((rng.next() * 2 - 1) * 365 * DAY_MS)
      : rng.int(2_000) - 1_000;
    const slot: Slot = {
      name,
      scope,
      line,
      disk: emptyDisk(),
      replica: null,
      isTicking: false,
      world: null as unknown as ReplicaWorld,
    };
    slot.world = {
      name,
      scope,
      rng: rng.fork('acts'),
      hashing: this.#hashing,
      planted: this.#options.planted ?? null,
      random: bytesOf(rng.fork('bytes')),
      link: line,
      trace,
      actors: scope.startsWith('unit:')
        ? [`unit@${scope}`]
        : [`dispatcher+operator+inspector@${scope}`, `dutyChief+callbackClerk@${scope}`],
      clock: this.#clock(error),
      wake: () => {
        this.#agenda.after(1, () => this.#tick(slot));
      },
      crashes: () => this.#rng.next() < this.#crashShare,
      acknowledged: (op) => this.#acknowledged.set(op.opId, op),
    };
    this.#slots.push(slot);
  }

  async #boot(slot: Slot): Promise<void> {
    slot.replica = await SimReplica.boot(slot.world, slot.disk);
    slot.isTicking = false;
  }

  async #pass(ms: number): Promise<void> {
    const end = this.#agenda.now + ms;
    while (this.#agenda.now < end) {
      await this.#agenda.run(Math.min(end, this.#agenda.now + STEP_MS));
      for (const slot of this.#slots) {
        if (slot.replica === null) await this.#boot(slot);
        await this.#tick(slot);
      }
      await this.#district.working;
    }
  }

  async #tick(slot: Slot): Promise<void> {
    const { replica } = slot;
    if (replica === null) return;
    await this.#surviving(slot, () => replica.engine.tick());
    await this.#district.working;
  }

  async #act(slot: Slot): Promise<void> {
    const { replica } = slot;
    if (replica === null) return;
    await this.#surviving(slot, () => {
      for (let tries = 0; tries < 12; tries += 1) if (replica.act()) break;
      return Promise.resolve();
    });
  }

  /** A crash ends the process, not the history: the next step boots what is on the disk. */
  async #surviving(slot: Slot, task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (cause) {
      if (!(cause instanceof Crash)) throw cause;
      this.#note(`${slot.name} dies at ${cause.message}`);
      slot.replica?.engine.stop();
      slot.replica = null;
    }
  }

  async #kill(slot: Slot): Promise<void> {
    this.#note(`${slot.name} killed`);
    slot.replica?.engine.stop();
    slot.replica = null;
    await this.#pass(STEP_MS);
  }

  #cut(dice: Rng): void {
    const street = pick(dice, [EAST, WEST, 'district']);
    const cut =
      dice.next() < 0.4
        ? this.#slots.filter((slot) => slot.scope === street)
        : [pick(dice, this.#slots)];
    for (const slot of cut) slot.line.isCut = true;
    this.#agenda.after(5_000 + dice.int(60_000), () => {
      for (const slot of cut) slot.line.isCut = false;
    });
  }

  async #fault(dice: Rng): Promise<void> {
    if (this.#faults.includes('restore')) {
      this.#note('district restored');
      await this.#district.restore(1 + dice.int(12));
    }
    if (!this.#faults.includes('fork')) return;
    // A disk put back to an earlier image: what only stood on the lost part is lost with the disk, and said so.
    const slot = pick(dice, this.#slots);
    const keep = dice.int(slot.disk.acts.length + 1);
    const decided = new Set(this.#district.store.entries.map(({ op }) => op.opId));
    for (const op of slot.disk.acts.splice(keep)) {
      slot.disk.decided.delete(op.opId);
      if (!decided.has(op.opId)) this.#acknowledged.delete(op.opId);
    }
    Object.assign(slot.disk, {
      cursors: {},
      held: new Map(),
      events: new Map(),
      records: new Map(),
      epoch: null,
    });
    await this.#kill(slot);
  }

  #clock(error: number): Clock {
    return { wall: () => START + this.#agenda.now + error, mono: () => this.#agenda.now };
  }

  #note(what: string): void {
    this.#lines.push(what);
    if (this.#lines.length < 500) return;
    this.#trace = nodeHashing.sha256(this.#trace + this.#lines.join('\n'));
    this.#lines = [];
  }
}

function bytesOf(rng: Rng): RandomBytes {
  return (count) => Uint8Array.from({ length: count }, () => rng.int(256));
}
