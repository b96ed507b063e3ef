import type { Urgency } from '../operation/args.ts';

const ORDER: Readonly<Record<Urgency, number>> = { ordinary: 0, urgent: 1, critical: 2 };

/** Above 0 when the first is more urgent. */
export function compareUrgency(first: Urgency, second: Urgency): number {
  return ORDER[first] - ORDER[second];
}
