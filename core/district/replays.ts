import type { AnyOperation } from '../domain/operation/operation.ts';
import type { OpId } from '../domain/operation/identity.ts';
import type { Result } from '../kernel/result.ts';
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

  /** The oldest of all that wait. */
  addAll(limit: number): void {
    this.#add([...this.#waiting.all()].slice(0, limit));
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

/** Of what waits so much is tried at a start; what is over waits for the next one. */
const REPLAYS_A_START = 2_000;

/** A start may be that of a program that knows more than the one which deferred something. */
export async function replayAtStart(core: DistrictCore, log: Log): Promise<void> {
  const { waiting } = core.state;
  const before = waiting.size;
  if (before === 0) return;
  await core.replayWaiting(REPLAYS_A_START);
  log.write('info', 'district/replayed', { waited: before, waiting: waiting.size });
}
