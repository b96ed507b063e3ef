import type { Catalogue } from '../../domain/catalogue/catalogue.ts';
import type { FilingCondition, Matter } from '../../domain/catalogue/matter.ts';
import { must } from '../../kernel/assert.ts';
import { pick } from '../../kernel/rng.ts';
import type { Rng } from '../../kernel/rng.ts';
import { shuffle } from '../ground/words.ts';
import { zipf } from './sampling.ts';
import type { Weighted } from './sampling.ts';

export type MatterPicker = {
  /** What staff find and a street's own units handle, or the district's departments. */
  readonly gridStreet: Weighted<Matter>;
  readonly gridDistrict: Weighted<Matter>;
  readonly callStreet: Weighted<Matter>;
  readonly callDistrict: Weighted<Matter>;
  /** What is answered at once. */
  readonly answered: Weighted<Matter>;
  /** Water and trees, for a day of storm. */
  readonly storm: Weighted<Matter>;
};

/** What people meet most, first; the tail of a list is in seeded order. Zipf with s = 1 over each list. */
const FREQUENT = [
  'S0406',
  'S0410',
  'S0110',
  'S0112',
  'S0201',
  'S0405',
  'S0136',
  'S0401',
  'S0191',
  'B0305',
  'S0192',
  'S0107',
  'S0493',
  'S0496',
  'S0604',
  'S0113',
  'B0137',
  'B0402',
  'S0117',
  'S0503',
  'B0101',
  'B0104',
  'S0301',
  'S0304',
  'M0102',
  'M0302',
  'M0701',
];

export function matterPicker(catalogue: Catalogue, rng: Rng): MatterPicker {
  const ranked = (label: string, fits: (m: Matter) => boolean): Weighted<Matter> => {
    const some = catalogue.matters.filter(fits);
    const named = FREQUENT.flatMap((code) => some.filter((m) => m.code === code));
    const rest = some.filter((m) => !named.includes(m));
    const real = rest.filter((m) => !m.isSample);
    const samples = rest.filter((m) => m.isSample);
    const dice = rng.fork(label);
    return zipf([...named, ...shuffle(real, dice), ...shuffle(samples, dice)]);
  };
  const isGrid = (m: Matter): boolean => m.domain === 'component' || m.domain === 'event';
  const isAsking = (m: Matter): boolean => /咨询|建议|进展|进度/u.test(m.name);
  const isCall = (m: Matter): boolean =>
    (m.domain === 'event' || m.domain === 'livelihood') && !isAsking(m);
  return {
    gridStreet: ranked('grid-street', (m) => isGrid(m) && m.level === 'street'),
    gridDistrict: ranked('grid-district', (m) => isGrid(m) && m.level === 'district'),
    callStreet: ranked('call-street', (m) => isCall(m) && m.level === 'street'),
    callDistrict: ranked('call-district', (m) => isCall(m) && m.level === 'district'),
    answered: ranked('answered', (m) => !isGrid(m) && isAsking(m)),
    storm: ranked('storm', (m) => /积水|树|排水|内涝|大风|线缆/u.test(m.name) && isGrid(m)),
  };
}

/** The first condition of a matter is seldom the frequent one: any may be met. */
export function conditionOf(matter: Matter, rng: Rng): FilingCondition {
  return matter.conditions.length === 1
    ? must(matter.conditions[0], 'a condition')
    : pick(rng, matter.conditions);
}
