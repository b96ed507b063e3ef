import { EAST, START, WEST } from '#core/domain/case/caseBuilders.ts';
import type { AnyOperation } from '#core/domain/operation/operation.ts';
import { must } from '#core/kernel/assert.ts';
import { createRng, pick, type Rng } from '#core/kernel/rng.ts';
import { DAY_MS, type Clock } from '#core/kernel/time.ts';
import { nodeHashing } from '#core/node/nodeHashing.ts';
import type { FeedEntry } from '#core/protocol/sync/frames.ts';
import { STREET_BEAT_MS } from '#core/protocol/sync/street.ts';
import {
  counts,
  authorsTold,
  clocksDoNotWin,
  factsRefused,
  keptWaiting,
  saidAgain,
  saidOtherwise,
  lost,
  numbers,
  order,
  ownCounted,
  ownOvercounted,
  proposalsLost,
  readerFaults,
  times,
  unanswered,
  type Acknowledged,
} from './historyBooks.ts';
import type { Fault } from './fault.ts';
import { bytesOf, storesOf } from './historyParts.ts';
import { MemoryDisk } from './memoryFiles.ts';
import type { SimSnapshot } from './filling.ts';
import { halves } from './pairBooks.ts';
import { faultFor, needsFilling, needsSpoiledRows, needsStation, type Planted } from './planted.ts';
import { sharedApply } from './sharedApply.ts';
import { SimConsole, type ReplicaWorld } from './simConsole.ts';
import { SimDistrict } from './simDistrict.ts';
import { SimStation } from './simStation.ts';
import { Crash, type SimDisk } from './simFiles.ts';
import { reachedIn, type Reached } from './reached.ts';
import { Agenda, SimLine, type Weather } from './simNet.ts';
import { SqliteDisk, type SqliteRoom } from './sqliteFiles.ts';
import { feedsOfMoves, moveCase, transfersIn, type Transfers } from './transfers.ts';
import type { PostgresRoom } from '#tests/support/postgresRoom.ts';

export type HistoryOptions = {
  readonly seed: string;
  readonly replicas: number;
  /** Acts that each replica tries. */
  readonly acts: number;
  readonly planted?: Planted;
  /** The eastern street has a station over which it goes on as one. */
  readonly station?: boolean;
  /** People bring cases on to their end, more than dice alone do. */
  readonly bringsOn?: boolean;
  /** At every step a case is sent elsewhere, mostly while people who show it are cut off with acts on it. */
  readonly transfers?: boolean;
  /** Consoles lose their rows on the way and are filled by a snapshot that was made while people acted. */
  readonly fills?: boolean;
  /** The process whose write has this number dies there, and no other; by dice without it. 0: none does. */
  readonly crashAt?: number;
  /** What strikes in the midst of it; by dice without it. */
  readonly fault?: Fault;
  /** Rows of consoles are held against the district's; `spoiled`: and go bad by themselves. */
  readonly rows?: 'compared' | 'spoiled';
  /** Where real files of district and consoles go; in memory without it. */
  readonly room?: SqliteRoom;
  /** Where the district's databases go, with consoles in memory. */
  readonly server?: PostgresRoom;
};

export type HistoryResult = {
  readonly operations: number;
  /** Acts that were deferred and decided again. */
  readonly replayed: number;
  /** Rows that were found not to be as the district has them, and mended. */
  readonly repaired: number;
  /** What was broken, by invariant, in words that name ids; empty when everything held. */
  readonly violations: readonly string[];
  readonly isSettled: boolean;
  readonly transfers: Transfers;
  /** Consoles that took in a whole snapshot. */
  readonly filled: number;
  /** What was decided: how many of each kind, outcome, and with or without acts that its author had not seen. */
  readonly reached: Reached;
  /** What struck in the midst of it. */
  readonly fault: Fault | null;
  /** Before and after every write of a console a process may die: how many such moments there were. */
  readonly moments: number;
  /** The district's chain over every operation and its outcome. */
  readonly chain: string;
  /** Everything that happened, in order, as one hash: equal seeds, equal traces. */
  readonly trace: string;
};

