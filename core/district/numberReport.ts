import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { caseNoOf, parseCaseNo } from '../domain/case/caseNo.ts';
import { numberUse } from '../domain/case/numberUse.ts';
import type { NumberUse } from '../domain/case/numberUse.ts';
import type { DeviceRecord, LeaseRecord } from '../domain/record/records.ts';
import type { LocalDay } from '../kernel/time.ts';
import { AppError } from '../protocol/errors.ts';
import { openDatabase } from '../storage/sqlite/database.ts';
import { DISTRICT_FOLDER } from './districtFolder.ts';
import { LOST_REPLICA } from './leaseRanges.ts';
import { PROGRAM_REPLICA } from './programAuthor.ts';
import type { DistrictStore } from './store/districtStore.ts';
import { openServerBeside } from './store/openStores.ts';
import type { StoreAddress } from './store/storeAddress.ts';
import { sqliteDistrictStore } from './store/sqliteDistrictStore.ts';

/** One range of one device on one day. */
export type NumberLine = NumberUse & {
  readonly day: LocalDay;
  /** Who takes from it: a console, the district's own program, or nobody, for a restored district lost it. */
  readonly of: 'console' | 'program' | 'lost';
  /** Null unless it is a console's. */
  readonly device: string | null;
  readonly name: string | null;
  readonly replica: string;
  readonly incarnation: number;
  readonly origin: string;
  readonly from: number;
  readonly to: number;
};

/** Of which leased numbers of a day there are cases, which were told for nothing, which never. */
export async function numberReport(
  store: Pick<DistrictStore, 'recordsOf' | 'numbered'>,
  day: LocalDay,
): Promise<NumberLine[]> {
  const records = await store.recordsOf(['lease', 'device']);
  const devices = new Map<string, DeviceRecord>();
  const leases: LeaseRecord[] = [];
  for (const record of records) {
    if (record.type === 'device') devices.set(record.doc.replica, record.doc);
    if (record.type === 'lease') leases.push(record.doc);
  }
  leases.sort((a, b) => a.origin.localeCompare(b.origin) || a.from - b.from);
  const lines: NumberLine[] = [];
  for (const { replica, incarnation, origin, from, to } of leases) {
    const { device = null, name = null } = devices.get(replica) ?? {};
    const use = numberUse({ from, to }, await serialsGiven(store, { origin, from, to }, day));
    const of = ofReplica(replica);
    lines.push({ day, of, device, name, replica, incarnation, origin, from, to, ...use });
  }
  return lines;
}

function ofReplica(replica: string): NumberLine['of'] {
  if (replica === LOST_REPLICA) return 'lost';
  return replica === PROGRAM_REPLICA ? 'program' : 'console';
}

async function serialsGiven(
  store: Pick<DistrictStore, 'numbered'>,
  { origin, from, to }: Pick<LeaseRecord, 'origin' | 'from' | 'to'>,
  day: LocalDay,
): Promise<number[]> {
  const all = Array.from({ length: to - from + 1 }, (_, i) =>
    caseNoOf({ origin, day, serial: from + i }),
  );
  const given = await store.numbered(all);
  return given.flatMap(({ caseNo }) => parseCaseNo(caseNo)?.serial ?? []);
}

type Place = { readonly folder: string; readonly postgres: StoreAddress };

/** `--number-report DAY`: one JSON line a range. It only reads, and may run beside the district. */
export async function runNumberReport({ folder, postgres }: Place, day: LocalDay): Promise<void> {
  const store =
    postgres === null ? await fileBeside(folder) : (await openServerBeside(postgres.url)).store;
  try {
    for (const line of await numberReport(store, day)) {
      process.stdout.write(`${JSON.stringify(line)}\n`);
    }
  } finally {
    await store.close();
  }
}

async function fileBeside(folder: string): Promise<DistrictStore> {
  const file = join(folder, DISTRICT_FOLDER.database);
  await access(file).catch((cause: unknown) => {
    throw new AppError('bundle/missing', { details: { what: DISTRICT_FOLDER.database }, cause });
  });
  return sqliteDistrictStore(
    await openDatabase(file, { synchronous: 'FULL', readers: 1, cacheMb: 8 }),
  );
}
