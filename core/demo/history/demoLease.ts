import type { Catalogue } from '../../domain/catalogue/catalogue.ts';
import type { ArgsOf } from '../../domain/operation/args.ts';
import type { DemoReplica } from './demoReplica.ts';

/** Serials a day that the history's own replicas may have used; consoles get theirs above. */
const DISTRICT_SERIALS = 3_000;
const STREET_SERIALS = 500;

/** The range out of which the made-up cases of a place were numbered; units number none. */
export function demoLease(
  { streets, originLetters }: Pick<Catalogue, 'streets' | 'originLetters'>,
  { scope, replica }: Pick<DemoReplica, 'scope' | 'replica'>,
): ArgsOf['numbers.lease'] | null {
  const street = streets.find((one) => scope === `street:${one.code}`);
  const origin = scope === 'district' ? originLetters : street?.originLetters;
  if (origin === undefined) return null;
  const to = scope === 'district' ? DISTRICT_SERIALS : STREET_SERIALS;
  return { replica, incarnation: 1, origin, from: 1, to };
}
