import { join } from 'node:path';
import type { District } from '../district/openDistrict.ts';
import { openDistrict } from '../district/openDistrict.ts';
import { PROGRAM_REPLICA } from '../district/programAuthor.ts';
import type { CaseId } from '../domain/operation/identity.ts';
import { HOUR_MS } from '../kernel/time.ts';
import type { EpochMs } from '../kernel/time.ts';
import { lockFolder } from '../node/folderLock.ts';
import { openLogFile } from '../node/logFile.ts';
import { createSealing } from '../node/sealing.ts';
import { systemClock } from '../node/systemClock.ts';
import { callerSeal } from './callerSeal.ts';
import { HISTORY_FILE, putDemoFile, readDemoFile, readSources } from './demoFiles.ts';
import type { MadeHistory } from './demoFiles.ts';
import { hoursFrom } from './history/historyDays.ts';
import type { HistoryHour } from './history/historyDays.ts';
import { buildWorld } from './history/world.ts';
import { movableClock } from './movableClock.ts';
import { writeHistory } from './writeHistory.ts';
import type { HistoryProgress, HistoryResult } from './writeHistory.ts';

export type ContinueOptions = {
  readonly folder: string;
  readonly until: EpochMs;
  /** Longer gaps are left as they are. */
  readonly hoursMax: number;
  readonly isStopped: () => boolean;
  readonly onProgress: (progress: HistoryProgress) => void;
};

export type Continued =
  | { readonly kind: 'filled'; readonly from: EpochMs; readonly result: HistoryResult }
  /** Up to date, too old to be filled, or not a demo that can go on. */
  | { readonly kind: 'fresh' | 'too-old'; readonly from: EpochMs }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'in-use' };

/** Shorter gaps are not worth opening the district for. */
const LEAST_GAP_MS = HOUR_MS / 4;

/**
 * Plays what would have happened in a demo since it was last used: the same plan goes on at the same
 * devices, through the same door. A case that somebody else has worked on is left to them.
 */
export async function continueDemo(options: ContinueOptions): Promise<Continued> {
  const made = (await readDemoFile(options.folder, HISTORY_FILE)) as MadeHistory | null;
  if (made === null || made.devices.length === 0) return { kind: 'unknown' };
  const home = join(options.folder, 'district');
  const locked = lockFolder(home);
  if (!locked.ok) return { kind: 'in-use' };
  const clock = movableClock();
  const now = (): EpochMs => systemClock().wall();
  const log = openLogFile({ folder: join(home, 'logs'), name: 'seed', now });
  const district = await openDistrict({ folder: home, clock, log });
  try {
    const from = lastAct(district, made);
    if (options.until - from < LEAST_GAP_MS) return { kind: 'fresh', from };
    if (options.until - from > options.hoursMax * HOUR_MS) return { kind: 'too-old', from };
    const seal = callerSeal(createSealing(district.secrets.dataKey));
    const world = buildWorld(await readSources(home), seal, made.span.seed);
    const versions = new Map<string, number>();
    const span = { ...made.span, until: options.until };
    const { result, devices } = await writeHistory(
      district,
      {
        world,
        hours: hoursFrom(span, world, { from, versions }),
        count: Math.ceil((options.until - from) / HOUR_MS),
        devices: made.devices,
        versions,
        only: untouched(district, versions),
      },
      { ...options, setTime: clock.set },
    );
    await putDemoFile(options.folder, HISTORY_FILE, { ...made, devices });
    return { kind: 'filled', from, result };
  } finally {
    await district.close();
    await log.close();
    locked.lock.release();
  }
}

/** The newest moment that any device has told of; what the making itself did at its end is none. */
function lastAct(district: District, { span, madeAt }: MadeHistory): EpochMs {
  let last = span.until ?? 0;
  for (const { at, replica } of district.core.state.marks.values()) {
    if (replica !== PROGRAM_REPLICA || at > madeAt) last = Math.max(last, at);
  }
  return last;
}

/** Leaves out what was planned for cases that are not as the plan left them. */
function untouched(
  district: District,
  versions: ReadonlyMap<string, number>,
): (hour: HistoryHour) => Promise<HistoryHour> {
  const isOurs = new Map<CaseId, boolean>();
  return async (hour) => {
    const ids = new Set(hour.ops.flatMap(({ caseId }) => caseId ?? []));
    const asked = [...ids].filter((caseId) => !isOurs.has(caseId));
    const found = new Map(
      (await district.store.cases(asked)).map(({ doc }) => [doc.caseId, doc.ver]),
    );
    for (const caseId of asked) {
      isOurs.set(caseId, (found.get(caseId) ?? 0) === (versions.get(caseId) ?? 0));
    }
    const ops = hour.ops.filter(({ caseId }) => caseId === null || isOurs.get(caseId) === true);
    return { ...hour, ops };
  };
}
