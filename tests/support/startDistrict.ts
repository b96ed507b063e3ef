import { runDistrict } from '#core/district/runDistrict.ts';
import type { RunOptions, RunningDistrict } from '#core/district/runDistrict.ts';
import { silentLog } from '#core/node/logFile.ts';
import type { Place } from './smallDistrict.ts';

/** A whole district server at a place, on loopback, without a log and without telephones unless said otherwise. */
export function startDistrict(
  { folder, clock }: Pick<Place, 'folder' | 'clock'>,
  over: Partial<RunOptions> = {},
): Promise<RunningDistrict> {
  return runDistrict({
    folder,
    host: '127.0.0.1',
    port: 0,
    pages: null,
    clock,
    rate: 1,
    log: silentLog,
    simulateCalls: null,
    ...over,
  });
}
