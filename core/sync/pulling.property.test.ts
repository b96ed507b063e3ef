import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ServerFrame } from '../protocol/sync/frames.ts';
import { createPulling } from './pulling.ts';
import type { Page, ReplicaPort } from './syncPorts.ts';

type PageFrame = Extract<ServerFrame, { readonly f: 'page' }>;

const step = fc.oneof(
  fc.record({ kind: fc.constant('grow' as const), by: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ kind: fc.constant('poke' as const), isStale: fc.boolean() }),
  fc.record({ kind: fc.constant('ask' as const) }),
  fc.record({
    kind: fc.constant('page' as const),
    from: fc.nat(30),
    length: fc.nat(5),
    head: fc.nat(40),
  }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(30_000) }),
  fc.record({ kind: fc.constant('recheck' as const) }),
  fc.record({
    kind: fc.constant('settle' as const),
    which: fc.constantFrom('overdue' as const, 'all' as const),
  }),
  fc.record({ kind: fc.constant('reset' as const) }),
);

/** A feed whose entries are its numbers, and a replica that keeps what it was given. */
function reading() {
  const kept: number[] = [];
  const writes: number[] = [];
  let [now, head, cursor] = [0, 0, 0];
  const replica = {
    cursors: () => ({ street: cursor }),
    applyPage: (page: Page) => {
      kept.push(...(page.entries as unknown as number[]));
      writes.push(page.entries.length);
      cursor = page.to;
      return Promise.resolve({ entries: page.entries.length, broken: [] });
    },
  } as unknown as ReplicaPort;
  const pulling = createPulling({
    replica,
    scopes: () => ['street'],
    mono: () => now,
    check: null,
  });
  const page = (from: number, length: number, told: number): Promise<unknown> => {
    const to = Math.min(head, from + length);
    const entries = Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i + 1);
    const frame = { f: 'page', scope: 'street', from, to, head: Math.min(told, head), entries };
    return pulling.page(frame as unknown as PageFrame);
  };
  return {
    kept,
    writes,
    pulling,
    page,
    grow: (by: number) => (head += by),
    wait: (ms: number) => (now += ms),
    get head() {
      return head;
    },
  };
}

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

async function taken(read: ReturnType<typeof reading>, one: Step): Promise<void> {
  const { pulling } = read;
  if (one.kind === 'grow') read.grow(one.by);
  if (one.kind === 'poke') pulling.heads({ street: one.isStale ? 1 : read.head });
  if (one.kind === 'ask') pulling.due();
  if (one.kind === 'page') await read.page(one.from, one.length, one.head);
  if (one.kind === 'wait') read.wait(one.ms);
  if (one.kind === 'recheck') pulling.recheck();
  if (one.kind === 'settle') await pulling.settle(one.which);
  if (one.kind === 'reset') pulling.reset();
}

/** However often it was asked in vain before, it is asked again by then. */
const LONGEST_MS = 10 * 60_000;

it('I-09: whatever pages come, late, twice or from beyond, every entry is kept once and in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60, size: 'max' }), async (steps) => {
      const read = reading();
      const { pulling, kept } = read;
      for (const one of steps) {
        await taken(read, one);
        expect(kept).toEqual(kept.map((_, i) => i + 1));
      }
      // From now on every question is answered: it comes to the head and asks no more.
      pulling.heads({ street: read.head });
      for (let i = 0; i < 100; i += 1) {
        read.wait(LONGEST_MS);
        await pulling.settle('overdue');
        const [asked] = pulling.due();
        if (asked?.f !== 'pull') break;
        await read.page(asked.from, 7, read.head);
      }
      expect(kept).toHaveLength(read.head);
      expect(pulling.behind()).toBe(0);
      expect(pulling.due()).toEqual([]);
    }),
    { numRuns: 300, seed: 1 },
  );
});

/** A head that is `far` away, and pages of 5 in the order in which they are asked for. */
async function told(far: number, pages: number) {
  const read = reading();
  read.grow(far);
  read.pulling.heads({ street: far });
  for (let i = 0; i < pages; i += 1) {
    const [asked] = read.pulling.due();
    if (asked?.f === 'pull') await read.page(asked.from, 5, far);
  }
  return read;
}

it('I-09: writes pages of a feed that is far ahead together, four at most, and the last ones with the head', async () => {
  expect((await told(30, 3)).writes).toEqual([]);
  expect((await told(30, 5)).writes).toEqual([20]);
  const { writes, kept, pulling } = await told(30, 6);
  expect(writes).toEqual([20, 10]);
  expect(kept).toHaveLength(30);
  expect(pulling.due()).toEqual([]);
});

it('writes a page that needs no other at once', async () => {
  expect((await told(5, 1)).writes).toEqual([5]);
});

it('lets no page wait for one that does not come', async () => {
  const { writes, pulling, wait } = await told(30, 2);
  await pulling.settle('overdue');
  expect(writes).toEqual([]);
  wait(250);
  await pulling.settle('overdue');
  expect(writes).toEqual([10]);
});

it('forgets what it gathered with the line, and asks from the cursor again', async () => {
  const { writes, pulling } = await told(30, 2);
  pulling.reset();
  pulling.heads({ street: 30 });
  expect(pulling.due()).toEqual([{ f: 'pull', scope: 'street', from: 0 }]);
  await pulling.settle('all');
  expect(writes).toEqual([]);
});
