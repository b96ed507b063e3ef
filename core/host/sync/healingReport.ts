import type { Clock } from '../../kernel/time.ts';
import type { WireDecision } from '../../protocol/sync/frames.ts';
import type { SyncStatus } from '../../sync/syncStatus.ts';

export type Healing = {
  readonly cutAt: number;
  readonly healedAt: number;
  readonly sent: number;
  readonly received: number;
  readonly merged: number;
  readonly conflicts: number;
  readonly settleMs: number;
};

type Running = Omit<Healing, 'settleMs'> & { readonly healedMono: number };

/** What the last healing of the line did: from the moment it was back until both sides were equal. */
export class HealingReport {
  readonly #clock: Clock;
  #cutAt: number | null = null;
  #running: Running | null = null;
  #last: Healing | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get last(): Healing | null {
    return this.#last;
  }

  line(isOnline: boolean, pending: number): void {
    if (!isOnline) {
      this.#cutAt ??= this.#clock.wall();
      return;
    }
    if (this.#cutAt === null) return;
    this.#running = {
      cutAt: this.#cutAt,
      healedAt: this.#clock.wall(),
      healedMono: this.#clock.mono(),
      sent: pending,
      received: 0,
      merged: 0,
      conflicts: 0,
    };
    this.#cutAt = null;
  }

  decided(decisions: readonly WireDecision[]): void {
    if (this.#running === null) return;
    const of = (...outcomes: readonly string[]): number =>
      decisions.filter((one) => outcomes.includes(one.outcome)).length;
    this.#running = {
      ...this.#running,
      merged: this.#running.merged + of('merged', 'noop', 'superseded', 'adjusted'),
      conflicts: this.#running.conflicts + of('conflict'),
    };
  }

  received(cases: number): void {
    if (this.#running === null) return;
    this.#running = { ...this.#running, received: this.#running.received + cases };
  }

  /** True once: everything sent is decided, everything decided is here. */
  settled(status: SyncStatus, pending: number): boolean {
    if (this.#running === null || status.line !== 'online') return false;
    if (pending > 0 || status.behind > 0) return false;
    const { healedMono, ...report } = this.#running;
    this.#last = { ...report, settleMs: Math.round(this.#clock.mono() - healedMono) };
    this.#running = null;
    return true;
  }
}
