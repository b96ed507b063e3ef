import type { AnyOperation } from '../domain/operation/operation.ts';
import type { Json } from '../kernel/mergePatch.ts';
import { AppError } from '../protocol/errors.ts';
import {
  BATCH_BYTES_MAX,
  BATCH_OPS_MAX,
  HEARTBEAT_MS,
  type ServerFrame,
} from '../protocol/sync/frames.ts';
import { SYNC_NONCE } from '../protocol/sync/syncNonce.ts';
import { AskAgain } from './askAgain.ts';
import { CaseFetching } from './caseFetching.ts';
import { isElsewhere } from './elsewhere.ts';
import { helloTo, refusalOf, type Greeter } from './greeting.ts';
import { HeldBack } from './heldBack.ts';
import { Line, UNHEARD_MS } from './line.ts';
import {
  batchSent,
  committedTo,
  decisionsDelivered,
  gapReported,
  greeted,
  nextToSend,
  outboxOf,
  takenBack,
  type OutboxState,
} from './outboxState.ts';
import { createPulling, type Pulling } from './pulling.ts';
import { PushPatience } from './pushPatience.ts';
import { createRequests, type Answer, type Question, type Requests } from './requests.ts';
import { checkOf, type CheckReport, type ScopeCheck } from './scopeCheck.ts';
import type { AskByName, EnginePorts } from './syncPorts.ts';
import { Takings, type BroughtAnswer, type Taken } from './takings.ts';
import type { SeatNews, SyncStatus } from './syncStatus.ts';

/**
 * The loop that joins an outbox and a replica to the district: greet, push what was acknowledged, pull what
 * was decided. It has a tick; all waiting is by the monotonic clock, and no time of day decides anything.
 * Upload and download never wait for each other.
 */
export type EngineOptions = Greeter & {
  /** Something to do: call `tick` soon. */
  readonly wake: () => void;
  /** Frames that are no business of the engine (calls, seats, streets). */
  readonly aside: (frame: ServerFrame) => void;
  /** Scopes whose first rows come in another way than by pages, for now. */
  readonly isFilling?: (scope: string) => boolean;
  /** Rows were not as the district has them, and are now. */
  readonly repaired?: (cases: number) => void;
  /** After so many numbers of its feed a scope is held against the district's again. */
  readonly compareEvery?: number;
};

const BATCH_MAX = { ops: BATCH_OPS_MAX, bytes: BATCH_BYTES_MAX };
/** Names no batch that is awaited: what it asks was decided before. */
const AGAIN = 0;

export class SyncEngine {
  readonly #ports: EnginePorts;
  readonly #options: EngineOptions;
  readonly #line: Line;
  readonly #requests: Requests;
  readonly #pulling: Pulling;
  readonly #heldBack: HeldBack;
  readonly #askAgain: AskAgain;
  readonly #check: ScopeCheck | null;
  readonly #fetching: CaseFetching;
  readonly #takings: Takings;
  readonly #patience = new PushPatience();
  #outbox: OutboxState = outboxOf({ last: 0, watermark: 0, decidedAbove: [] });
  #beatMono = 0;
  #beatWall = 0;
  #onLine = 0;
  #refusedWith: string | null = null;
  #commits = 0;
  #running = false;
  #again = false;
  #stopped = false;

  constructor(ports: EnginePorts, options: EngineOptions) {
    this.#ports = ports;
    this.#options = options;
    const mono = (): number => ports.clock.mono();
    this.#line = new Line({ ...ports, wake: options.wake });
    this.#heldBack = new HeldBack(ports);
    this.#askAgain = new AskAgain(ports.outbox);
    this.#requests = createRequests(mono);
    const ask: AskByName = (name, input) => this.ask({ f: 'ask', name, input });
    this.#fetching = new CaseFetching({ ...ports, ask, wake: options.wake });
    this.#check = checkOf(ports, options, ask);
    this.#pulling = createPulling({ ...ports, ...options, mono, check: this.#check });
    const fetch = (caseId: string): void => this.#fetching.fetch(caseId);
    const delivered = (rseqs: readonly number[]): void => {
      this.#outbox = decisionsDelivered(this.#outbox, AGAIN, rseqs);
    };
    this.#takings = new Takings({ ...ports, pulling: this.#pulling, fetch, delivered });
  }

  async start(): Promise<void> {
    this.#outbox = outboxOf(await this.#ports.outbox.marks());
  }

