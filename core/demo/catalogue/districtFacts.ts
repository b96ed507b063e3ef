import { must } from '../../kernel/assert.ts';
import { createRng, pick } from '../../kernel/rng.ts';
import type { Rng } from '../../kernel/rng.ts';
import type { Ground } from '../../domain/area/ground.ts';
import type {
  Community,
  KeyPersonKind,
  RoadChief,
  Street,
} from '../../domain/catalogue/districtFacts.ts';
import type { Road } from '../ground/town.ts';
import type { ProfileSources } from '../profileSources.ts';
import { personName } from './personNames.ts';
import { titlePinyin } from './titlePinyin.ts';

export const ROAD_CHIEF_COUNT = 246;
const POPULATION = 708_000;

/** `id per thousand people 名称 | English`. */
const KEY_PERSONS: readonly (readonly [string, number, string, string])[] = [
  ['lone_elderly', 14, '孤寡独居老人', 'Elderly living alone'],
  ['disabled', 22, '残疾人', 'Disabled persons'],
  ['low_income', 9, '低保家庭', 'Families on allowance'],
  ['serious_illness', 5, '重病患者', 'Seriously ill persons'],
  ['bereaved', 2, '失独家庭', 'Bereaved families'],
  ['children', 1, '困境儿童', 'Children in difficulty'],
  ['veterans', 6, '优抚对象', 'Veterans and families'],
  ['correction', 1, '社区矫正人员', 'Persons on probation'],
  ['mental', 2, '精神障碍患者', 'Persons with mental illness'],
];

export function buildKeyPersonKinds(): KeyPersonKind[] {
  return KEY_PERSONS.map(([id, , zh, en]) => ({ id, name: { zh, en } }));
}

export function buildStreets(ground: Ground, sources: ProfileSources): Street[] {
  return ground.streets.map((street) => ({
    code: street.code,
    name: { zh: street.name, en: street.nameEn },
    originLetters: must(
      sources.profile.streets.find((s) => s.name === street.name),
      'a street of the profile',
    ).letters,
  }));
}

/** Population by cells with some spread; households and key persons from it. 样例. */
export function buildCommunities(ground: Ground, seed: number): Community[] {
  const rng = createRng(seed).fork('communities');
  const weights = ground.communities.map((_, i) => {
    const cells = ground.cells.filter(
      (cell) => ground.baseGrids[cell.baseGrid]?.community === i,
    ).length;
    return cells * (0.6 + 0.8 * rng.next());
  });
  const sum = weights.reduce((a, b) => a + b, 0);
  return ground.communities.map((community, i) => {
    const population = Math.round((POPULATION * must(weights[i], 'weight')) / sum);
    return {
      code: community.code,
      street: must(ground.streets[community.street], 'street').code,
      name: {
        zh: community.name,
        en: `${titlePinyin(community.name.replace(/社区$/u, ''))} Community`,
      },
      isSample: community.isSample,
      population,
      households: Math.round(population / (2.2 + 0.6 * rng.next())),
      keyPersons: Object.fromEntries(
        KEY_PERSONS.map(([id, perThousand]) => [id, spread(population, perThousand, rng)]),
      ),
    };
  });
}

function spread(population: number, perThousand: number, rng: Rng): number {
  return Math.round(((population * perThousand) / 1000) * (0.7 + 0.6 * rng.next()));
}

/** A chief of the district and one of the street for the 246 foremost roads. Names are invented. */
export function buildRoadChiefs(ground: Ground, roads: readonly Road[], seed: number): RoadChief[] {
  const rng = createRng(seed).fork('chiefs');
  const leaders = Array.from({ length: 25 }, () => personName(rng));
  return roads
    .filter((road) => road.name !== null)
    .slice(0, ROAD_CHIEF_COUNT)
    .map((road) => ({
      roadId: road.id,
      roadName: must(road.name, 'a named road'),
      street: must(ground.streets[road.street], 'street').code,
      firstChief: pick(rng, leaders),
      secondChief: personName(rng),
    }));
}
