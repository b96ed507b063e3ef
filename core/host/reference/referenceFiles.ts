import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { buildAreaIndex, type AreaIndex } from '../../domain/area/locate.ts';
import type { Gazetteer } from '../../domain/area/gazetteer.ts';
import type { Ground } from '../../domain/area/ground.ts';
import { nearestPlace } from './nearestPlace.ts';
import { buildPlaceSearch, type PlaceSearch } from '../../domain/area/placeSearch.ts';
import type { CalendarTable } from '../../domain/calendar/calendarTable.ts';
import { readCalendar, type WorkCalendar } from '../../domain/calendar/workCalendar.ts';
import type { Catalogue } from '../../domain/catalogue/catalogue.ts';
import type { Matter } from '../../domain/catalogue/matter.ts';
import type { PeopleDirectory, Person } from '../../domain/catalogue/people.ts';
import type { Unit } from '../../domain/catalogue/unit.ts';

/** Files of the reference folder, by what they hold. */
export const REFERENCE_FILES = {
  catalogue: 'catalogue.json',
  people: 'people.json',
  calendar: 'calendar.json',
  ground: 'ground.json',
  gazetteer: 'gazetteer.json',
  baseMap: 'basemap.pmtiles',
} as const;

/**
 * What screens and rules look up. A console without these files still takes and sends acts; it then words
 * by id and finds no places, and fetches the files when the line is up.
 */
export type ReferenceData = {
  readonly folder: string;
  readonly catalogue: Catalogue | null;
  readonly people: PeopleDirectory | null;
  readonly calendarTable: CalendarTable | null;
  readonly calendar: WorkCalendar | null;
  readonly ground: Ground | null;
  readonly areas: AreaIndex | null;
  readonly places: PlaceSearch | null;
  /** Name of the nearest place within 300 m. */
  readonly nearest: ((lon: number, lat: number) => string | null) | null;
  readonly baseMapBytes: number | null;
  readonly unitById: ReadonlyMap<string, Unit>;
  readonly matterById: ReadonlyMap<string, Matter>;
  readonly personById: ReadonlyMap<string, Person>;
};

export async function readReference(folder: string): Promise<ReferenceData> {
  const [catalogue, people, table, ground, gazetteer] = await Promise.all([
    readJson<Catalogue>(folder, 'catalogue'),
    readJson<PeopleDirectory>(folder, 'people'),
    readJson<CalendarTable>(folder, 'calendar'),
    readJson<Ground>(folder, 'ground'),
    readJson<Gazetteer>(folder, 'gazetteer'),
  ]);
  const areas = ground === null ? null : buildAreaIndex(ground);
  const baseMap = await stat(join(folder, REFERENCE_FILES.baseMap)).catch(() => null);
  return {
    folder,
    catalogue,
    people,
    calendarTable: table,
    calendar: table === null ? null : readCalendar(table),
    ground,
    areas,
    places: gazetteer === null || areas === null ? null : buildPlaceSearch(gazetteer, areas),
    nearest: gazetteer === null ? null : nearestPlace(gazetteer),
    baseMapBytes: baseMap?.size ?? null,
    unitById: new Map(catalogue?.units.map((unit) => [unit.id, unit])),
    matterById: new Map(catalogue?.matters.map((matter) => [matter.id, matter])),
    personById: peopleById(people),
  };
}

export function peopleById(people: PeopleDirectory | null): ReadonlyMap<string, Person> {
  return new Map(people?.people.map((person) => [person.id, person]));
}

async function readJson<T>(
  folder: string,
  what: Exclude<keyof typeof REFERENCE_FILES, 'baseMap'>,
): Promise<T | null> {
  try {
    return JSON.parse(await readFile(join(folder, REFERENCE_FILES[what]), 'utf8')) as T;
  } catch {
    // Missing or half-written: the console goes on without and fetches it when the line is up.
    return null;
  }
}
