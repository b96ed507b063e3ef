import { must } from '../kernel/assert.ts';
import { err, ok } from '../kernel/result.ts';
import type { Result } from '../kernel/result.ts';
import { AppError } from '../protocol/errors.ts';
import type { AnyOperation } from '../domain/operation/operation.ts';
import type { DistrictState } from './districtState.ts';
import { decideApart, isLocked } from './poison.ts';
import { prefetch } from './prefetch.ts';
import { freshOf } from './push.ts';
import type { Part, Push, PushAnswer } from './push.ts';
import type { Replays } from './replays.ts';
import { Staged } from './staged.ts';
import type { DistrictStore, LogEntry } from './store/districtStore.ts';
import type { Task, WaitingTask } from './turnTask.ts';

const TURN_OPS = 1_000;
/** Of a turn so many are decided before it is looked whether the one before it is over. */
const HELPING_OPS = 250;

export type TurnPorts = {
  readonly state: DistrictState;
  readonly store: DistrictStore;
  readonly replays: Replays;
  /** Decides what a task says, beside what is staged already. */
  readonly answer: (task: Task, staged: Staged) => Promise<PushAnswer>;
  readonly onCommit: (entries: readonly LogEntry[]) => void;
  readonly onBug: (op: AnyOperation, cause: unknown) => void;
};

/** A turn on its way to the disk. */
type Flight = {
  readonly turn: Turn;
  /** Resolves when it is over; what went wrong is told, never thrown. */
  readonly landed: Promise<Result<null, unknown>>;
  isOver: boolean;
};

type Turn = {
  readonly staged: Staged;
  readonly tasks: WaitingTask[];
  readonly answers: PushAnswer[];
};

/**
 * What is asked of the decider waits in a queue; a turn takes as many as fit, decides them in memory and commits
 * everything that follows in one transaction. While it is on its way to the disk the next turn is decided on top of
 * it (docs/adr/0026). An answer is given after the commit, in the order of the turns; a turn that fails leaves nothing
 * behind, neither there nor here, and what was decided on top of it is decided anew.
 */
export class Turns {
  readonly #ports: TurnPorts;
  readonly #queue: WaitingTask[] = [];
  #running: Promise<void> | null = null;
  #isClosed = false;
  #onArrival: () => void = () => undefined;

  constructor(ports: TurnPorts) {
    this.#ports = ports;
  }

