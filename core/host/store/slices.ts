import { setImmediate as turn } from 'node:timers/promises';

/** So long at most work in memory holds up everything else that the console does. */
const SLICE_MS = 8;

/** Long work in pieces: whenever one is over, whoever else waits for this thread has his turn. */
export class Slices {
  #began = performance.now();

  get isOver(): boolean {
    return performance.now() - this.#began > SLICE_MS;
  }

  async next(): Promise<void> {
    await turn();
    this.#began = performance.now();
  }
}

export async function mapInSlices<T, U>(
  items: Iterable<T>,
  map: (item: T) => U,
): Promise<readonly U[]> {
  const mapped: U[] = [];
  const slices = new Slices();
  for (const item of items) {
    if (slices.isOver) await slices.next();
    mapped.push(map(item));
  }
  return mapped;
}