  committed(rseq: number): void {
    this.#commits += 1;
    this.#outbox = committedTo(this.#outbox, rseq);
    this.#options.wake();
  }

  /** The line is said to be back: do not wait for the next retry. */
  nudge(): void {
    this.#line.nudge();
    this.#options.wake();
  }

  /** Ends the present connection, to greet again with other scopes or another session. */
  reconnect(): void {
    if (this.#line.phase !== 'closed') this.#line.hangUp(0);
    this.#options.wake();
  }

  ask(question: Question): Promise<Answer> {
    if (this.#line.phase !== 'online') {
      return Promise.reject(new AppError('session/needs-line', { retry: 'askUser' }));
    }
    return this.#requests.ask(question, (frame) => {
      this.#line.send(frame);
    });
  }

  /** What the district said came on a stick. */
  takeIn(answer: BroughtAnswer): Promise<Taken> {
    const taken = this.#takings.add(answer);
    this.#options.wake();
    return taken;
  }

  /** Seat states have no answer and are lost when the line is down: the next one tells all. */
  tell(news: SeatNews): void {
    if (this.#line.phase === 'online') this.#line.send({ f: 'seat', ...news });
  }

  /** What came of holding the rows here against the district's; null where none are held. */
  checks(): CheckReport | null {
    return this.#check?.report ?? null;
  }

  status(): SyncStatus {
    return {
      ...this.#line.shown,
      refusedWith: this.#refusedWith,
      heldBack: this.#heldBack.code,
      last: this.#outbox.last,
      watermark: this.#outbox.watermark,
      behind: this.#pulling.behind(),
      ...this.#ports.offset.offset(),
    };
  }

  stop(): void {
    this.#stopped = true;
    this.#line.hangUp(0);
    this.#requests.abandon();
  }

  async tick(): Promise<void> {
    this.#again = true;
    if (this.#running) return;
    this.#running = true;
    try {
      while (this.#again && !this.#stopped) {
        this.#again = false;
        await this.#step();
      }
    } finally {
      this.#running = false;
    }
  }

  async #step(): Promise<void> {
    await this.#takings.turn();
    let frame: ServerFrame | null;
    while ((frame = this.#line.next()) !== null) await this.#receive(frame);
    this.#fetching.all(await this.#pulling.settle('overdue'));
    const awaitedSince = this.#outbox.inFlight[0]?.sentAt ?? null;
    this.#line.keep(awaitedSince);
    if (this.#onLine !== this.#line.number) this.#forgetLine();
    this.#requests.expire();
    this.#check?.raise();
    if (this.#line.phase !== 'online') return;
    const now = this.#ports.clock.mono();
    const isUneasy = awaitedSince !== null && this.#line.silence(awaitedSince) >= UNHEARD_MS / 2;
    const beatAfter = isUneasy ? UNHEARD_MS / 2 : HEARTBEAT_MS;
    if (now - this.#beatMono >= beatAfter) this.#beat(now);
    this.#outbox = this.#patience.again(this.#outbox, now);
    await this.#push();
    for (const frame of this.#pulling.due()) this.#line.send(frame);
  }

  #forgetLine(): void {
    this.#onLine = this.#line.number;
    this.#heldBack.over();
    this.#patience.anew();
    this.#requests.abandon();
    this.#fetching.forget();
  }

  #beat(now: number): void {
    this.#beatMono = now;
    this.#beatWall = this.#ports.clock.wall();
    this.#line.send({ f: 'clock', sent: now });
    this.#pulling.recheck();
    this.#fetching.all(this.#ports.replica.broken());
  }

  async #receive(frame: ServerFrame): Promise<void> {
    switch (frame.f) {
      case 'challenge':
        this.#greet(frame);
        break;
      case 'welcome':
        await this.#welcome(frame);
        break;
      case 'refuse':
        this.#options.aside(frame);
        await this.#refused(refusalOf(frame));
        break;
      case 'decisions':
        await this.#decided(frame);
        break;
      case 'needFrom':
        this.#outbox = gapReported(this.#outbox, frame.rseq);
        break;
      case 'later':
        this.#outbox = takenBack(this.#outbox);
        this.#heldBack.later(frame.code);
        break;
      case 'page':
        this.#fetching.all(await this.#pulling.page(frame));
        break;
      case 'poke':
        this.#pulling.heads(frame.heads);
        break;
      default:
        this.#receiveOther(frame);
    }
  }

  #receiveOther(frame: ServerFrame): void {
    if (frame.f === 'login' || frame.f === 'answer') {
      this.#requests.answered(frame.id, { ok: frame.ok, value: frame.value as Json });
    } else if (frame.f !== 'clock') {
      this.#options.aside(frame);
    } else if (frame.sent === this.#beatMono) {
      this.#ports.offset.heard({ wall: this.#beatWall, mono: this.#beatMono }, frame.server);
    }
  }

  #greet(challenge: Extract<ServerFrame, { readonly f: 'challenge' }>): void {
    // Whoever wants another thing signed is no district: the hash of acts, perhaps, that he made up.
    if (!challenge.nonce.startsWith(SYNC_NONCE)) return this.#line.hangUp(null);
    this.#line.greeting();
    this.#line.send(helloTo(challenge, this.#options, this.#ports));
  }

  async #welcome(frame: Extract<ServerFrame, { readonly f: 'welcome' }>): Promise<void> {
    const greeting = greeted(this.#outbox, frame.have);
    if (greeting.kind === 'fork') return this.#refused('sync/fork');
    const { outbox, replica } = this.#ports;
    const { incarnation } = outbox.identity();
    const isOther = isElsewhere(frame, replica, this.#options.scopes());
    if (greeting.kind === 'behind') await outbox.reopen(greeting.have);
    // Whoever knows something of this incarnation has all of those before it: they were over by then.
    if (isOther && frame.have === 0 && incarnation > 1) await outbox.reopenEarlier();
    if (outbox.identity().incarnation !== incarnation) return this.#greetAnew();
    // Acts may have been committed while the outbox was reopened.
    this.#outbox = committedTo(greeting.state, this.#outbox.last);
    this.#pulling.reset();
    if (isOther) await replica.reset(frame.epoch);
    await this.#ports.outbox.durable(frame.durableSeq);
    this.#pulling.heads(frame.heads);
    this.#refusedWith = null;
    this.#askAgain.greeted();
    this.#check?.greeted();
    this.#onLine = this.#line.number;
    this.#line.online();
    this.#options.aside(frame);
    this.#beat(this.#ports.clock.mono());
  }

  async #refused(code: string): Promise<void> {
    if (code === 'sync/drill') return this.#line.hangUp(null);
    this.#refusedWith = code;
    if (code !== 'sync/fork') {
      this.#line.refused();
      return;
    }
    await this.#ports.outbox.renumber();
    await this.#greetAnew();
  }

  /** Another chain is another incarnation's. Acts may be committed to it while its marks are read. */
  async #greetAnew(): Promise<void> {
    const known = this.#commits;
    this.#outbox = outboxOf(await this.#ports.outbox.marks());
    if (known !== this.#commits) return this.#greetAnew();
    this.#line.hangUp(0);
  }

  async #decided(frame: Extract<ServerFrame, { readonly f: 'decisions' }>): Promise<void> {
    await this.#ports.outbox.record(frame.decisions);
    this.#heldBack.over();
    if (frame.batch === AGAIN) this.#askAgain.answered();
    this.#patience.answered(this.#outbox, frame.batch, this.#ports.clock.mono());
    const rseqs = frame.decisions.map((decision) => decision.rseq);
    this.#outbox = decisionsDelivered(this.#outbox, frame.batch, rseqs);
  }

  async #push(): Promise<void> {
    if (this.#heldBack.isWaiting) return;
    for (;;) {
      const from = nextToSend(this.#outbox, this.#patience.inFlight);
      if (from === null) break;
      const line = this.#line.number;
      const ops = await this.#ports.outbox.read(from, BATCH_MAX);
      const last = ops.at(-1);
      if (last === undefined || line !== this.#line.number) return;
      const batch = this.#outbox.nextId;
      // The file may have more than was told here: what is read of it is committed.
      const known = committedTo(this.#outbox, last.rseq);
      this.#outbox = batchSent(known, last.rseq, this.#ports.clock.mono());
      this.#send(batch, ops, last);
    }
    const line = this.#line.number;
    const again = await this.#askAgain.due(this.#ports.clock.mono(), BATCH_MAX);
    const last = again.at(-1);
    if (last !== undefined && line === this.#line.number) this.#send(AGAIN, again, last);
  }

  #send(batch: number, ops: readonly AnyOperation[], last: AnyOperation): void {
    this.#line.send({
      f: 'push',
      batch,
      ops: ops.map((op) => ({ ...op })),
      sig: this.#ports.signer.sign(last.hash),
      sentAt: this.#ports.offset.now(),
    });
  }
}
