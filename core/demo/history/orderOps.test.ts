import { describe, expect, it } from 'vitest';
import type { Scope } from '../../domain/operation/identity.ts';
import { batchesOf } from './orderOps.ts';
import type { PlannedOp } from './plannedOp.ts';

let serial = 0;
function op(at: number, scope: Scope, caseId: string): PlannedOp {
  serial += 1;
  return {
    kind: 'case.note',
    at,
    opId: `op-${String(serial).padStart(4, '0')}`,
    caseId,
    by: { scope, actor: 'p', seat: 's' },
    onBehalf: null,
    how: 'self',
    args: { text: '', public: false },
  };
}

describe('batches of a stretch of time', () => {
  it('keep the order of each replica and of each case', () => {
    const scopes: Scope[] = ['district', 'street:110101001', 'street:110101002'];
    const ops = Array.from({ length: 400 }, (_, i) =>
      op(i, scopes[(i * 7) % 3] ?? 'district', `c${(i * 5) % 23}`),
    );
    const out = batchesOf([...ops].reverse(), 50).flatMap((batch) => batch.ops);
    expect(out).toHaveLength(400);
    const lastOf = new Map<string, number>();
    for (const one of out) {
      for (const key of [one.by.scope, one.caseId ?? '']) {
        expect(one.at).toBeGreaterThan(lastOf.get(key) ?? -1);
        lastOf.set(key, one.at);
      }
    }
  });
  it('stay whole where nobody waits for another', () => {
    const ops = Array.from({ length: 30 }, (_, i) =>
      op(i, `street:${i % 3}`, `c-${i % 3}-${i % 5}`),
    );
    expect(batchesOf(ops, 100)).toHaveLength(3);
    expect(batchesOf(ops, 4)).toHaveLength(9);
  });
  it('carry one scope each', () => {
    const ops = [op(1, 'district', 'a'), op(2, 'street:1', 'a'), op(3, 'district', 'a')];
    expect(batchesOf(ops, 9).map((b) => [b.scope, b.ops.length])).toEqual([
      ['district', 1],
      ['street:1', 1],
      ['district', 1],
    ]);
  });
});
