import { addLimit, dueWithPauses } from '../calendar/deadline.ts';
import { readCalendar } from '../calendar/workCalendar.ts';
import type { CalendarTable } from '../calendar/calendarTable.ts';
import type { MatterFacts, Reference, StageLimits, UnitFacts } from '../operation/decision.ts';
import type { HolderScope } from '../operation/identity.ts';
import type { Catalogue } from './catalogue.ts';
import type { Matter } from './matter.ts';
import type { Unit } from './unit.ts';

/** What the rules read, but for grants, which are records. */
export type CatalogueReference = Omit<Reference, 'grantsOf'>;

/** Limits of the stages, where the profile does not set its own. */
export const DEFAULT_STAGE_LIMITS: StageLimits = {
  dispatch: { value: 0.5, clock: 'urgent_hour' },
  sign: { value: 2, clock: 'work_hour' },
  firstContact: { value: 4, clock: 'work_hour' },
  urgentSignMinutes: 15,
};

const LIMIT_WITHOUT_CONDITION = { value: 5, clock: 'work_day' } as const;

/** Indexes a catalogue and a calendar for deciding. The same in every process that has the same two files. */
export function referenceOf(catalogue: Catalogue, table: CalendarTable): CatalogueReference {
  const calendar = readCalendar(table);
  const units = new Map(catalogue.units.map((unit) => [unit.id as string, unitFacts(unit)]));
  const byDuty = unitsByDuty(catalogue.units);
  const idByCode = new Map(catalogue.matters.map(({ code, id }) => [code, id as string]));
  const matters = new Map<string, MatterFacts>(
    catalogue.matters.map((matter) => {
      const facts = { ...matterFacts(matter, byDuty), above: matterIdsAbove(matter, idByCode) };
      return [matter.id, facts];
    }),
  );
  const items = new Map(catalogue.whistleItems.map((item) => [item.id, item]));
  const holders = new Set<HolderScope>([
    'district',
    ...catalogue.streets.map(({ code }) => `street:${code}` as const),
    ...catalogue.intakeCenters.map(({ scope }) => scope),
  ]);
  return {
    unit: (id) => units.get(id) ?? null,
    matter: (id) => matters.get(id) ?? null,
    whistleItem(id) {
      const item = items.get(id);
      if (item === undefined) return null;
      const { standards, respondWithin, finishWithin } = item;
      return { id, version: catalogue.version, standards, respondWithin, finishWithin };
    },
    holds: (scope) => holders.has(scope),
    addLimit: (start, limit, pauses = []) => {
      const due = dueWithPauses(start, limit, { calendar, pauses });
      const { dueAt, isBeyondCalendar } = due ?? addLimit(start, limit, calendar);
      return { dueAt, unpublished: isBeyondCalendar };
    },
    limits: DEFAULT_STAGE_LIMITS,
  };
}

/** `B0101` is above `B010101`: a code begins with the codes of what it is a part of. */
function matterIdsAbove(
  { code }: Matter,
  idByCode: ReadonlyMap<string, string>,
): readonly string[] {
  const found: string[] = [];
  for (let length = code.length - 1; length > 0; length -= 1) {
    const id = idByCode.get(code.slice(0, length));
    if (id !== undefined) found.push(id);
  }
  return found;
}

function unitFacts(unit: Unit): UnitFacts {
  const { id, name, kind, homeScope, exclusive, hasConsole } = unit;
  return { id, name: name.zh, kind, homeScope, exclusive, hasConsole };
}

function unitsByDuty(units: readonly Unit[]): ReadonlyMap<string, readonly Unit[]> {
  const found = new Map<string, Unit[]>();
  for (const unit of units) {
    const key = `${unit.duty} ${unit.homeScope}`;
    const same = found.get(key);
    if (same === undefined) found.set(key, [unit]);
    else same.push(unit);
  }
  return found;
}

function matterFacts(matter: Matter, byDuty: ReadonlyMap<string, readonly Unit[]>): MatterFacts {
  return {
    id: matter.id,
    filesAutomatically: matter.filesAutomatically,
    needsCheck: matter.needsCheck,
    closing: matter.closing ?? [],
    conditions: matter.conditions.map(({ id, limit }) => ({ id, limit })),
    defaultLimit: matter.conditions.at(-1)?.limit ?? LIMIT_WITHOUT_CONDITION,
    dutyUnit(street) {
      if (matter.level === 'street' && street === null) return null;
      const home = matter.level === 'street' ? `street:${street ?? ''}` : 'district';
      const named = byDuty.get(`${matter.duty} ${home}`) ?? [];
      return named.length === 1 ? (named[0]?.id ?? null) : null;
    },
  };
}
