import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Gazetteer } from '../domain/area/gazetteer.ts';
import type { Ground } from '../domain/area/ground.ts';
import type { CalendarTable } from '../domain/calendar/calendarTable.ts';
import type { Catalogue } from '../domain/catalogue/catalogue.ts';
import type { PeopleDirectory } from '../domain/catalogue/people.ts';
import { buildCatalogue } from './catalogue/buildCatalogue.ts';
import { buildPeople } from './catalogue/buildPeople.ts';
import { buildBasemap } from './ground/basemap.ts';
import { buildGazetteer } from './ground/buildGazetteer.ts';
import { buildGround } from './ground/buildGround.ts';
import { buildTown } from './ground/buildTown.ts';
import type { Town } from './ground/town.ts';
import { readProfileSources } from './readProfileSources.ts';

export const DEFAULT_SEED = 20260101;

/** The documents of a profile, without the base map, which takes longest and no rule reads. */
export type DistrictDocuments = {
  readonly ground: Ground;
  readonly gazetteer: Gazetteer;
  readonly catalogue: Catalogue;
  readonly people: PeopleDirectory;
  readonly calendar: CalendarTable;
};

export type DemoDistrict = DistrictDocuments & {
  /** PMTiles archive of the base map. */
  readonly basemap: Uint8Array;
};

/** Ground, base map, names, catalogues and people of a generated profile; about three seconds. */
export function buildDistrict(profilesDir: string, name: string, seed: number): DemoDistrict {
  const { town, ...documents } = buildWithTown(profilesDir, name, seed);
  return { ...documents, basemap: buildBasemap(documents.ground, town) };
}

export function buildDocuments(profilesDir: string, name: string, seed: number): DistrictDocuments {
  const { town: _, ...documents } = buildWithTown(profilesDir, name, seed);
  return documents;
}

function buildWithTown(
  profilesDir: string,
  name: string,
  seed: number,
): DistrictDocuments & { readonly town: Town } {
  const sources = readProfileSources(profilesDir, name);
  const calendar = readCalendarTable(profilesDir);
  const ground = buildGround(sources, seed);
  const town = buildTown(ground, seed);
  const catalogue = buildCatalogue(
    sources,
    { ground, town, calendarVersion: calendar.version },
    seed,
  );
  return {
    ground,
    town,
    gazetteer: buildGazetteer(ground, town),
    catalogue,
    people: buildPeople(catalogue, ground, seed),
    calendar,
  };
}

export function readCalendarTable(profilesDir: string): CalendarTable {
  const path = join(profilesDir, 'calendar-cn-2025-2026.json');
  return JSON.parse(readFileSync(path, 'utf8')) as CalendarTable;
}
