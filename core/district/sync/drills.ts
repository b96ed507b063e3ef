import type { Scope } from '../../domain/operation/identity.ts';
import { drillEnd } from '../../domain/record/records.ts';
import type { DrillRecord } from '../../domain/record/records.ts';
import type { Clock, EpochMs } from '../../kernel/time.ts';
import { DAY_MS, MINUTE_MS } from '../../kernel/time.ts';
import type { Log } from '../../node/logFile.ts';
import type { District } from '../openDistrict.ts';
import type { LogEntry } from '../store/districtStore.ts';

/** What a drill did, as far as its street has brought it. */
export type DrillReport = {
  /** Acts that the street did while its line was cut. */
  readonly operations: number;
  readonly cases: number;
  /** Conflicts that came of them, whichever side said the second act. */
  readonly conflicts: number;
  /** From the end of the drill until the last of them was decided; null while none has come. */
  readonly settleMs: number | null;
};

type ReportedDrill = DrillRecord & { readonly report: DrillReport | null };

/** Key in the store's meta of the number under which a street's last drill was decided. */
const BEGUN = 'drill/';
const PAGE_ROWS = 2_000;
/** What a street brings later than this is no part of its drill's report. */
const REPORT_MS = DAY_MS;

/** A server's clock is set right in small steps; by more than this it had been wrong. */
const CLOCK_MENDED_MS = MINUTE_MS;

type Options = { readonly district: District; readonly clock: Clock; readonly log: Log };

/** Streets whose line an administrator has cut on purpose: their consoles are turned away until it is over. */
export class Drills {
  readonly #district: District;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #stop: () => void;
  /** By street: a count goes on where it stood, for who looks at it looks again and again. */
  readonly #counts = new Map<string, DrillCount>();
  /** One reads on at a time, or an entry would count twice. */
  #inTurn: Promise<unknown> = Promise.resolve();

  /** `onBegun` is told of a street whose line is to be cut from now on. */
  constructor({ district, clock, log }: Options, onBegun: (street: Scope) => void) {
    this.#district = district;
    this.#clock = clock;
    this.#log = log;
    this.#stop = district.onCommit((entries) => {
      for (const { op, decision } of entries) {
        if (op.kind !== 'drill.cut' || decision.outcome !== 'applied') continue;
        if (op.args.minutes === 0) continue;
        this.#noteBegun(op.args.street, decision.serverSeq);
        onBegun(`street:${op.args.street}`);
      }
    });
  }

  close(): void {
    this.#stop();
  }

  /** Until when consoles of this scope are turned away; null when they are not. */
  cutUntil(scope: Scope): EpochMs | null {
    const drill = this.#all().find(({ street }) => scope === `street:${street}`);
    if (drill === undefined) return null;
    const end = drillEnd(drill);
    const now = this.#clock.wall();
    // Begun by a clock that was ahead and is right again: nobody is cut until that hour comes.
    if (drill.from - now > CLOCK_MENDED_MS) return null;
    return end > now ? end : null;
  }

  /** The last drill of every street that had one, the latest first. */
  reports(): Promise<ReportedDrill[]> {
    const reports = this.#inTurn.then(() => this.#reports());
    this.#inTurn = reports.catch(() => undefined);
    return reports;
  }

  async #reports(): Promise<ReportedDrill[]> {
    const drills = this.#all().sort((a, b) => b.from - a.from);
    const told: ReportedDrill[] = [];
    for (const drill of drills) told.push({ ...drill, report: await this.#report(drill) });
    return told;
  }

  /** Without it there is no report; the drill itself stands in the log. */
  #noteBegun(street: string, serverSeq: number): void {
    const { store } = this.#district;
    store.setMeta(`${BEGUN}${street}`, String(serverSeq)).catch((cause: unknown) => {
      this.#log.write('warn', 'drill/not-kept', { street, why: String(cause) });
    });
  }

  #all(): DrillRecord[] {
    return this.#district.core.state.recordsOf('drill');
  }

  async #report(drill: DrillRecord): Promise<DrillReport | null> {
    const end = drillEnd(drill);
    if (end > this.#clock.wall()) return null;
    const { store } = this.#district;
    const begun = await store.meta(`${BEGUN}${drill.street}`);
    if (begun === null) return null;
    const count = this.#countOf(drill, Number(begun));
    while (!count.isWhole) {
      const entries = await store.log(count.readTo, PAGE_ROWS);
      for (const entry of entries) count.add(entry);
      if (entries.length < PAGE_ROWS) break;
    }
    return count.read();
  }

  #countOf(drill: DrillRecord, begun: number): DrillCount {
    const known = this.#counts.get(drill.street);
    if (known?.isOf(drill) === true) return known;
    const made = new DrillCount(drill, begun);
    this.#counts.set(drill.street, made);
    return made;
  }
}

/** Counts one drill from the log, in its order. */
class DrillCount {
  readonly #drill: DrillRecord;
  readonly #cases = new Set<string>();
  #operations = 0;
  #conflicts = 0;
  #settledAt: EpochMs | null = null;
  #readTo: number;
  #isWhole = false;

  constructor(drill: DrillRecord, begun: number) {
    this.#drill = drill;
    this.#readTo = begun;
  }

  /** Nothing that comes to the log by now counts. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  get readTo(): number {
    return this.#readTo;
  }

  isOf(drill: DrillRecord): boolean {
    return drill.from === this.#drill.from && drillEnd(drill) === drillEnd(this.#drill);
  }

  add({ op, decision, receivedAt }: LogEntry): void {
    const { street, from } = this.#drill;
    const end = drillEnd(this.#drill);
    this.#isWhole ||= receivedAt > end + REPORT_MS;
    if (this.#isWhole) return;
    this.#readTo = decision.serverSeq;
    const isMeanwhile =
      op.scope === `street:${street}` && decision.at >= from && decision.at <= end;
    if (isMeanwhile && decision.redecides === undefined) {
      this.#operations += 1;
      this.#settledAt = Math.max(receivedAt, end);
      if (op.caseId !== null) this.#cases.add(op.caseId);
    }
    if (decision.outcome === 'conflict' && this.#cases.has(op.caseId ?? '')) this.#conflicts += 1;
  }

  read(): DrillReport {
    const end = drillEnd(this.#drill);
    return {
      operations: this.#operations,
      cases: this.#cases.size,
      conflicts: this.#conflicts,
      settleMs: this.#settledAt === null ? null : this.#settledAt - end,
    };
  }
}
