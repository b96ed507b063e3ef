import { describe, expect, it } from 'vitest';
import { outageAxis } from './outageAxis.ts';

const side = (scope: string, correctedAt: number, followed: readonly number[] = []) => ({
  op: 'o',
  kind: 'case.dispatch',
  by: 'p',
  byName: 'P',
  scope,
  saidAt: correctedAt,
  correctedAt,
  errMs: 0,
  what: {},
  followed: followed.map((at) => ({ kind: 'assign.sign', at })),
});
const T = 1_790_000_000_000;
const H = 3_600_000;

describe('the outage to scale', () => {
  it('has a lane a scope with its acts in time', () => {
    const axis = outageAxis(
      { sides: [side('street:1', T + H, [T + 2 * H]), side('district', T + 1.5 * H)] },
      { cutAt: T, healedAt: T + 4 * H },
    );
    expect(axis.lanes.map((lane) => lane.scope)).toEqual(['street:1', 'district']);
    expect(axis.lanes[0]?.acts.map((act) => act.isSide)).toEqual([true, false]);
    const xs = axis.lanes.flatMap((lane) => lane.acts.map((act) => act.x));
    for (const x of xs) {
      expect(x).toBeGreaterThan(axis.cut?.x ?? 1);
      expect(x).toBeLessThan(axis.healed?.x ?? 0);
    }
  });

  it('leaves out an outage that the acts had nothing to do with', () => {
    const axis = outageAxis(
      { sides: [side('a', T), side('b', T + 1_000)] },
      { cutAt: T - 9 * H, healedAt: T - 8 * H },
    );
    expect(axis.cut).toBeNull();
  });

  it('keeps a width when both acts fell on one instant', () => {
    const axis = outageAxis({ sides: [side('a', T), side('b', T)] }, null);
    expect(axis.lanes[0]?.acts[0]?.x).toBeCloseTo(0.5);
  });
});
