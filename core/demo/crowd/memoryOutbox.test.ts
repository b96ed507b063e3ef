import { describe, expect, it } from 'vitest';
import type { AnyBody } from '../../domain/operation/operation.ts';
import type { WireDecision } from '../../protocol/sync/frames.ts';
import { MemoryOutbox, NEW_END } from './memoryOutbox.ts';

const body = (opId: string): AnyBody => ({ opId, kind: 'case.note', args: {} }) as never;
const decided = (opId: string, rseq: number): WireDecision =>
  ({ opId, rseq, outcome: 'applied' }) as WireDecision;
const opened = () => new MemoryOutbox({ device: 'd', replica: 'r' }, NEW_END);

describe('the outbox of a light console', () => {
  it('chains what it is given and goes on after a restart from its decided end', async () => {
    const first = opened();
    first.add(body('a'), () => undefined);
    first.add(body('b'), () => undefined);
    const ops = await first.read(1, { ops: 10 });
    expect(ops.map(({ rseq }) => rseq)).toEqual([1, 2]);
    expect(ops[1]?.prevHash).toBe(ops[0]?.hash);
    await first.record([decided('a', 1)]);
    expect(first.decidedEnd).toEqual({ incarnation: 1, rseq: 1, hash: ops[0]?.hash });
    const again = new MemoryOutbox({ device: 'd', replica: 'r' }, first.decidedEnd);
    expect(again.add(body('c'), () => undefined)).toBe(2);
    expect((await again.read(2, { ops: 10 }))[0]?.prevHash).toBe(ops[0]?.hash);
  });

  it('tells what was decided, once', async () => {
    const heard: (string | undefined)[] = [];
    const outbox = opened();
    outbox.add(body('a'), (decision) => heard.push(decision?.outcome));
    await outbox.record([decided('a', 1), decided('a', 1)]);
    expect(heard).toEqual(['applied']);
    expect(await outbox.marks()).toEqual({ last: 1, watermark: 1, decidedAbove: [] });
  });

  it('begins anew where the district knows another chain, and says that the rest is lost', async () => {
    const heard: unknown[] = [];
    const outbox = opened();
    outbox.add(body('a'), (decision) => heard.push(decision));
    await outbox.renumber();
    expect(heard).toEqual([null]);
    expect(outbox.identity().incarnation).toBe(2);
    expect(await outbox.marks()).toEqual({ last: 0, watermark: 0, decidedAbove: [] });
  });
});
