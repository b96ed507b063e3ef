import { expect, it } from 'vitest';
import { goOn } from './goOn.ts';

/** One round for each outcome: a number is done, an error is its failure. */
function rounds(outcomes: readonly (number | Error)[]) {
  const left = [...outcomes];
  const said: unknown[] = [];
  const ends = goOn({
    run: () => {
      const next = left.shift();
      return next instanceof Error ? Promise.reject(next) : Promise.resolve({ next });
    },
    isTimeAgain: () => Promise.resolve(left.length > 0),
    onDone: (one) => said.push(one),
    onFailure: (cause) => said.push(cause),
  });
  return { ends, said };
}

it('says a failure that may pass, and tries again the next time', async () => {
  const [away, full] = [new Error('the disk is away'), new Error('the disk is full')];
  const { ends, said } = rounds([1, away, full, 2, 3]);
  expect(await ends).toEqual({ done: 3, failed: 2 });
  expect(said).toEqual([{ next: 1 }, away, full, { next: 2 }, { next: 3 }]);
});

it('ends when it cannot begin', async () => {
  const { ends, said } = rounds([new Error('no such folder'), 1]);
  await expect(ends).rejects.toThrow('no such folder');
  expect(said).toEqual([]);
});