const CALM: Weather = { drop: 0, duplicate: 0, reorder: 0 };
const STORM: Weather = { drop: 0.06, duplicate: 0.06, reorder: 0.1 };
const SCOPES = [EAST, WEST, 'district', EAST, WEST, 'district', 'unit:e-green', EAST] as const;
const SETTLE_MS = 240_000;
const STEP_MS = 250;
/** Longest pause between two acts anywhere in the town. */
const WAIT_MS = 1_000;
/** Only a feed of some length is told by a snapshot. */
const FILLS_FROM = 0.6;
/** Of the steps of a history that is about cases that move: at so many one is sent elsewhere. */
const MOVES = 0.4;

type Slot = {
  readonly name: string;
  readonly scope: string;
  readonly line: SimLine;
  readonly disk: SimDisk;
  readonly world: ReplicaWorld;
  console: SimConsole | null;
};

/** One seeded history: people act, lines fail, processes die, clocks lie; then calm, and the books are read. */
export async function runHistory(options: HistoryOptions): Promise<HistoryResult> {
  const history = new History(options);
  await history.prepare();
  try {
    await history.storm();
    const isSettled = await history.calm();
    return await history.result(isSettled);
  } finally {
    await history.close();
  }
}

class History {
  readonly #options: HistoryOptions;
  readonly #rng: Rng;
  readonly #agenda = new Agenda();
  readonly #hashing = nodeHashing;
  readonly #apply = sharedApply();
  readonly #acknowledged = new Map<string, Acknowledged>();
  readonly #slots: Slot[] = [];
  /** Replicas that lost their confirmed rows on the way. */
  readonly #anew = new Set<string>();
  readonly #fault: Fault | null;
  /** Acts that left a console's disk when it was put back. */
  readonly #rewound = new Set<string>();
  /** Commits of the district at the fork. */
  #commits = 0;
  #isLostForGood = false;
  readonly #upsets: Rng;
  readonly #rows: HistoryOptions['rows'];
  /** Of processes that are over. */
  #repaired = 0;
  #opened: SimDistrict | null = null;
  #station: SimStation | null = null;
  #beatAt = 0;
  #filling: { readonly slot: Slot; readonly epoch: string; readonly snapshot: SimSnapshot } | null =
    null;
  #filled = 0;
  #weather = STORM;
  #crashShare = 0;
  #moments = 0;
  #trace = '';
  #lines: string[] = [];

  constructor(options: HistoryOptions) {
    this.#options = options;
    this.#rng = createRng(options.seed);
    this.#upsets = this.#rng.fork('upsets');
    this.#rows = needsSpoiledRows(options.planted) ? 'spoiled' : options.rows;
    const dice = this.#rng.fork('faults').next();
    this.#fault =
      options.fault ??
      faultFor(options.planted ?? null) ??
      drawn(dice, options.planted !== undefined);
  }

