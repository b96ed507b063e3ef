import { expect, it } from 'vitest';
import type { AnyOperation } from '../domain/operation/operation.ts';
import { AskAgain } from './askAgain.ts';

const MINUTE = 60_000;
const MOST = { ops: 3, bytes: 1 << 20 };

/** An outbox of ten acts, some of which stand deferred. */
function asking(deferred: { places: readonly number[] }) {
  const acts = Array.from({ length: 10 }, (_, i) => ({ rseq: i + 1 }) as AnyOperation);
  const ask = new AskAgain({
    deferred: () => Promise.resolve(deferred.places),
    read: (from, { ops }) => Promise.resolve(acts.slice(from - 1, from - 1 + ops)),
  });
  const due = async (now: number): Promise<number[]> =>
    (await ask.due(now, MOST)).map(({ rseq }) => rseq);
  return { ask, due };
}

it('asks at once for what stands deferred, then once a minute', async () => {
  const { ask, due } = asking({ places: [4] });
  expect(await due(5)).toEqual([4]);
  expect(await due(5 + MINUTE - 1)).toEqual([]);
  expect(await due(5 + MINUTE)).toEqual([4]);
  expect(await due(5 + 2 * MINUTE)).toEqual([4]);
  ask.greeted();
  expect(await due(5 + 2 * MINUTE)).toEqual([4]);
});

it('asks a batch at a time, in one piece of the chain, up to the last one deferred', async () => {
  const deferred = { places: [2, 3, 6, 9] };
  const { due } = asking(deferred);
  expect(await due(0)).toEqual([2, 3, 4]);
  // Nothing was answered: the round goes on a minute later, and the next one after its end.
  expect(await due(MINUTE)).toEqual([6, 7, 8]);
  expect(await due(2 * MINUTE)).toEqual([9]);
  expect(await due(3 * MINUTE)).toEqual([2, 3, 4]);
  deferred.places = [];
  expect(await due(4 * MINUTE)).toEqual([]);
});

it('goes through all that stands deferred within a minute where it is answered, and then waits', async () => {
  const { ask, due } = asking({ places: [2, 3, 6, 9] });
  expect(await due(0)).toEqual([2, 3, 4]);
  expect(await due(1)).toEqual([]);
  ask.answered();
  expect(await due(2)).toEqual([6, 7, 8]);
  ask.answered();
  expect(await due(3)).toEqual([9]);
  ask.answered();
  expect(await due(4)).toEqual([]);
  // The same answer once more begins no other round.
  ask.answered();
  expect(await due(5)).toEqual([]);
  expect(await due(3 + MINUTE)).toEqual([2, 3, 4]);
});
