import type { AnyOperation } from '../domain/operation/operation.ts';
import type { OpId, PersonId } from '../domain/operation/identity.ts';
import type { Result } from '../kernel/result.ts';
import { HOUR_MS } from '../kernel/time.ts';
import type { Log } from '../node/logFile.ts';
import type { DistrictCore } from './districtCore.ts';
import { isNotYet } from './aheadOfRestore.ts';
import { isOfTheDisk } from './poison.ts';
import type { LogEntry } from './store/districtStore.ts';
import type { Waiting } from './waiting.ts';

type Ports = {
  /** Decides it again in a turn of its own; it goes on waiting when it would be deferred once more. */
  readonly attempt: (entry: LogEntry) => Promise<Result<unknown, unknown>>;
  readonly onFailed: (op: AnyOperation, cause: unknown) => void;
};

/**
 * Which deferred acts are to be decided again, and when: those on a case when it has been made or grown, and all
 * at a start, which may be that of a program that knows more. Each has a turn of its own, so one that no store
 * takes stands in nobody's way and goes on waiting.
 */
export class Replays {
  readonly #waiting: Waiting;
  readonly #due = new Map<OpId, LogEntry>();
  #last: OpId | null = null;

  constructor(waiting: Waiting) {
    this.#waiting = waiting;
  }

  committed(entries: readonly LogEntry[]): void {
    for (const { op, decision } of entries) {
      if (op.caseId === null || decision.ver === null) continue;
      const waiting = this.#waiting.of(op.caseId);
      // Made: all that was said on it. Changed: perhaps what somebody had seen is here now.
      this.#add(decision.ver === 1 ? waiting : waiting.filter((one) => isNotYet(one.decision)));
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

  /** What cannot be written while the disk is full stays due. */
  async run({ attempt, onFailed }: Ports): Promise<void> {
    for (const [opId, entry] of this.#due) {
      const tried = this.#waiting.has(opId) ? await attempt(entry) : null;
      if (tried?.ok === false) {
        onFailed(entry.op, tried.error);
        if (isOfTheDisk(tried.error)) return;
      }
      this.#due.delete(opId);
    }
  }

  #add(entries: readonly LogEntry[]): void {
    for (const entry of entries) this.#due.set(entry.op.opId, entry);
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
