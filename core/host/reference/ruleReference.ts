import { addLimit } from '../../domain/calendar/deadline.ts';
import type { WorkCalendar } from '../../domain/calendar/workCalendar.ts';
import type { Matter } from '../../domain/catalogue/matter.ts';
import type { Unit } from '../../domain/catalogue/unit.ts';
import type {
  Grant,
  Limit,
  MatterFacts,
  Reference,
  StageLimits,
  UnitFacts,
} from '../../domain/operation/decision.ts';
import { DAY_MS, HOUR_MS, type EpochMs } from '../../kernel/time.ts';
import type { ReferenceData } from './referenceFiles.ts';

const STAGE_LIMITS: StageLimits = {
  dispatch: { value: 30 / 60, clock: 'urgent_hour' },
  sign: { value: 2, clock: 'work_hour' },
  firstContact: { value: 4, clock: 'work_hour' },
  urgentSignMinutes: 15,
};
const DEFAULT_LIMIT: Limit = { value: 5, clock: 'work_day' };

/** The catalogues as the rules read them. */
export function ruleReference(
  data: ReferenceData,
  grantsOf: (person: string, at: EpochMs) => readonly Grant[],
): Reference {
  const unitsByDuty = new Map<string, Unit[]>();
  for (const unit of data.catalogue?.units ?? []) {
    const list = unitsByDuty.get(unit.duty) ?? [];
    list.push(unit);
    unitsByDuty.set(unit.duty, list);
  }
  return {
    unit: (id) => unitFacts(data.unitById.get(id)),
    matter: (id) => matterFacts(data.matterById.get(id), unitsByDuty),
    addLimit: (start, limit) => limited(data.calendar, start, limit),
    grantsOf,
    limits: STAGE_LIMITS,
  };
}

function unitFacts(unit: Unit | undefined): UnitFacts | null {
  if (unit === undefined) return null;
  const { id, kind, homeScope, exclusive, hasConsole } = unit;
  return { id, name: unit.name.zh, kind, homeScope, exclusive, hasConsole };
}

function matterFacts(
  matter: Matter | undefined,
  unitsByDuty: ReadonlyMap<string, readonly Unit[]>,
): MatterFacts | null {
  if (matter === undefined) return null;
  const longest = matter.conditions.at(-1);
  return {
    id: matter.id,
    filesAutomatically: matter.filesAutomatically,
    needsCheck: matter.needsCheck,
    conditions: matter.conditions.map(({ id, limit }) => ({ id, limit })),
    defaultLimit: longest?.limit ?? DEFAULT_LIMIT,
    dutyUnit(street) {
      const able = (unitsByDuty.get(matter.duty) ?? []).filter((unit) =>
        matter.level === 'district' ? unit.homeScope === 'district' : unit.street === street,
      );
      return able.length === 1 ? (able[0]?.id ?? null) : null;
    },
  };
}

function limited(
  calendar: WorkCalendar | null,
  start: EpochMs,
  limit: Limit,
): { readonly dueAt: EpochMs; readonly unpublished: boolean } {
  if (calendar !== null) {
    const due = addLimit(start, limit, calendar);
    return { dueAt: due.dueAt, unpublished: due.isBeyondCalendar };
  }
  // Without the calendar a limit is counted by the clock alone, and says that it is unpublished.
  const length = limit.clock.endsWith('hour') ? HOUR_MS : DAY_MS;
  return { dueAt: start + limit.value * length, unpublished: true };
}
