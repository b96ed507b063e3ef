import type { Scope } from '../domain/operation/identity.ts';
import type { Catalogue } from '../domain/catalogue/catalogue.ts';
import type { LeaseRecord } from '../domain/record/records.ts';

/** Serials have at most seven digits. */
export const SERIAL_MAX = 9_999_999;

/** Nobody's: ranges that may have been given in hours which a restored district has lost. */
export const LOST_REPLICA = 'lost';

/** The next range of an origin, after everything ever given of it; null when there are no serials left. */
export function nextRange(
  leases: readonly LeaseRecord[],
  origin: string,
  serials: number,
): { readonly from: number; readonly to: number } | null {
  const last = leases.reduce(
    (max, one) => (one.origin === origin ? Math.max(max, one.to) : max),
    0,
  );
  const range = { from: last + 1, to: last + serials };
  return range.to > SERIAL_MAX ? null : range;
}

/** Letters of the place that takes the number; units take none. */
export function originOf(catalogue: Catalogue, scope: Scope): string | null {
  if (scope === 'district') return catalogue.originLetters;
  const street = catalogue.streets.find((one) => scope === `street:${one.code}`);
  const intake = catalogue.intakeCenters.find((one) => scope === one.scope);
  return street?.originLetters ?? intake?.originLetters ?? null;
}