  ask(task: Task): Promise<PushAnswer> {
    if (this.#isClosed) return Promise.reject(new AppError('link/closed', { retry: 'backoff' }));
    return new Promise((resolve, reject) => {
      this.#queue.push({ ...task, resolve, reject });
      this.#onArrival();
      this.#running ??= this.#run();
    });
  }

  /** Also decides again what is due, when nobody asks. */
  async wake(): Promise<void> {
    this.#running ??= this.#run();
    await this.#running;
  }

  async idle(): Promise<void> {
    await this.#running;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#running;
  }

  /** A whole turn by itself; only while no other is on its way. */
  async attempt(tasks: readonly Task[]): Promise<Result<PushAnswer[], unknown>> {
    const staged = new Staged(this.#ports.state);
    const answers: PushAnswer[] = [];
    try {
      await this.#decide(tasks, { staged, answers });
      await this.#commit(staged);
    } catch (cause) {
      return err(cause);
    }
    this.#tell(staged.entries);
    return ok(answers);
  }

  async #run(): Promise<void> {
    // Let everything that arrived in this moment share one commit.
    await Promise.resolve();
    for (let isMore = true; isMore || this.#queue.length > 0;) {
      let flight = await this.#next(null);
      while (flight !== null) flight = await this.#next(flight);
      isMore = await this.#ports.replays.run();
    }
    this.#running = null;
  }

  /** Decides the next turn while that one is on its way, and sends it on its own when that one is over. */
  async #next(flight: Flight | null): Promise<Flight | null> {
    const isAlone = flight?.turn.staged.isForAll === true || this.#ports.replays.isDue;
    if (flight !== null && isAlone) {
      await this.#settled(flight);
      return null;
    }
    const turn: Turn = {
      staged: new Staged(this.#ports.state, flight?.turn.staged ?? null),
      tasks: [],
      answers: [],
    };
    const filled = await this.#fill(turn, flight);
    if (flight !== null && !(await this.#settled(flight, turn.tasks))) return null;
    if (!filled.ok) await this.#failed(turn.tasks, filled.error);
    return filled.ok && turn.tasks.length > 0 ? this.#takeOff(turn) : null;
  }

  /** Takes in what comes until the turn before it is over, or it is full. */
  async #fill(turn: Turn, flight: Flight | null): Promise<Result<null, unknown>> {
    for (let room = TURN_OPS; ;) {
      const tasks = this.#take(Math.min(room, HELPING_OPS), room === TURN_OPS);
      room -= weightOf(tasks);
      turn.tasks.push(...tasks);
      try {
        if (tasks.length > 0) await this.#decide(tasks, turn);
      } catch (cause) {
        return err(cause);
      }
      if (flight === null || flight.isOver || turn.staged.isForAll) return ok(null);
      const isFull = tasks.length === 0 && this.#queue.length > 0;
      if (isFull) return ok(null);
      if (this.#queue.length === 0) await Promise.race([flight.landed, this.#arrival()]);
    }
  }

  #arrival(): Promise<void> {
    return new Promise((resolve) => (this.#onArrival = resolve));
  }

  #take(room: number, isFirst: boolean): WaitingTask[] {
    let weight = 0;
    let count = 0;
    for (const task of this.#queue) {
      weight += weightOf([task]);
      if (weight > room && !(isFirst && count === 0)) break;
      count += 1;
    }
    return this.#queue.splice(0, count);
  }

  async #decide(
    tasks: readonly Task[],
    { staged, answers }: Pick<Turn, 'staged' | 'answers'>,
  ): Promise<void> {
    const ops = tasks.flatMap(({ push, part, acts, again }) => [
      ...(push === null ? [] : freshOf(push, haveOf(push, staged), part)),
      ...acts,
      ...(again === undefined ? [] : [again.op]),
    ]);
    await prefetch(ops, staged, this.#ports);
    for (const one of tasks) answers.push(await this.#ports.answer(one, staged));
  }

  async #commit(staged: Staged): Promise<void> {
    const batch = staged.batch();
    if (batch.entries.length > 0 || batch.marks.length > 0) {
      await this.#ports.store.commit(batch);
      this.#ports.state.apply(batch, staged.taken);
    }
  }

  #takeOff(turn: Turn): Flight {
    const flight: Flight = {
      turn,
      isOver: false,
      landed: this.#land(turn).finally(() => (flight.isOver = true)),
    };
    return flight;
  }

  async #land({ staged, tasks, answers }: Turn): Promise<Result<null, unknown>> {
    try {
      await this.#commit(staged);
    } catch (cause) {
      return err(cause);
    }
    this.#tell(staged.entries);
    for (const [i, answer] of answers.entries()) tasks[i]?.resolve(answer);
    return ok(null);
  }

  /** Whether it landed. If not, it is tried apart, and what was decided on top of it comes after that. */
  async #settled({ turn, landed }: Flight, onTop: readonly WaitingTask[] = []): Promise<boolean> {
    const done = await landed;
    if (done.ok) return true;
    this.#queue.unshift(...onTop);
    await this.#failed(turn.tasks, done.error);
    return false;
  }

  /**
   * What stopped a turn may be the fault of one of many: each is tried alone, so only that one fails. A locked
   * file is nobody's: every further try would wait for it anew, and all who stand behind would wait with it.
   */
  async #failed(waiting: readonly WaitingTask[], cause: unknown): Promise<void> {
    const isOneOfMany = waiting.length > 1 && !isLocked(cause);
    if (isOneOfMany) for (const one of waiting) await this.#alone(one);
    else for (const one of waiting) await this.#failedAlone(one, cause);
  }

  async #alone(one: WaitingTask): Promise<void> {
    const tried = await this.attempt([one]);
    if (tried.ok) one.resolve(must(tried.value[0], 'an answer to the only task'));
    else await this.#failedAlone(one, tried.error);
  }

  /** What no disk will take is told apart from the acts around it. */
  async #failedAlone(one: WaitingTask, cause: unknown): Promise<void> {
    const { push, resolve, reject } = one;
    if (push === null) return reject(cause);
    const attempt = async (part: Part): Promise<Result<PushAnswer, unknown>> => {
      const tried = await this.attempt([{ ...one, part }]);
      return tried.ok ? ok(must(tried.value[0], 'an answer to the only task')) : tried;
    };
    const apart = await decideApart(push, cause, { attempt, onKept: this.#ports.onBug });
    if (apart.ok) resolve(apart.value);
    else reject(apart.error);
  }

  /** It is on disk by now: a listener that fails changes nothing of that. */
  #tell(entries: readonly LogEntry[]): void {
    const last = entries.at(-1);
    if (last === undefined) return;
    this.#ports.replays.committed(entries);
    try {
      this.#ports.onCommit(entries);
    } catch (cause) {
      this.#ports.onBug(last.op, cause);
    }
  }
}

function weightOf(tasks: readonly Task[]): number {
  return tasks.reduce(
    (sum, { push, acts, numberless }) =>
      sum + (push?.ops.length ?? 0) + acts.length + numberless.length,
    0,
  );
}

function haveOf({ replica, incarnation }: Push, staged: Staged): number {
  return staged.mark(replica, incarnation)?.rseq ?? 0;
}