  async prepare(): Promise<void> {
    const { room, replicas } = this.#options;
    const scopeOf = new Map<string, string>();
    for (let i = 0; i < replicas; i += 1) {
      scopeOf.set(`d${i}`, must(SCOPES[i % SCOPES.length], 'a scope'));
    }
    this.#opened = await SimDistrict.open({
      clock: this.#clock(0),
      random: bytesOf(this.#rng.fork('district')),
      hashing: this.#hashing,
      scopeOf,
      makeStore: storesOf(this.#options),
      planted: this.#options.planted ?? null,
    });
    this.#station = this.#stationOf(scopeOf);
    for (const [name, scope] of scopeOf) {
      const disk = room === undefined ? new MemoryDisk() : await SqliteDisk.make(room);
      this.#slots.push(this.#slot(name, scope, disk));
    }
    for (const slot of this.#slots) await this.#boot(slot);
  }

  async storm(): Promise<void> {
    this.#crashShare = 0.004;
    const dice = this.#rng.fork('storm');
    const bad = this.#rng.fork('bad rows');
    const besides = this.#besides();
    const acts = this.#options.acts * this.#options.replicas;
    for (let i = 0; i < acts; i += 1) {
      await this.#act(pick(dice, this.#slots));
      await besides(i / acts);
      if (dice.next() < 0.02) this.#cut(dice);
      if (dice.next() < 0.01) await this.#kill(pick(dice, this.#slots));
      this.#upset();
      if (this.#rows === 'spoiled' && bad.next() < 0.05) await this.#spoil(bad);
      if (i === Math.floor(acts * 0.6)) await this.#strike(dice);
      if (i === Math.floor(acts * (this.#fault === 'turned' ? 0.64 : 0.8))) {
        await this.#strikeAgain(dice);
      }
      await this.#pass(dice.int(WAIT_MS));
    }
  }

  /** What a history that is about something does at every step of its storm; told how far that is. */
  #besides(): (share: number) => Promise<void> {
    const { transfers, fills, planted } = this.#options;
    const moving = transfers === true ? this.#rng.fork('moves') : null;
    const filling = fills === true || needsFilling(planted) ? this.#rng.fork('fills') : null;
    return async (share) => {
      if (moving !== null && moving.next() < MOVES) await this.#move(moving);
      if (filling !== null && share >= FILLS_FROM) await this.#fillOne(filling);
    };
  }

  async calm(): Promise<boolean> {
    this.#weather = CALM;
    this.#crashShare = 0;
    for (const slot of this.#slots) slot.line.isCut = false;
    if (this.#station !== null) this.#station.isCut = false;
    this.#station?.boot();
    const isAtRest = await this.#rests(() => this.#isSettled());
    if (this.#rows === undefined || !isAtRest) return isAtRest;
    // Whatever went bad since it was last looked at is found when a console greets again.
    for (const { console } of this.#slots) console?.engine.reconnect();
    return this.#rests(() => this.#isSettled() && this.#isCompared());
  }

  async #rests(isSettled: () => boolean): Promise<boolean> {
    const end = this.#agenda.now + SETTLE_MS;
    while (this.#agenda.now < end) {
      await this.#pass(STEP_MS * 4);
      if (isSettled() && (await this.#isTold())) return true;
    }
    return false;
  }

  /** Every console has found its rows to be what the district stated where its feed stands now. */
  #isCompared(): boolean {
    return this.#slots.every(({ console, scope }) => {
      const cursor = console?.files.cursors()[scope] ?? 0;
      return console?.engine.checks()?.equalAt === cursor;
    });
  }

  /** A row of some console changes, grows old or is gone, and nobody did it. */
  async #spoil(dice: Rng): Promise<void> {
    const { console, world } = pick(dice, this.#slots);
    if (console === null) return;
    const full = [...(await console.files.held())].flatMap(([id, held]) =>
      held.form === 'full' ? [[id, held.doc] as const] : [],
    );
    if (full.length === 0) return;
    const [id, doc] = pick(
      dice,
      full.sort(([a], [b]) => (a < b ? -1 : 1)),
    );
    const how = dice.int(3);
    const other =
      how === 0 ? { ...doc, title: `${doc.title} spoiled` } : { ...doc, ver: doc.ver - 1 };
    await console.files.spoil(id, how === 2 ? null : { form: 'full', doc: other });
    // Whoever sees old versions again counts his own acts otherwise.
    world.beganAnew();
    this.#note(`${world.name} has ${id} spoiled`);
  }

  async result(isSettled: boolean): Promise<HistoryResult> {
    const books = await this.#district.books();
    const violations = [
      ...lost(books, this.#acknowledged),
      ...counts(books),
      ...halves(books),
      ...order(books),
      ...saidOtherwise(books, this.#acknowledged),
      ...ownCounted(books, this.#anew),
      ...ownOvercounted(books, this.#anew),
      ...clocksDoNotWin(books),
      ...proposalsLost(books),
      ...factsRefused(books),
      // Whoever saw what nobody can bring any more waits for his day.
      ...(this.#isLostForGood ? [] : keptWaiting(books)),
      ...saidAgain(books),
      // A disk that was put back tells the numbers of what it has forgotten once more, as it must.
      ...(this.#rewound.size > 0 ? [] : numbers(books, this.#acknowledged)),
      ...authorsTold(books),
      ...times(books, this.#acknowledged),
      ...(this.#station?.faults ?? []),
      ...(this.#options.transfers === true ? feedsOfMoves(books, await this.#feeds()) : []),
      ...this.#district.bugs.map((bug) => `bug ${bug}`),
    ];
    if (isSettled) {
      for (const { name, scope, console } of this.#slots) {
        if (console === null) continue;
        const reader = { name, scope, console };
        violations.push(...(await readerFaults(reader, books, this.#hashing)));
        violations.push(...(await unanswered(reader, books, this.#anew)));
      }
    }
    return {
      operations: books.entries.length,
      repaired: this.#slots.reduce((sum, { console }) => sum + repairedBy(console), this.#repaired),
      replayed: books.entries.filter(({ op }) => op.replays !== undefined).length,
      violations,
      isSettled,
      filled: this.#filled,
      transfers: transfersIn(books, this.#acknowledged),
      reached: reachedIn(books.entries),
      fault: this.#fault,
      moments: this.#moments,
      chain: books.entries.at(-1)?.chain ?? '',
      trace: nodeHashing.sha256(this.#trace + this.#lines.join('\n')),
    };
  }

  /** Whole, of every place that reads cases. */
  async #feeds(): Promise<ReadonlyMap<string, readonly FeedEntry[]>> {
    const scopes = new Set(this.#slots.map(({ scope }) => scope));
    const feeds = [...scopes].map(
      async (scope) => [scope, await this.#district.feed(scope)] as const,
    );
    return new Map(await Promise.all(feeds));
  }

  async close(): Promise<void> {
    for (const slot of this.#slots) {
      await slot.console?.stop();
      await slot.disk.remove();
    }
    await this.#district.close();
  }

  get #district(): SimDistrict {
    return must(this.#opened, 'the district is open');
  }

  #isSettled(): boolean {
    const { heads } = this.#district.core.state;
    if (this.#station?.isEmpty === false) return false;
    return this.#slots.every(({ console, scope }) => {
      if (console === null || console.files.keeper.foreignCount() > 0) return false;
      const status = console.engine.status();
      const cursors = console.files.cursors();
      const isCaughtUp = [scope, 'ref'].every(
        (feed) => (cursors[feed] ?? 0) >= (heads.get(feed as 'district') ?? 0),
      );
      const isSent = status.line === 'online' && status.watermark === status.last;
      return isSent && isCaughtUp && console.files.broken().length === 0;
    });
  }

  /** Whoever's act was deferred and decided since has heard of it. */
  async #isTold(): Promise<boolean> {
    const { waiting } = this.#district.core.state;
    for (const { console } of this.#slots) {
      for (const [opId, { outcome }] of (await console?.files.delivered()) ?? []) {
        if (outcome === 'deferred' && !waiting.has(opId)) return false;
      }
    }
    return true;
  }

  #slot(name: string, scope: string, disk: SimDisk): Slot {
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
    const world: ReplicaWorld = {
      name,
      scope,
      rng: rng.fork('acts'),
      hashing: this.#hashing,
      apply: this.#apply,
      planted: this.#options.planted ?? null,
      bringsOn: this.#options.bringsOn ?? false,
      isCompared: this.#rows !== undefined,
      random: bytesOf(rng.fork('bytes')),
      link: line,
      station: scope === EAST ? (this.#station?.link ?? null) : null,
      trace,
      actors: scope.startsWith('unit:')
        ? [`unit@${scope}`]
        : [
            `dispatcher+operator+inspector@${scope}`,
            `dutyChief+callbackClerk@${scope}`,
            `supervisor@${scope}`,
          ],
      clock: this.#clock(error),
      wake: () => {
        this.#agenda.after(1, () => this.#tick(slot));
      },
      beganAnew: () => this.#anew.add(`r-${name}`),
      crashes: () => this.#isMoment(),
      acknowledged: (op: AnyOperation) =>
        this.#acknowledged.set(op.opId, { op, at: START + this.#agenda.now, isCut: line.isCut }),
    };
    const slot: Slot = { name, scope, line, disk, world, console: null };
    return slot;
  }

  #isMoment(): boolean {
    this.#moments += 1;
    const { crashAt } = this.#options;
    return crashAt === undefined ? this.#rng.next() < this.#crashShare : this.#moments === crashAt;
  }

  async #boot(slot: Slot): Promise<void> {
    slot.console = await SimConsole.boot(slot.world, slot.disk);
  }

  async #pass(ms: number): Promise<void> {
    const end = this.#agenda.now + ms;
    while (this.#agenda.now < end) {
      const next = Math.min(end, this.#agenda.now + STEP_MS);
      // Whatever a step starts at the district is over before time goes on, however slow its disk is.
      await this.#agenda.run(next, () => this.#worked());
      this.#beat();
      for (const slot of this.#slots) {
        if (slot.console === null) await this.#boot(slot);
        await this.#tick(slot);
      }
    }
  }

  async #tick(slot: Slot): Promise<void> {
    const { console } = slot;
    if (console === null) return;
    await this.#surviving(slot, () => console.tick());
    await this.#worked();
  }

  async #act(slot: Slot): Promise<void> {
    const { console } = slot;
    if (console === null) return;
    await this.#surviving(slot, async () => {
      for (let tries = 0; tries < 12; tries += 1) if (await console.act()) break;
    });
  }

  /** One piece of a snapshot a step; when it has all, a console whose rows are gone takes it in. */
  async #fillOne(dice: Rng): Promise<void> {
    if (this.#filling === null) {
      const slot = pick(dice, this.#slots);
      const { epoch } = this.#district;
      this.#filling = { slot, epoch, snapshot: await this.#district.snapshot(slot.scope) };
      return;
    }
    const { slot, epoch, snapshot } = this.#filling;
    // Put back from a backup meanwhile: it is of another history, as the real one finds.
    const isOfAnother = epoch !== this.#district.epoch;
    if (!isOfAnother && (dice.next() < 0.7 || (await snapshot.goOn()))) return;
    this.#filling = null;
    if (isOfAnother) return;
    await this.#stop(slot);
    await slot.disk.rewind(await slot.disk.acts());
    slot.world.beganAnew();
    await this.#boot(slot);
    const { console } = slot;
    if (console === null) return;
    await this.#surviving(slot, async () => {
      if (await snapshot.fill(console)) this.#filled += 1;
    });
    this.#note(`${slot.name} is filled`);
  }

  /** Whoever sends a case away may die of it, and whoever is cut off, too: the history goes on. */
  async #move(dice: Rng): Promise<void> {
    const heal = (line: SimLine): void => {
      this.#agenda.after(1_000 + dice.int(8_000), () => {
        line.isCut = false;
      });
    };
    await moveCase(this.#slots, {
      dice,
      heal,
      surviving: (slot, task) => this.#surviving(slot, task),
    });
  }

  /** A crash ends the process, not the history: the next step boots what is on the disk. */
  async #surviving(slot: Slot, task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (cause) {
      if (!(cause instanceof Crash)) throw cause;
      this.#note(`${slot.name} dies at ${cause.message}`);
      await this.#stop(slot);
    }
  }

  async #kill(slot: Slot): Promise<void> {
    this.#note(`${slot.name} killed`);
    await this.#stop(slot);
    await this.#pass(STEP_MS);
  }

  async #stop(slot: Slot): Promise<void> {
    const { console } = slot;
    this.#repaired += repairedBy(console);
    slot.console = null;
    await console?.stop();
  }

  #cut(dice: Rng): void {
    const street = pick(dice, [EAST, WEST, 'district']);
    const cut =
      dice.next() < 0.4
        ? this.#slots.filter((slot) => slot.scope === street)
        : [pick(dice, this.#slots)];
    // The house's only way out is its station's, too.
    const station = cut.length > 1 && street === EAST ? this.#station : null;
    for (const slot of cut) slot.line.isCut = true;
    if (station !== null) station.isCut = true;
    this.#agenda.after(5_000 + dice.int(60_000), () => {
      for (const slot of cut) slot.line.isCut = false;
      if (station !== null) station.isCut = false;
    });
  }

  async #strike(dice: Rng): Promise<void> {
    if (this.#fault === 'restore' || this.#fault === 'turned') {
      this.#note('district restored');
      const lost = 1 + dice.int(40);
      // So much that whole memberships are among it.
      const isMuch =
        this.#fault === 'turned' || this.#options.planted === 'restore-makes-strangers';
      await this.#district.restore(isMuch ? lost * 4 : lost);
    }
    if (this.#fault === 'fork') {
      const slot = pick(dice, this.#slots);
      await this.#putBack(slot, dice.int((await slot.disk.acts()) + 1));
    }
    if (this.#fault === 'both') {
      const slot = pick(dice, this.#slots);
      this.#commits = this.#district.commits;
      await this.#putBack(slot, Math.max(0, (await slot.disk.acts()) - 1 - dice.int(3)));
    }
  }

  async #strikeAgain(dice: Rng): Promise<void> {
    if (this.#fault === 'both') await this.#restoreBefore(dice);
    if (this.#fault === 'turned') {
      const slot = await this.#whoWaits(dice);
      await this.#putBack(slot, Math.max(0, (await slot.disk.acts()) - 1 - dice.int(3)));
    }
  }

  /** A console that has an act which stands deferred; any where there is none. */
  async #whoWaits(dice: Rng): Promise<Slot> {
    const waiting: Slot[] = [];
    for (const slot of this.#slots) {
      const decided = [...((await slot.console?.files.delivered()) ?? [])];
      if (decided.some(([, { outcome }]) => outcome === 'deferred')) waiting.push(slot);
    }
    return pick(dice, waiting.length === 0 ? this.#slots : waiting);
  }

  /** The district forgets the fork and what came before it; what no disk has any more nobody can bring. */
  async #restoreBefore(dice: Rng): Promise<void> {
    this.#note('district restored to before the fork');
    await this.#district.restore(this.#district.commits - this.#commits + 1 + dice.int(40));
    const { entries } = await this.#district.books();
    const decided = new Set(entries.map(({ op }) => op.opId));
    for (const opId of this.#rewound) {
      if (decided.has(opId)) continue;
      this.#acknowledged.delete(opId);
      this.#isLostForGood = true;
    }
  }

  /** A disk put back to an earlier image: what only stood on the lost part is lost with it, and said so. */
  async #putBack(slot: Slot, keep: number): Promise<void> {
    await this.#stop(slot);
    slot.world.beganAnew();
    const { entries } = await this.#district.books();
    const decided = new Set(entries.map(({ op }) => op.opId));
    for (const opId of await slot.disk.rewind(keep)) {
      this.#rewound.add(opId);
      if (decided.has(opId)) continue;
      this.#acknowledged.delete(opId);
      this.#isLostForGood = this.#fault === 'turned';
    }
    await this.#kill(slot);
  }

  #stationOf(scopeOf: ReadonlyMap<string, string>): SimStation | null {
    const { station, planted } = this.#options;
    if (station !== true && !needsStation(planted)) return null;
    const own = [...scopeOf].filter(([, scope]) => scope === EAST).map(([device]) => device);
    return new SimStation({
      agenda: this.#agenda,
      rng: this.#rng.fork('station'),
      clock: this.#clock(0),
      hashing: this.#hashing,
      devices: own.map((device) => ({ device, replica: `r-${device}`, publicKey: device })),
      planted: planted ?? null,
      trace: (what) => {
        this.#note(`${this.#agenda.now} ${what}`);
      },
      district: {
        bring: (acts) => this.#district.bring(acts),
        have: (replica, incarnation) => this.#district.core.have(replica, incarnation),
      },
    });
  }

  /** The station loses its power, or gets it back; its way to the district fails without the others', too. */
  #upset(): void {
    const station = this.#station;
    if (station === null) return;
    const dice = this.#upsets.next();
    if (dice < 0.01) station.die();
    else if (dice < 0.05) station.boot();
    else if (dice < 0.06) station.isCut = true;
    else if (dice < 0.08) station.isCut = false;
  }

  #beat(): void {
    if (this.#station === null || this.#agenda.now - this.#beatAt < STREET_BEAT_MS) return;
    this.#beatAt = this.#agenda.now;
    this.#station.beat();
  }

  /** What a step began at the district, and at the station, is over. */
  async #worked(): Promise<void> {
    await this.#district.working;
    if (this.#station === null) return;
    await new Promise((resolve) => setImmediate(resolve));
    await this.#district.working;
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

function drawn(dice: number, isPlanted: boolean): Fault | null {
  if (dice < 0.1) return 'fork';
  if (dice < 0.2) return 'restore';
  if (isPlanted || dice >= 0.28) return null;
  return dice < 0.25 ? 'both' : 'turned';
}

function repairedBy(console: SimConsole | null): number {
  return console?.engine.checks()?.repaired ?? 0;
}
