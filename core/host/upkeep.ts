import { MINUTE_MS } from '../kernel/time.ts';
import type { EpochMs, Clock } from '../kernel/time.ts';
import { AppError, type FailureCode } from '../protocol/errors.ts';
import type { SyncEngine } from '../sync/syncEngine.ts';
import type { NumberBook } from './store/numberBook.ts';
import type { OutboxStore } from './store/outboxStore.ts';
import type { OverlayKeeper } from './store/overlayKeeper.ts';
import type { ReplicaStore } from './store/replicaStore.ts';
import type { HealingReport } from './sync/healingReport.ts';
import type { LineMark } from './sync/lineMark.ts';
import type { Topic } from './views/viewHub.ts';

export type UpkeepPorts = {
  readonly clock: Clock;
  readonly now: () => EpochMs;
  readonly today: () => string;
  readonly isOnline: () => boolean;
  readonly engine: SyncEngine;
  readonly outbox: OutboxStore;
  readonly replica: ReplicaStore;
  readonly keeper: OverlayKeeper;
  readonly numbers: NumberBook;
  readonly healing: HealingReport;
  readonly lineMark: LineMark;
  /** Fetches the profile's files when this console has none yet. */
  readonly fetchReference: () => Promise<void>;
  /** Lets some of what ended long ago go; how many. */
  readonly rotate: (cases: number) => Promise<number>;
  /** One more page of what ended long ago; true while there is more. */
  readonly fetchStubs: () => Promise<boolean>;
  /** What is kept beside redacted cases and could not go when their words were taken out. */
  readonly forgetLate: (isStart: boolean) => Promise<void>;
  /** The line is up: what the district forgot with it is told again. */
  readonly onOnline: () => void;
  /** Something other than the line failed: told, and mended where it can be. */
  readonly onFailure: (cause: unknown) => Promise<void>;
  readonly touch: (topics: readonly Topic[]) => void;
};

const NUMBERS_LOW = 30;
const LEASE_ASK_MS = 30_000;
/** Numbers are being told: whether enough are left is looked at sooner. */
const LEASE_ASK_BUSY_MS = 2_000;
/** A first range of numbers comes by itself with the greeting. */
const FIRST_LEASE_MS = 5_000;
const PRUNE_MS = 10 * MINUTE_MS;
const PRUNE_AGAIN_MS = 5_000;
const PRUNE_ACTS = 200;
const ROTATE_MS = 10 * MINUTE_MS;
const ROTATE_AGAIN_MS = 2_000;
const ROTATE_CASES = 100;
const STUBS_MS = 10 * MINUTE_MS;
const STUBS_AGAIN_MS = 500;
/** How often what depends on the time alone is looked at again. */
const TIME_MS = 2_000;

/** What a console does between acts: notices that the line came or went, keeps numbers, ages the board. */
export class Upkeep {
  readonly #ports: UpkeepPorts;
  #wasOnline = false;
  #wasRenewed = false;
  #wasHeldBack: string | null = null;
  #leaseAskedAt = -Infinity;
  #leaseComesBy = 0;
  #numbersAsked = 0;
  #timeAt = -Infinity;
  #pruneAt = -Infinity;
  #rotateAt = -Infinity;
  #stubsAt = -Infinity;
  #isStart = true;
  #isStopped = false;
  readonly #work = new Set<Promise<unknown>>();

  constructor(ports: UpkeepPorts) {
    this.#ports = ports;
  }

