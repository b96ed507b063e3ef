import { PLANTED, type Planted } from './planted.ts';
import { runHistory } from './runHistory.ts';

/** How many seeds until what must catch a planted bug does; null when it got through all of them. */
export async function caughtBy(
  planted: Planted,
  options: {
    readonly seed: string;
    readonly seeds: number;
    readonly replicas: number;
    readonly acts: number;
  },
): Promise<number | null> {
  const catchers: readonly string[] = PLANTED[planted];
  const { replicas, acts } = options;
  for (let i = 0; i < options.seeds; i += 1) {
    const seed = `${options.seed}/${planted}/${i}`;
    const { isSettled, violations } = await runHistory({ replicas, acts, seed, planted });
    const found = violations.map((violation) => violation.split(' ')[0] ?? '');
    const isCaught = [...found, ...(isSettled ? [] : ['unsettled'])].some((name) =>
      catchers.includes(name),
    );
    if (isCaught) return i + 1;
  }
  return null;
}
