import { caseNoOf, caseNoPrefix, parseCaseNo } from '../domain/case/caseNo.ts';
import type { CaseNoParts } from '../domain/case/caseNo.ts';
import { dayNumberAt, formatLocalDay } from '../domain/calendar/localDay.ts';
import type { CaseNo, Scope } from '../domain/operation/identity.ts';
import type { AnyOperation } from '../domain/operation/operation.ts';
import type { DomainRefusal } from '../domain/operation/refusal.ts';
import type { LeaseRecord } from '../domain/record/records.ts';
import type { Clock } from '../kernel/time.ts';
import type { DistrictState } from './districtState.ts';
import { LOST_REPLICA, nextRange } from './leaseRanges.ts';
import type { ProgramAct } from './programAuthor.ts';
import type { Staged } from './staged.ts';
import type { DistrictStore } from './store/districtStore.ts';

/** What the district's own program takes of every day at a time (model.md 0.1). */
const OWN_SERIALS = 3_000;

export type NumberPorts = {
  /** Letters of a place; null for one that takes no numbers. */
  readonly originOf: (scope: Scope) => string | null;
  readonly zoneMinutes: number;
};

type Whose = {
  readonly store: Pick<DistrictStore, 'lastSerial'>;
  readonly clock: Clock;
  readonly state: DistrictState;
  /** The program's own replica. */
  readonly replica: string;
};

/**
 * The district's view of case numbers: it believes none that was not leased to whoever tells it, and gives
 * one of its own to every case that has none. A number is told once, of one case, for ever (I-14).
 */
export class DistrictNumbers {
  readonly #ports: NumberPorts;
  readonly #whose: Whose;

  constructor(ports: NumberPorts, whose: Whose) {
    this.#ports = ports;
    this.#whose = whose;
  }

  /** Why the number of a new case is not believed. Its day may be any: a wrong clock is nobody's fault. */
  doubtOf(op: AnyOperation, staged: Staged): DomainRefusal | null {
    if (op.kind !== 'case.create' || op.args.caseNo === null) return null;
    const { caseNo } = op.args;
    const parts = parseCaseNo(caseNo);
    if (parts === null || !this.#isLeased(parts, op)) {
      return { code: 'number/not-leased', detail: { caseNo } };
    }
    const owner = staged.caseOf(caseNo);
    return owner === null || owner === op.caseId
      ? null
      : { code: 'number/taken', detail: { caseNo } };
  }

  /** The next number of the program, and the lease that it takes for it when the last one is used up. */
  async next(
    staged: Staged,
  ): Promise<{ readonly caseNo: CaseNo; readonly lease: ProgramAct | null } | null> {
    const { clock, replica } = this.#whose;
    const origin = this.#ports.originOf('district');
    if (origin === null) return null;
    const day = formatLocalDay(dayNumberAt(clock.wall(), this.#ports.zoneMinutes));
    const leases = staged.leases();
    // In hours that a restore lost it may have told numbers of every range that it had then.
    const lostTo = leases.reduce(
      (max, one) => (isLost(one, origin) ? Math.max(max, one.to) : max),
      0,
    );
    for (const lease of leases) {
      if (lease.replica !== replica || lease.origin !== origin || lease.from <= lostTo) continue;
      const caseNo = await this.#takeFrom(lease, day, staged);
      if (caseNo !== null) return { caseNo, lease: null };
    }
    const range = nextRange(leases, origin, OWN_SERIALS);
    if (range === null) return null;
    const args = { replica, incarnation: 1, origin, ...range };
    const caseNo = await this.#takeFrom(args, day, staged);
    return caseNo === null
      ? null
      : { caseNo, lease: { kind: 'numbers.lease', caseId: null, args } };
  }

  async #takeFrom(
    { origin, from, to }: Pick<LeaseRecord, 'origin' | 'from' | 'to'>,
    day: string,
    staged: Staged,
  ): Promise<CaseNo | null> {
    const key = `${origin}/${from} ${day}`;
    const prefix = caseNoPrefix(origin, day);
    const last =
      staged.lastTaken(key) ?? (await this.#whose.store.lastSerial(prefix, { from, to }));
    for (let serial = Math.max(last + 1, from); serial <= to; serial += 1) {
      const caseNo = caseNoOf({ origin, day, serial });
      if (staged.caseOf(caseNo) !== null) continue;
      staged.take(key, serial);
      return caseNo;
    }
    return null;
  }

  /**
   * Inside a range of that replica: one of an earlier incarnation counts, for what was not decided under it
   * moves to the next with its number. So does a range that a restored district set aside for what it lost.
   */
  #isLeased(no: CaseNoParts, { replica, incarnation, scope }: AnyOperation): boolean {
    const { state } = this.#whose;
    const own = state
      .leasesOf(replica)
      .some((one) => one.incarnation <= incarnation && lies(no, one));
    if (own) return true;
    const isOwnPlace = this.#ports.originOf(scope) === no.origin;
    return isOwnPlace && state.leasesOf(LOST_REPLICA).some((one) => lies(no, one));
  }
}

function isLost({ replica, origin }: LeaseRecord, of: string): boolean {
  return replica === LOST_REPLICA && origin === of;
}

function lies({ origin, serial }: CaseNoParts, lease: LeaseRecord): boolean {
  return lease.origin === origin && serial >= lease.from && serial <= lease.to;
}
