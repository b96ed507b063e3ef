import { MINUTE_MS, type EpochMs } from '../../kernel/time.ts';
import type { Limit, LimitClock, MatterFacts, Reference } from '../operation/decision.ts';
import type { CaseClock, CaseDoc, ClockName } from './caseDoc.ts';
import type { MergePatch } from './casePatch.ts';
import { type CaseWork, put } from './caseWork.ts';

type ClockPatch = MergePatch<CaseClock>;

export function matterOf(doc: CaseDoc, reference: Reference): MatterFacts | null {
  return doc.matter === undefined ? null : reference.matter(doc.matter);
}

/** The limit of the filing condition; without one, the matter's own. */
export function handleLimit(
  matter: MatterFacts | null,
  condition: string | undefined,
): Limit | null {
  if (matter === null) return null;
  for (const one of matter.conditions) if (one.id === condition) return one.limit;
  return matter.defaultLimit;
}

/** A fresh start: whatever the clock of that name said before is gone. */
export function clockFrom(reference: Reference, startedAt: EpochMs, limit: Limit): ClockPatch {
  const { dueAt, unpublished } = reference.addLimit(startedAt, limit);
  return {
    startedAt,
    dueAt,
    endedAt: null,
    limitText: `${limit.value} ${limit.clock}`,
    unpublished: unpublished ? true : null,
  };
}

/** Another limit for a clock that runs: it counts from where it began. An ended one stays as it ended. */
export function retimeClock(work: CaseWork, name: ClockName, limit: Limit): void {
  const clock = work.doc.clocks[name];
  if (clock === undefined || clock.endedAt !== undefined) return;
  put(work, { clocks: { [name]: stretchedClock(work.facts.reference, limit, clock) } });
}

const LIMIT_CLOCKS: readonly LimitClock[] = [
  'urgent_hour',
  'urgent_day',
  'natural_day',
  'work_hour',
  'work_day',
];

/** The limit that a clock was started under, as `clockFrom` wrote it. */
export function limitIn({ limitText }: Pick<CaseClock, 'limitText'>): Limit | null {
  const [value, unit] = limitText.split(' ');
  const clock = LIMIT_CLOCKS.find((one) => one === unit);
  return clock === undefined ? null : { value: Number(value), clock };
}

type Stretched = Pick<CaseClock, 'startedAt' | 'extended' | 'paused'>;

/** With what was granted: the limit once more for every extension, and without the time of suspensions. */
export function stretchedClock(
  reference: Reference,
  limit: Limit,
  { startedAt, extended = 0, paused = [] }: Stretched,
): ClockPatch {
  const longer = { value: limit.value * (1 + extended), clock: limit.clock };
  const { dueAt, unpublished } = reference.addLimit(startedAt, longer, paused);
  return {
    ...clockFrom(reference, startedAt, limit),
    dueAt,
    unpublished: unpublished ? true : null,
    extended: extended === 0 ? null : extended,
    paused: paused.length === 0 ? null : paused,
  };
}

export function startClock(work: CaseWork, name: ClockName, limit: Limit | null): void {
  if (limit === null) return;
  put(work, { clocks: { [name]: freshClock(work, name, { startedAt: work.at, limit }) } });
}

/** Begins anew: what was granted to the clock before is not granted to this one. */
export function freshClock(
  work: CaseWork,
  name: ClockName,
  { startedAt, limit }: { readonly startedAt: EpochMs; readonly limit: Limit },
): ClockPatch {
  const { reference } = work.facts;
  const until = name === 'handle' ? (work.doc.suspended?.until ?? 0) : 0;
  if (until > startedAt) {
    return stretchedClock(reference, limit, {
      startedAt,
      paused: [{ from: startedAt, to: until }],
    });
  }
  const before = work.doc.clocks[name];
  return {
    ...clockFrom(reference, startedAt, limit),
    ...(before?.extended === undefined ? {} : { extended: null }),
    ...(before?.paused === undefined ? {} : { paused: null }),
  };
}

/** The signing clock: minutes without pause for what cannot wait. */
export function startSignClock(work: CaseWork, startedAt: EpochMs): void {
  const { limits } = work.facts.reference;
  if (work.doc.urgency === 'ordinary') {
    put(work, { clocks: { sign: clockFrom(work.facts.reference, startedAt, limits.sign) } });
    return;
  }
  const dueAt = startedAt + limits.urgentSignMinutes * MINUTE_MS;
  const limitText = `${limits.urgentSignMinutes} urgent_minute`;
  put(work, {
    clocks: { sign: { startedAt, dueAt, endedAt: null, limitText, unpublished: null } },
  });
}

export function endClocks(
  work: CaseWork,
  names: readonly ClockName[],
  at: EpochMs = work.at,
): void {
  const ended: Partial<Record<ClockName, { endedAt: EpochMs }>> = {};
  let some = false;
  for (const name of names) {
    const clock = work.doc.clocks[name];
    if (clock === undefined || clock.endedAt !== undefined) continue;
    ended[name] = { endedAt: at };
    some = true;
  }
  if (some) put(work, { clocks: ended });
}

/** Clocks that began for nothing. One that has run out is kept: what was late stays on record. */
export function forgetClocks(work: CaseWork, names: readonly ClockName[]): void {
  const isLate = (name: ClockName): boolean => work.at > (work.doc.clocks[name]?.dueAt ?? work.at);
  const isRunning = (name: ClockName): boolean =>
    work.doc.clocks[name] !== undefined && work.doc.clocks[name].endedAt === undefined;
  const running = names.filter(isRunning);
  endClocks(work, running.filter(isLate));
  const gone: Partial<Record<ClockName, null>> = {};
  for (const name of running) if (!isLate(name)) gone[name] = null;
  if (Object.keys(gone).length > 0) put(work, { clocks: gone });
}

export const ALL_CLOCKS: readonly ClockName[] = [
  'dispatch',
  'sign',
  'firstContact',
  'handle',
  'total',
  'whistleRespond',
  'whistleFinish',
];
export const WHISTLE_CLOCKS: readonly ClockName[] = ['whistleRespond', 'whistleFinish'];
export const UNIT_CLOCKS: readonly ClockName[] = ['sign', 'firstContact', 'handle'];

/** A cut line stops no clock; where one ran out only because of it, the case says so. */
export function markLateBySync(work: CaseWork): void {
  const { receivedAt } = work.facts;
  if (receivedAt === undefined || work.before.lateDueToSync === true) return;
  for (const name of ALL_CLOCKS) {
    const clock = work.before.clocks[name];
    if (clock === undefined || clock.endedAt !== undefined) continue;
    const inTime = work.at <= clock.dueAt && clock.dueAt < receivedAt;
    if (inTime && work.doc.clocks[name]?.endedAt !== undefined) put(work, { lateDueToSync: true });
  }
}
