import type { AnyOperation } from '../domain/operation/operation.ts';
import type { OpId, PersonId } from '../domain/operation/identity.ts';
import type { Result } from '../kernel/result.ts';
import { HOUR_MS } from '../kernel/time.ts';
import type { Log } from '../node/logFile.ts';
import type { DistrictCore } from './districtCore.ts';
import { isOfTheDisk } from './poison.ts';
import { Ripening } from './ripening.ts';
import type { LogEntry } from './store/districtStore.ts';
import type { Waiting } from './waiting.ts';

/** Between two turns of those who push. */
export const TRIES_A_TIME = 20;

type Ports = {
  /** Decides it again in a turn of its own; it goes on waiting when it would be deferred once more. */
  readonly attempt: (entry: LogEntry) => Promise<Result<unknown, unknown>>;
  readonly onFailed: (op: AnyOperation, cause: unknown) => void;
};

/**
 * Which deferred acts are to be decided again, and when: those on a case when it has grown to what their authors had
 * seen of it, and all at a start, which may be that of a program that knows more. Each has a turn of its own, so one
 * that no store takes stands in nobody's way and goes on waiting.
 */
export class Replays {
  readonly #waiting: Waiting;
  readonly #ports: Ports;
  readonly #ripening = new Ripening();
  readonly #due = new Map<OpId, LogEntry>();
  /** Due because their case has reached their version: one that still waits is set aside. */
  readonly #ripe = new Set<OpId>();
  #last: OpId | null = null;

  constructor(waiting: Waiting, ports: Ports) {
    this.#waiting = waiting;
    this.#ports = ports;
    for (const entry of waiting.all()) this.#ripening.waits(entry);
  }

  /** Something waits for its turn between those of the others. */
  get isDue(): boolean {
    return this.#due.size > 0;
  }

  committed(entries: readonly LogEntry[]): void {
    for (const entry of entries) {
      const { op, decision } = entry;
      if (op.caseId === null) continue;
      if (decision.outcome === 'deferred' && op.replays === undefined) this.#ripening.waits(entry);
      for (const one of this.#ripening.after(entry)) {
        this.#ripe.add(one.op.opId);
        this.#due.set(one.op.opId, one);
      }
    }
  }

  /** What waits of somebody: he has logged in. */
  addOf(person: PersonId): void {
    this.#add([...this.#waiting.all()].filter(({ op }) => op.actor === person));
  }

  /** So many of all that wait, from where the last time ended: none is tried twice before each was once. */
  addNext(limit: number): void {
    const all = [...this.#waiting.all()];
    const after = all.findIndex(({ op }) => op.opId === this.#last) + 1;
    const next = [...all.slice(after), ...all.slice(0, after)].slice(0, limit);
    this.#last = next.at(-1)?.op.opId ?? null;
    this.#add(next);
  }

  /**
   * A few of those that are due, oldest first: who pushes meanwhile waits for no more than these. Whether there are
   * more that can be written now; what the disk does not take stays due.
   */
  async run(): Promise<boolean> {
    const { attempt, onFailed } = this.#ports;
    let tries = 0;
    for (const [opId, entry] of this.#due) {
      if (tries === TRIES_A_TIME) return true;
      if (this.#waiting.has(opId)) {
        tries += 1;
        const tried = await attempt(entry);
        if (!tried.ok) {
          onFailed(entry.op, tried.error);
          if (isOfTheDisk(tried.error)) return false;
        }
      }
      this.#due.delete(opId);
      this.#tried(entry);
    }
    return false;
  }

  #tried(entry: LogEntry): void {
    const { opId } = entry.op;
    const isRipe = this.#ripe.delete(opId);
    if (!this.#waiting.has(opId)) this.#add(this.#ripening.over(entry), true);
    else if (isRipe) this.#ripening.setAside(entry);
  }

  #add(entries: readonly LogEntry[], areRipe = false): void {
    for (const entry of entries) {
      this.#due.set(entry.op.opId, entry);
      if (areRipe) this.#ripe.add(entry.op.opId);
    }
  }
}

/** Of what waits so much is tried at a time; what is over waits for the next one. */
const REPLAYS_A_TIME = 2_000;
const AGAIN_MS = HOUR_MS;

/**
 * A start may be that of a program that knows more than the one which deferred something. After that what waits
 * is looked at every hour: whoever waits in vain is judged when his day is over, not when somebody happens to
 * touch the case.
 */
export async function openReplaying(
  core: DistrictCore,
  log: Log,
): Promise<{ readonly close: () => void }> {
  const replay = async (): Promise<void> => {
    const before = core.state.waiting.size;
    if (before === 0) return;
    await core.replayWaiting(REPLAYS_A_TIME);
    log.write('info', 'district/replayed', { waited: before, waiting: core.state.waiting.size });
  };
  await replay();
  const timer = setInterval(() => void replay(), AGAIN_MS);
  return {
    close() {
      clearInterval(timer);
    },
  };
}
