import { expect, it } from 'vitest';
import { caughtBy } from './caughtBy.ts';
import { PLANTED, PLANTED_NAMES } from './planted.ts';

const SEEDS_MAX = 60;
const SIZE = { replicas: 8, acts: 60 } as const;

it.each(PLANTED_NAMES.map((name) => [name, PLANTED[name].join(' or ')] as const))(
  'a planted bug is caught: %s (%s)',
  async (name) => {
    const seeds = await caughtBy(name, { ...SIZE, seed: 'planted', seeds: SEEDS_MAX });
    expect(seeds).not.toBeNull();
  },
);
