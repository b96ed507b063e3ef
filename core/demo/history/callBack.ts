import { addLimit } from '../../domain/calendar/deadline.ts';
import type { Rng } from '../../kernel/rng.ts';
import { HOUR_MS } from '../../kernel/time.ts';
import type { EpochMs } from '../../kernel/time.ts';
import type { CaseScript } from './plannedOp.ts';
import { between, chance } from './sampling.ts';
import type { World } from './world.ts';

/** 96 % are reached within three tries, 88 % of these say solved, 91 % are satisfied. */
const REACHED_EACH = 0.66;
const SOLVED_SHARE = 0.88;
const SATISFIED_IF_SOLVED = 0.99;

export type CalledBack = 'content' | 'unhappy' | 'given-up';

/** Calls the person back in working time until reached or the third try. */
export function callBack(
  script: CaseScript,
  on: { readonly closedAt: EpochMs; readonly isSecondRound: boolean },
  { world, rng }: { readonly world: World; readonly rng: Rng },
): { readonly result: CalledBack; readonly at: EpochMs } {
  let at = addLimit(
    on.closedAt,
    { value: between(rng, 0.5, 7), clock: 'work_hour' },
    world.calendar,
  ).dueAt;
  for (const attempt of [1, 2, 3] as const) {
    const reached = chance(rng, REACHED_EACH);
    const solved = on.isSecondRound || chance(rng, SOLVED_SHARE);
    const satisfied = satisfaction(solved, on.isSecondRound, rng);
    script.say('callback.try', {
      at,
      by: world.staff.author('callbackClerk', 'district', rng),
      args: {
        attempt,
        at: Math.round(at),
        reached,
        solved: reached ? solved : null,
        satisfied: reached ? satisfied : null,
        reason: reached ? '' : '无人接听',
      },
    });
    if (reached) return { result: solved && satisfied > 2 ? 'content' : 'unhappy', at };
    at = addLimit(at, { value: between(rng, 2, 7), clock: 'work_hour' }, world.calendar).dueAt;
  }
  return { result: 'given-up', at: at + HOUR_MS };
}

function satisfaction(solved: boolean, isSecond: boolean, rng: Rng): 1 | 2 | 3 | 4 | 5 {
  if (isSecond) return chance(rng, 0.5) ? 4 : 3;
  if (!solved) return chance(rng, 0.25) ? 3 : 2;
  if (!chance(rng, SATISFIED_IF_SOLVED)) return 2;
  return chance(rng, 0.6) ? 5 : 4;
}
