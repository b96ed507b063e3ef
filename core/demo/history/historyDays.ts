import type { DayNumber } from '../../domain/calendar/localDay.ts';
import { startOfDay } from '../../domain/calendar/localDay.ts';
import { must } from '../../kernel/assert.ts';
import { createRng } from '../../kernel/rng.ts';
import { HOUR_MS } from '../../kernel/time.ts';
import type { EpochMs } from '../../kernel/time.ts';
import { countsByDay } from './dayShape.ts';
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
};

/** Hour after hour from the first day's midnight to the last day's 24:00; what would come later is left out. */
export function* historyHours(span: HistorySpan, world: World): Generator<HistoryHour> {
  const rng = createRng(span.seed).fork('history');
  const days = Array.from({ length: span.days }, (_, i) => span.first + i);
  const counts = countsByDay(days, span.storm);
  const memory: Memory = { grid: [], calls: [] };
  const start = startOfDay(span.first, world.calendar.offsetMinutes);
  const hours = 24 * span.days;
  const ops: PlannedOp[][] = Array.from({ length: hours }, () => []);
  const calls: PlannedDay['calls'][number][][] = Array.from({ length: hours }, () => []);
  const hourOf = (at: EpochMs): number => Math.floor((at - start) / HOUR_MS);
  for (let d = 0; d < span.days; d += 1) {
    const day = must(days[d], 'day');
    const plan = { day, counts: must(counts[d], 'counts'), isStorm: day === span.storm };
    const planned = planDay(plan, world, { memory, rng });
    for (const op of planned.ops) ops[hourOf(op.at)]?.push(op);
    for (const call of planned.calls) calls[hourOf(call.at)]?.push(call);
    for (let h = 24 * d; h < 24 * d + 24; h += 1) {
      const from = start + h * HOUR_MS;
      yield { from, to: from + HOUR_MS, ops: take(ops, h), calls: take(calls, h) };
    }
  }
}

function take<T>(lists: T[][], i: number): T[] {
  const list = must(lists[i], 'hour');
  lists[i] = [];
  return list;
}
