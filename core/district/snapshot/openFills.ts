import { join } from 'node:path';
import type { Clock } from '../../kernel/time.ts';
import type { Log } from '../../node/logFile.ts';
import { DeviceTickets } from '../deviceTickets.ts';
import type { Routes } from '../http/districtServer.ts';
import type { District } from '../openDistrict.ts';
import { endTickets } from '../revocations.ts';
import { LAST_REDACTION, redactionsIn } from '../store/forgotten.ts';
import type { Asks } from '../sync/asks.ts';
import { fillDoor, openFill, type FillTickets } from './fillDoor.ts';
import { Snapshots } from './snapshots.ts';

type FillOptions = {
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly fillChunkBytes?: number;
};

/** What a console holds in its first minute, in chunks on a door of their own. */
export async function openFills(
  { folder, clock, log, fillChunkBytes }: FillOptions,
  district: District,
  asks: Pick<Asks, 'provideTo'>,
): Promise<{ readonly snapshots: Snapshots; readonly door: Routes['request'] }> {
  const { store, core, history, secrets } = district;
  const snapshots = await Snapshots.open({
    folder: join(folder, 'fill'),
    store,
    clock,
    epoch: () => history.epoch,
    head: (scope) => core.state.heads.get(scope) ?? 0,
    redactedAt: async () => Number((await store.meta(LAST_REDACTION)) ?? 0),
    key: secrets.headKey,
    log,
    ...(fillChunkBytes === undefined ? {} : { chunkBytes: fillChunkBytes }),
  });
  district.onCommit((entries) => {
    if (redactionsIn({ entries }).length === 0) return;
    snapshots.drop().catch((cause: unknown) => {
      log.write('error', 'fill/failed', { why: String(cause) });
    });
  });
  const tickets: FillTickets = new DeviceTickets(() => clock.mono());
  endTickets(district, tickets);
  asks.provideTo('fill.open', (input, asker) =>
    Promise.resolve(openFill(input, asker, { snapshots, tickets })),
  );
  return { snapshots, door: fillDoor(snapshots, tickets) };
}
