import type { DayNumber } from '../../domain/calendar/localDay.ts';
import { startOfDay } from '../../domain/calendar/localDay.ts';
import { createRng } from '../../kernel/rng.ts';
import { DAY_MS, HOUR_MS } from '../../kernel/time.ts';
import type { EpochMs } from '../../kernel/time.ts';
import { countsByDay, countsOfDay } from './dayShape.ts';
import { planDay } from './planDay.ts';
import type { Memory, PlannedDay } from './planDay.ts';
import type { PlannedOp } from './plannedOp.ts';
import type { World } from './world.ts';

/** One hour of history: what was done and which calls ended. */
export type HistoryHour = {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly ops: readonly PlannedOp[];
  readonly calls: PlannedDay['calls'];
};

export type HistorySpan = {
  readonly first: DayNumber;
  readonly days: number;
  /** A day with ten times the cases, or null. */
  readonly storm: DayNumber | null;
  readonly seed: number;
  /** The moment that ends it, the last days' end if not given; beyond `days` it goes on day by day. */
  readonly until?: EpochMs;
};

/** Hour after hour from the first day's midnight, the last one cut at the end; what would come later is left out. */
export function* historyHours(span: HistorySpan, world: World): Generator<HistoryHour> {
  const rng = createRng(span.seed).fork('history');
  const days = Array.from({ length: span.days }, (_, i) => span.first + i);
  const counts = countsByDay(days, span.storm);
  const memory: Memory = { grid: [], calls: [] };
  const start = startOfDay(span.first, world.calendar.offsetMinutes);
  const until = span.until ?? start + span.days * DAY_MS;
  const ops = new Map<number, PlannedOp[]>();
  const calls = new Map<number, PlannedDay['calls'][number][]>();
  const hourOf = (at: EpochMs): number => Math.floor((at - start) / HOUR_MS);
  for (let d = 0; start + d * DAY_MS < until; d += 1) {
    const day = span.first + d;
    const plan = { day, counts: counts[d] ?? countsOfDay(day), isStorm: day === span.storm };
    const planned = planDay(plan, world, { memory, rng });
    for (const op of planned.ops) if (op.at < until) put(ops, hourOf(op.at), op);
    for (const call of planned.calls) if (call.at < until) put(calls, hourOf(call.at), call);
    for (let h = 24 * d; h < 24 * d + 24; h += 1) {
      const from = start + h * HOUR_MS;
      if (from >= until) return;
      const to = Math.min(from + HOUR_MS, until);
      yield { from, to, ops: take(ops, h), calls: take(calls, h) };
    }
  }
}

/** How many hours that makes. */
export function hoursOf(span: HistorySpan, offsetMinutes: number): number {
  const start = startOfDay(span.first, offsetMinutes);
  return Math.ceil(((span.until ?? start + span.days * DAY_MS) - start) / HOUR_MS);
}

/**
 * The same history from a moment on. `versions` is told what every case had come to by then, as long as
 * nobody else has touched it.
 */
export function* hoursFrom(
  span: HistorySpan,
  world: World,
  on: { readonly from: EpochMs; readonly versions: Map<string, number> },
): Generator<HistoryHour> {
  const { from, versions } = on;
  for (const hour of historyHours(span, world)) {
    for (const { at, caseId } of hour.ops) {
      if (at < from && caseId !== null) versions.set(caseId, (versions.get(caseId) ?? 0) + 1);
    }
    if (hour.to <= from) continue;
    const isLater = ({ at }: { readonly at: EpochMs }): boolean => at >= from;
    const rest = { ops: hour.ops.filter(isLater), calls: hour.calls.filter(isLater) };
    yield { from: Math.max(from, hour.from), to: hour.to, ...rest };
  }
}

function put<T>(lists: Map<number, T[]>, i: number, item: T): void {
  const list = lists.get(i);
  if (list === undefined) lists.set(i, [item]);
  else list.push(item);
}

function take<T>(lists: Map<number, T[]>, i: number): T[] {
  const list = lists.get(i) ?? [];
  lists.delete(i);
  return list;
}
