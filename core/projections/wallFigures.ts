import type { CaseDoc, Stage } from '../domain/case/caseDoc.ts';
import type { CaseId } from '../domain/operation/identity.ts';
import type { CallRecord } from '../domain/record/records.ts';
import type { EpochMs } from '../kernel/time.ts';
import { callNames, caseNames } from './caseCounts.ts';
import { type LocalTime, localTime } from './localTime.ts';
import { type OpenCase, lateness, openCase } from './openCases.ts';
import { createTally } from './tally.ts';

/**
 * A share is 0 to 1 and `of` its denominator; null is unknown, never 0. `compare` is yesterday: counts up
 * to the same minute, shares of the whole day.
 */
export type WallNumber = {
  readonly value: number | null;
  readonly of: number | null;
  readonly compare: number | null;
};

export type WallLatest = {
  readonly caseId: CaseId;
  readonly matter: string | null;
  readonly street: string;
  readonly at: EpochMs;
  readonly urgency: CaseDoc['urgency'];
};

const LATEST = 12;
const HOURS = 24;
type Point = [lon: number, lat: number, urgency: number, lateness: number, unsigned: number];
const UNSIGNED: readonly Stage[] = ['reported', 'precheck', 'to_dispatch', 'dispatched'];

/**
 * The wall's figures, kept up with every change of a case or a call, so that they always equal a recount of
 * the documents. What moves with the clock alone (near, overdue) is reckoned when it is read.
 */
export class WallFigures {
  readonly #time: LocalTime;
  readonly #tally = createTally();
  readonly #open = new Map<CaseId, OpenCase>();
  readonly #latest = new Map<CaseId, WallLatest>();

  constructor(offsetMinutes: number) {
    this.#time = localTime(offsetMinutes);
  }

