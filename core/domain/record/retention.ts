import { DAY_MS, type EpochMs } from '../../kernel/time.ts';
import type { RetentionRecord } from './records.ts';

/** There is one such record in a district. */
export const RETENTION_ID = 'district';
export const RETENTION_YEARS = 5;
export const RETENTION_YEARS_MAX = 30;

/** A year of keeping is never shorter than one of the calendar. */
const YEAR_MS = 366 * DAY_MS;

/** For how many years words of a case are kept after it was archived. */
export function yearsKept(record: Pick<RetentionRecord, 'years'> | null): number {
  return record?.years ?? RETENTION_YEARS;
}

/** From when on its words are due to be forgotten. Nothing happens then by itself: a person says it (I-13). */
export function dueAt(archivedAt: EpochMs, years: number): EpochMs {
  return archivedAt + years * YEAR_MS;
}

/** What was archived by then is due now. */
export function dueIfArchivedBy(now: EpochMs, years: number): EpochMs {
  return now - years * YEAR_MS;
}
