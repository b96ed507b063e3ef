import type { CaseId, Scope } from '../../domain/operation/identity.ts';
import type { EpochMs } from '../../kernel/time.ts';
import type { HistoryHour } from '../history/historyDays.ts';
import type { PlannedOp } from '../history/plannedOp.ts';
import type { LightConsole } from './lightConsole.ts';

/** As much of a console as a desk needs. */
export type Desk = Pick<LightConsole, 'act' | 'versionOf'>;

export type DeskPorts = {
  /** The console of a place; null where nobody of the crowd sits. */
  readonly consoleOf: (scope: Scope) => Promise<Desk | null>;
  readonly now: () => EpochMs;
};

/**
 * Plays the plan's operations when their time comes, each at the console of its place. A case that is not
 * as the plan left it belongs to whoever worked on it: the crowd leaves it alone from then on.
 */
export class DeskWork {
  readonly #ports: DeskPorts;
  readonly #hours: Iterator<HistoryHour>;
  readonly #versions: Map<string, number>;
  readonly #left = new Set<CaseId>();
  #due: PlannedOp[] = [];
  #plannedTo: EpochMs;
  played = 0;
  refused = 0;

  constructor(
    plan: {
      readonly hours: Iterator<HistoryHour>;
      readonly versions: Map<string, number>;
      readonly from: EpochMs;
    },
    ports: DeskPorts,
  ) {
    this.#hours = plan.hours;
    this.#versions = plan.versions;
    this.#plannedTo = plan.from;
    this.#ports = ports;
  }

  /** More to be done, beside the plan. */
  add(ops: readonly PlannedOp[]): void {
    this.#due = [...this.#due, ...ops].sort((a, b) => a.at - b.at);
  }

  /** Everything whose time has come. */
  async turn(): Promise<void> {
    const now = this.#ports.now();
    while (this.#plannedTo <= now) {
      const next = this.#hours.next();
      if (next.done === true) break;
      const hour: HistoryHour = next.value;
      this.#plannedTo = hour.to;
      this.add(hour.ops.filter((op) => !this.#isCall(op)));
    }
    const count = this.#due.findIndex(({ at }) => at > now);
    const ready = this.#due.splice(0, count < 0 ? this.#due.length : count);
    for (const op of ready) await this.#play(op);
  }

  /** Calls ring by themselves here: those of the plan, and what came of them, are left out. */
  #isCall({ kind, args, caseId }: PlannedOp): boolean {
    if (kind === 'caller.add') return true;
    if (kind !== 'case.create' || args.callId === null) return false;
    if (caseId !== null) this.#left.add(caseId);
    return true;
  }

  async #play(op: PlannedOp): Promise<void> {
    const { caseId } = op;
    if (caseId === null || this.#left.has(caseId)) return;
    const console = await this.#ports.consoleOf(op.by.scope);
    const ver = this.#versions.get(caseId) ?? 0;
    if (console === null || (ver > 0 && (await console.versionOf(caseId)) !== ver)) {
      this.#left.add(caseId);
      return;
    }
    const decision = await console.act(withoutNumber(op), ver);
    if (decision?.outcome === 'applied') this.#versions.set(caseId, ver + 1);
    else this.#left.add(caseId);
    if (decision?.outcome === 'applied') this.played += 1;
    else this.refused += 1;
  }
}

/** The plan's numbers are of the plan's own range: here the district gives them. */
function withoutNumber(op: PlannedOp): PlannedOp {
  return op.kind === 'case.create' ? { ...op, args: { ...op.args, caseNo: null } } : op;
}
