import { parseArgs } from 'node:util';
import { HOUR_MS } from '#core/kernel/time.ts';

/** A shift hour takes 15 s: business time runs 240 times as fast, in all processes alike. */
export const DRILL_RATE = 240;

export type DrillPlan = {
  readonly seed: number;
  readonly hours: number;
  /** Hours of the shift between which the street's line is cut. */
  readonly cutFrom: number;
  readonly cutTo: number;
  readonly keep: boolean;
};

export function readPlan(argv: readonly string[]): DrillPlan {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      seed: { type: 'string', default: '1' },
      hours: { type: 'string', default: '2' },
      cut: { type: 'string', default: '0.5-1.5' },
      keep: { type: 'boolean', default: false },
    },
  });
  const [from, to] = values.cut.split('-').map(Number);
  const plan = {
    seed: Number(values.seed),
    hours: Number(values.hours),
    cutFrom: from ?? Number.NaN,
    cutTo: to ?? Number.NaN,
    keep: values.keep,
  };
  const isSound =
    Number.isInteger(plan.seed) &&
    plan.hours > 0 &&
    plan.hours <= 24 &&
    plan.cutFrom >= 0 &&
    plan.cutTo > plan.cutFrom &&
    plan.cutTo <= plan.hours;
  if (!isSound) throw new RangeError('drill: --seed N --hours H --cut H1-H2, with H1 < H2 <= H');
  return plan;
}

export function realMs(hours: number): number {
  return (hours * HOUR_MS) / DRILL_RATE;
}