  changeCase(before: CaseDoc | null, after: CaseDoc): void {
    const names = (doc: CaseDoc | null): readonly string[] =>
      doc === null ? [] : caseNames(doc, this.#time);
    this.#tally.change(names(before), names(after));
    const open = openCase(after);
    if (open === null) this.#open.delete(after.caseId);
    else this.#open.set(after.caseId, open);
    this.#keepLatest(after);
  }

  changeCall(before: CallRecord | null, after: CallRecord): void {
    const names = before === null ? [] : callNames(before, this.#time);
    this.#tally.change(names, callNames(after, this.#time));
  }

  /** Every count by its name, for a comparison with a recount. */
  counts(): readonly (readonly [string, number])[] {
    return this.#tally.entries();
  }

  read(now: EpochMs) {
    return {
      head: this.#head(now),
      curve: this.#curve(now),
      streets: this.#streets(now),
      channels: this.#channels(now),
      types: [...this.#below(now, 'type')].map(([type, count]) => ({ type, count })),
      latest: [...this.#latest.values()].sort((a, b) => b.at - a.at),
      points: this.#points(now),
      alarm: this.#alarm(),
    };
  }

  /** Days before this instant's are forgotten: only today and yesterday are ever shown. */
  forgetBefore(at: EpochMs): void {
    const day = this.#time.dayOf(at);
    this.#tally.forget((name) => Number(name.split('/', 1)[0]) < day);
  }

  /** The critical case that has waited longest for somebody to sign it. */
  #alarm(): {
    readonly street: string;
    readonly matter: string | null;
    readonly since: EpochMs;
  } | null {
    let oldest: OpenCase | null = null;
    for (const one of this.#open.values()) {
      if (one.urgency !== 2 || !UNSIGNED.includes(one.stage)) continue;
      if (oldest === null || one.createdAt < oldest.createdAt) oldest = one;
    }
    if (oldest === null) return null;
    return { street: oldest.street, matter: oldest.matter, since: oldest.createdAt };
  }

  #head(now: EpochMs) {
    const day = this.#time.dayOf(now);
    const count = (name: string): number => this.#tally.count(`${day}/${name}`);
    const open = [...this.#open.values()];
    const late = open.map((one) => lateness(one, now));
    const overdue = late.filter((one) => one === 2).length;
    const grid = count('biz/grid');
    return {
      callsToday: this.#soFar(now, 'calls', 'callsAt'),
      within15: this.#share(now, 'prompt', 'callsAnswered'),
      connected: this.#share(now, 'callsAnswered', 'calls'),
      filedToday: this.#soFar(now, 'filed', 'filedAt'),
      closedToday: this.#soFar(now, 'closed', 'closedAt'),
      onTimeClosed: this.#share(now, 'onTime', 'closed'),
      satisfied: this.#share(now, 'satisfied', 'reached'),
      solved: this.#share(now, 'solved', 'reached'),
      open: { value: open.length, of: null, compare: null },
      overdue: { value: overdue, of: open.length, compare: null },
      near: late.filter((one) => one === 1).length,
      gridToday: grid,
      hotlineToday: count('filed') - grid,
      toDispatch: open.filter((one) => one.stage === 'to_dispatch').length,
      toSign: open.filter((one) => one.stage === 'dispatched').length,
    };
  }

  #soFar(now: EpochMs, name: string, byMinute: string): WallNumber {
    const day = this.#time.dayOf(now);
    const minute = this.#time.minuteOf(now);
    let compare = 0;
    for (const [at, count] of this.#tally.below(`${day - 1}/${byMinute}/`)) {
      if (Number(at) <= minute) compare += count;
    }
    return { value: this.#tally.count(`${day}/${name}`), of: null, compare };
  }

  #share(now: EpochMs, part: string, whole: string): WallNumber {
    const day = this.#time.dayOf(now);
    const of = this.#tally.count(`${day}/${whole}`);
    const ofBefore = this.#tally.count(`${day - 1}/${whole}`);
    return {
      value: of === 0 ? null : this.#tally.count(`${day}/${part}`) / of,
      of,
      compare: ofBefore === 0 ? null : this.#tally.count(`${day - 1}/${part}`) / ofBefore,
    };
  }

  #curve(now: EpochMs): {
    readonly today: readonly (number | null)[];
    readonly yesterday: readonly number[];
  } {
    const day = this.#time.dayOf(now);
    const hourNow = this.#time.hourOf(now);
    const hours = (of: number): number[] =>
      Array.from({ length: HOURS }, (_, hour) => this.#tally.count(`${of}/callsIn/${hour}`));
    const today = hours(day).map((count, hour) => (hour > hourNow ? null : count));
    return { today, yesterday: hours(day - 1) };
  }

  #streets(now: EpochMs) {
    const day = this.#time.dayOf(now);
    const open = new Map<string, { open: number; overdue: number }>();
    for (const one of this.#open.values()) {
      const own = open.get(one.street) ?? { open: 0, overdue: 0 };
      own.open += 1;
      if (lateness(one, now) === 2) own.overdue += 1;
      open.set(one.street, own);
    }
    const filed = this.#below(now, 'street');
    const closed = this.#below(now, 'closedIn');
    const names = new Set([...open.keys(), ...filed.keys(), ...closed.keys()]);
    names.delete('');
    return [...names].sort().map((street) => {
      const of = closed.get(street) ?? 0;
      const onTime = this.#tally.count(`${day}/onTimeIn/${street}`);
      return {
        street,
        filedToday: filed.get(street) ?? 0,
        open: open.get(street)?.open ?? 0,
        overdue: open.get(street)?.overdue ?? 0,
        onTime: { value: of === 0 ? null : onTime / of, of, compare: null },
      };
    });
  }

  #channels(now: EpochMs) {
    const day = this.#time.dayOf(now);
    return [...this.#below(now, 'channel')].map(([channel, count]) => ({
      channel,
      count,
      compare: this.#tally.count(`${day - 1}/channel/${channel}`),
    }));
  }

  #points(now: EpochMs): Point[] {
    return [...this.#open.values()].flatMap((one): Point[] => {
      if (one.point === null) return [];
      const { lonE6, latE6 } = one.point;
      return [
        [lonE6, latE6, one.urgency, lateness(one, now), UNSIGNED.includes(one.stage) ? 1 : 0],
      ];
    });
  }

  #below(now: EpochMs, measure: string): ReadonlyMap<string, number> {
    return this.#tally.below(`${this.#time.dayOf(now)}/${measure}/`);
  }

  /** Newest cases that say nothing about anybody: confidential ones and answers are left out. */
  #keepLatest(doc: CaseDoc): void {
    const isShown = doc.confidential !== true && doc.closeKind !== 'answered_at_once';
    if (!isShown) {
      this.#latest.delete(doc.caseId);
      return;
    }
    this.#latest.set(doc.caseId, {
      caseId: doc.caseId,
      matter: doc.matter ?? null,
      street: doc.place.street ?? '',
      at: doc.createdAt,
      urgency: doc.urgency,
    });
    if (this.#latest.size <= LATEST) return;
    let oldest: WallLatest | null = null;
    for (const one of this.#latest.values())
      if (oldest === null || one.at < oldest.at) oldest = one;
    if (oldest !== null) this.#latest.delete(oldest.caseId);
  }
}