  tick(): void {
    if (this.#isStopped) return;
    const { engine, healing, keeper, touch } = this.#ports;
    const isOnline = this.#ports.isOnline();
    // A connection that this console ended itself, to greet as somebody else, is no line that was lost.
    const isRenewing = this.#wasOnline && engine.status().line === 'connecting';
    if (isRenewing) this.#wasRenewed = true;
    else if (isOnline !== this.#wasOnline) this.#lineChanged(isOnline);
    if (isOnline && this.#wasRenewed) this.#greetedAnew();
    const { heldBack } = engine.status();
    if (heldBack !== this.#wasHeldBack) touch(['sync']);
    this.#wasHeldBack = heldBack;
    if (healing.settled(engine.status(), keeper.undecidedCount())) touch(['sync', 'alarms']);
    if (isOnline) {
      this.#run(this.#keepNumbers());
      this.#run(this.#ports.fetchReference());
      this.#run(this.#keepOutbox());
      this.#run(this.#keepHotSet());
      this.#run(this.#keepStubs());
    }
    this.#run(this.#keepTime());
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all(this.#work);
  }

  #run(task: Promise<unknown>): void {
    // A line that goes in between is tried again by the next turns; anything else is for somebody to hear.
    const kept = task
      .catch((cause: unknown) => (isOfTheLine(cause) ? undefined : this.#ports.onFailure(cause)))
      .then(() => {
        this.#work.delete(kept);
      });
    this.#work.add(kept);
  }

  #greetedAnew(): void {
    this.#wasRenewed = false;
    this.#ports.onOnline();
    this.#ports.touch(['sync', 'calls']);
  }

  #lineChanged(isOnline: boolean): void {
    const { clock, healing, keeper, touch } = this.#ports;
    this.#wasOnline = isOnline;
    this.#run(this.#ports.lineMark.changed(isOnline));
    healing.line(isOnline, keeper.undecidedCount());
    this.#leaseAskedAt = -Infinity;
    this.#leaseComesBy = clock.mono() + FIRST_LEASE_MS;
    if (isOnline) this.#ports.onOnline();
    touch(['sync', 'alarms', 'cases', 'calls']);
  }

  async #keepNumbers(): Promise<void> {
    const { clock, outbox, numbers, today, engine } = this.#ports;
    const now = clock.mono();
    const isTelling = numbers.asked > this.#numbersAsked;
    const every = isTelling ? LEASE_ASK_BUSY_MS : LEASE_ASK_MS;
    if (now < this.#leaseComesBy || now - this.#leaseAskedAt < every) return;
    this.#leaseAskedAt = now;
    this.#numbersAsked = numbers.asked;
    const { incarnation } = outbox.identity();
    if ((await numbers.left(incarnation, today())) >= NUMBERS_LOW) return;
    await engine.ask({ f: 'ask', name: 'numbers.more', input: {} });
  }

  /** What was decided long ago leaves, a little at a time; a full step is followed by the next one soon. */
  async #keepOutbox(): Promise<void> {
    const { clock, outbox, now, forgetLate } = this.#ports;
    if (clock.mono() < this.#pruneAt) return;
    this.#pruneAt = clock.mono() + PRUNE_MS;
    await forgetLate(this.#isStart);
    this.#isStart = false;
    const left = await outbox.prune({ now: now(), acts: PRUNE_ACTS });
    if (left === PRUNE_ACTS) this.#pruneAt = clock.mono() + PRUNE_AGAIN_MS;
  }

  /** Only while the district is there to be asked for what goes, and its clock is known. */
  async #keepHotSet(): Promise<void> {
    const { clock, engine, rotate } = this.#ports;
    if (clock.mono() < this.#rotateAt || engine.status().behind > 0) return;
    this.#rotateAt = clock.mono() + ROTATE_MS;
    const gone = await rotate(ROTATE_CASES);
    if (gone === ROTATE_CASES) this.#rotateAt = clock.mono() + ROTATE_AGAIN_MS;
  }

  /** After everything that is worked with. */
  async #keepStubs(): Promise<void> {
    const { clock, engine, fetchStubs } = this.#ports;
    if (clock.mono() < this.#stubsAt || engine.status().behind > 0) return;
    this.#stubsAt = clock.mono() + STUBS_MS;
    if (await fetchStubs()) this.#stubsAt = clock.mono() + STUBS_AGAIN_MS;
  }

  async #keepTime(): Promise<void> {
    const { clock, replica, now, touch } = this.#ports;
    if (clock.mono() - this.#timeAt < TIME_MS) return;
    this.#timeAt = clock.mono();
    await replica.raiseOverdue(now());
    touch(['time']);
  }
}

const LINE_CODES: readonly FailureCode[] = ['session/needs-line', 'link/closed', 'link/timeout'];

function isOfTheLine(cause: unknown): boolean {
  return cause instanceof AppError && LINE_CODES.includes(cause.code);
}
