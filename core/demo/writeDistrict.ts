import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DemoDistrict } from './buildDistrict.ts';

/** File names of a generated district in a data folder; readers use these constants, too. */
export const DISTRICT_FILES = {
  ground: 'ground.json',
  gazetteer: 'gazetteer.json',
  catalogue: 'catalogue.json',
  people: 'people.json',
  calendar: 'calendar.json',
  basemap: 'basemap.pmtiles',
} as const;

/** Each file is written aside and renamed, so that a reader never sees half of one. */
export function writeDistrict(dataDir: string, district: DemoDistrict): void {
  mkdirSync(dataDir, { recursive: true });
  const put = (name: string, content: string | Uint8Array): void => {
    const path = join(dataDir, name);
    writeFileSync(`${path}.part`, content);
    renameSync(`${path}.part`, path);
  };
  put(DISTRICT_FILES.ground, JSON.stringify(district.ground));
  put(DISTRICT_FILES.gazetteer, JSON.stringify(district.gazetteer));
  put(DISTRICT_FILES.catalogue, JSON.stringify(district.catalogue));
  put(DISTRICT_FILES.people, JSON.stringify(district.people));
  put(DISTRICT_FILES.calendar, JSON.stringify(district.calendar));
  put(DISTRICT_FILES.basemap, district.basemap);
}
