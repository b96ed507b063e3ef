import type { Gazetteer } from '../../domain/area/gazetteer.ts';
import type { Ground } from '../../domain/area/ground.ts';
import { readCalendar } from '../../domain/calendar/workCalendar.ts';
import type { WorkCalendar } from '../../domain/calendar/workCalendar.ts';
import type { CalendarTable } from '../../domain/calendar/calendarTable.ts';
import type { Catalogue } from '../../domain/catalogue/catalogue.ts';
import type { PeopleDirectory } from '../../domain/catalogue/people.ts';
import { createRng } from '../../kernel/rng.ts';
import { callerPool } from './callerPool.ts';
import type { CallerPool, SealCaller } from './callerPool.ts';
import { matterPicker } from './matterPicker.ts';
import type { MatterPicker } from './matterPicker.ts';
import { staffOf } from './staff.ts';
import type { Staff } from './staff.ts';
import { unitPicker } from './unitPicker.ts';
import type { UnitPicker } from './unitPicker.ts';
import { whereSampler } from './whereSampler.ts';
import type { WhereSampler } from './whereSampler.ts';

/** What a made-up day draws from. */
export type World = {
  readonly catalogue: Catalogue;
  readonly calendar: WorkCalendar;
  readonly wheres: WhereSampler;
  readonly matters: MatterPicker;
  readonly units: UnitPicker;
  readonly staff: Staff;
  readonly callers: CallerPool;
};

export type WorldSources = {
  readonly ground: Ground;
  readonly gazetteer: Gazetteer;
  readonly catalogue: Catalogue;
  readonly people: PeopleDirectory;
  readonly calendar: CalendarTable;
};

export function buildWorld(sources: WorldSources, seal: SealCaller, seed: number): World {
  const rng = createRng(seed).fork('history');
  const { catalogue } = sources;
  return {
    catalogue,
    calendar: readCalendar(sources.calendar),
    wheres: whereSampler(sources.ground, sources.gazetteer, rng.fork('where')),
    matters: matterPicker(catalogue, rng.fork('matters')),
    units: unitPicker(catalogue),
    staff: staffOf(catalogue, sources.people),
    callers: callerPool(seal, rng.fork('callers')),
  };
}
