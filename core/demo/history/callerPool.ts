import type { CallerRef } from '../../domain/operation/args.ts';
import { must } from '../../kernel/assert.ts';
import type { Rng } from '../../kernel/rng.ts';
import { personName } from '../catalogue/personNames.ts';
import { weighted } from './sampling.ts';
import type { Weighted } from './sampling.ts';

/** Seals a number and a name with the district's data key: a port, because the key is no business of a plan. */
export type SealCaller = (caller: {
  readonly number: string;
  readonly name: string;
  readonly kind: CallerRef['kind'];
  readonly confidential: boolean;
}) => CallerRef;

export type CallerPool = { readonly pick: (rng: Rng) => CallerRef };

const POOL = 14_000;

/** Invented numbers of a range that is not in use. A few call again and again. */
export function callerPool(seal: SealCaller, rng: Rng): CallerPool {
  const numbers = Array.from({ length: POOL }, (_, i) => `1990${String(i * 37 + 1_000_003)}`);
  const choose: Weighted<number> = weighted(
    numbers.map((_, i) => i),
    (i) => 1 / Math.sqrt(i + 1),
  );
  const sealed = new Map<number, CallerRef>();
  const make = (i: number): CallerRef => {
    const dice = rng.fork(`caller/${i}`);
    const mood = dice.next();
    return seal({
      number: must(numbers[i], 'number'),
      name: personName(dice),
      kind: mood < 0.08 ? 'enterprise' : mood < 0.16 ? 'vulnerable' : 'person',
      confidential: dice.next() < 0.03,
    });
  };
  return {
    pick: (dice) => {
      const i = choose(dice);
      const known = sealed.get(i) ?? make(i);
      sealed.set(i, known);
      return known;
    },
  };
}
