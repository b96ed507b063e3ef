import type { Ground } from '../../domain/area/ground.ts';
import type { Catalogue } from '../../domain/catalogue/catalogue.ts';
import type { Town } from '../ground/town.ts';
import type { ProfileSources } from '../profileSources.ts';
import { buildMatters } from './buildMatters.ts';
import { buildUnits } from './buildUnits.ts';
import {
  buildCommunities,
  buildKeyPersonKinds,
  buildRoadChiefs,
  buildStreets,
} from './districtFacts.ts';
import { buildChannels, buildIntakeCenters, buildLines, buildSeats } from './hall.ts';
import { buildStandardAnswers } from './standardAnswers.ts';
import { buildWhistleItems } from './whistleItems.ts';

export const CATALOGUE_VERSION = 'dongcheng-2026.1';

/** Everything that the demo district looks up, from one seed. Samples are marked as such. */
export function buildCatalogue(
  sources: ProfileSources,
  on: { readonly ground: Ground; readonly town: Town; readonly calendarVersion: string },
  seed: number,
): Catalogue {
  const { profile } = sources;
  const streets = buildStreets(on.ground, sources);
  const intakeCenters = buildIntakeCenters();
  return {
    kind: 'shaotai-catalogue',
    profile: profile.profile,
    version: CATALOGUE_VERSION,
    isSample: true,
    districtName: profile.districtName,
    districtCode: profile.districtCode,
    originLetters: profile.originLetters,
    calendarVersion: on.calendarVersion,
    streets,
    communities: buildCommunities(on.ground, seed),
    intakeCenters,
    units: buildUnits(on.ground),
    matters: buildMatters(),
    channels: buildChannels(),
    lines: buildLines(streets),
    seats: buildSeats(streets, intakeCenters),
    whistleItems: buildWhistleItems(),
    roadChiefs: buildRoadChiefs(on.ground, on.town.roads, seed),
    keyPersonKinds: buildKeyPersonKinds(),
    answers: buildStandardAnswers(),
  };
}
