/**
 * Writes ground, base map, gazetteer, catalogue, people and calendar of a generated profile:
 * npx tsx scripts/buildGround.ts --profile dongcheng --data DIR [--seed 20260101]
 */
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { DEFAULT_SEED, buildDistrict } from '#core/demo/buildDistrict.ts';
import { writeDistrict } from '#core/demo/writeDistrict.ts';

const { values } = parseArgs({
  options: {
    profile: { type: 'string', default: 'dongcheng' },
    data: { type: 'string' },
    seed: { type: 'string', default: String(DEFAULT_SEED) },
  },
});
if (values.data === undefined) throw new Error('--data DIR is missing');
const started = performance.now();
const profilesDir = fileURLToPath(new URL('../profiles', import.meta.url));
const district = buildDistrict(profilesDir, values.profile, Number(values.seed));
writeDistrict(values.data, district);
console.log(
  JSON.stringify({
    cells: district.ground.cells.length,
    units: district.catalogue.units.length,
    matters: district.catalogue.matters.length,
    people: district.people.people.length,
    places: district.gazetteer.places.length,
    basemapBytes: district.basemap.length,
    seconds: Math.round((performance.now() - started) / 100) / 10,
  }),
);
