import { DEFAULT_STAGE_LIMITS, referenceOf } from '../../domain/catalogue/referenceOf.ts';
import type { Grant, Reference } from '../../domain/operation/decision.ts';
import { DAY_MS, HOUR_MS, type EpochMs } from '../../kernel/time.ts';
import type { ReferenceData } from './referenceFiles.ts';

type GrantsOf = (person: string, at: EpochMs) => readonly Grant[];

/**
 * The catalogues as the rules read them. Without its files a console knows no unit and no matter, doubts no
 * street, and counts limits by the clock alone; the district, which has them, decides all the same.
 */
export function ruleReference(data: ReferenceData, grantsOf: GrantsOf): Reference {
  if (data.catalogue !== null && data.calendarTable !== null) {
    return { ...referenceOf(data.catalogue, data.calendarTable), grantsOf };
  }
  return {
    unit: () => null,
    matter: () => null,
    whistleItem: () => null,
    holds: () => true,
    addLimit(start, limit) {
      const length = limit.clock.endsWith('hour') ? HOUR_MS : DAY_MS;
      return { dueAt: start + limit.value * length, unpublished: true };
    },
    grantsOf,
    limits: DEFAULT_STAGE_LIMITS,
  };
}
