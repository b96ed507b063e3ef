import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { District } from '../district/openDistrict.ts';
import { openDistrict } from '../district/openDistrict.ts';
import { dayNumberAt, startOfDay } from '../domain/calendar/localDay.ts';
import type { DayNumber } from '../domain/calendar/localDay.ts';
import type { DemoLogin } from '../domain/catalogue/people.ts';
import { DAY_MS } from '../kernel/time.ts';
import type { EpochMs } from '../kernel/time.ts';
import { FileFolder } from '../node/files/fileFolder.ts';
import { createFileSealing } from '../node/files/fileSealing.ts';
import { openLogFile } from '../node/logFile.ts';
import { createVerifier } from '../node/passwordVerifier.ts';
import { createSealing } from '../node/sealing.ts';
import { systemClock } from '../node/systemClock.ts';
import { ATTACHMENT_BYTES_MAX } from '../protocol/console/attachments.ts';
import { buildDistrict } from './buildDistrict.ts';
import { callerSeal } from './callerSeal.ts';
import { CROWD_FILE, enrolCrowd } from './crowd/crowdConsoles.ts';
import { enrolDemoConsoles } from './demoConsoles.ts';
import { HISTORY_FILE, putDemoFile } from './demoFiles.ts';
import { historyHours, hoursOf } from './history/historyDays.ts';
import type { HistorySpan } from './history/historyDays.ts';
import { samplePhotoFiles } from './history/samplePhotos.ts';
import { buildWorld } from './history/world.ts';
import { movableClock } from './movableClock.ts';
import { writeDistrict } from './writeDistrict.ts';
import { writeHistory } from './writeHistory.ts';
import type { HistoryProgress, HistoryResult } from './writeHistory.ts';

export type DemoOptions = {
  readonly profilesDir: string;
  readonly profile: string;
  /** Gets `district/` and `demo/`. */
  readonly folder: string;
  readonly seed: number;
  /** Days of history before the day that `until` lies in; 0 for none at all. */
  readonly days: number;
  /** The moment up to which there is history. */
  readonly until: EpochMs;
  readonly storm: DayNumber | null;
  readonly isStopped: () => boolean;
  readonly onProgress: (progress: HistoryProgress) => void;
};

export type MadeDemo = {
  readonly result: HistoryResult;
  readonly logins: readonly DemoLogin[];
};

/** A whole demo district: profile files, secrets, logins, enrolled consoles, and days of history. */
export async function makeDemo(options: DemoOptions): Promise<MadeDemo> {
  const home = join(options.folder, 'district');
  await mkdir(join(options.folder, 'demo'), { recursive: true });
  const sources = buildDistrict(options.profilesDir, options.profile, options.seed);
  writeDistrict(home, sources);
  const clock = movableClock();
  const log = openLogFile({
    folder: join(home, 'logs'),
    name: 'seed',
    now: () => systemClock().wall(),
  });
  const district = await openDistrict({ folder: home, clock, log });
  try {
    const logins = sources.people.demoLogins;
    await putLogins(district, logins);
    const seal = callerSeal(createSealing(district.secrets.dataKey));
    const world = buildWorld(sources, seal, options.seed);
    const span = spanOf(options, world.calendar.offsetMinutes);
    const { result, devices } = await writeHistory(
      district,
      {
        world,
        hours: historyHours(span, world),
        count: hoursOf(span, world.calendar.offsetMinutes),
        devices: [],
        versions: new Map(),
      },
      { ...options, setTime: clock.set },
    );
    clock.set(null);
    const consoles = await enrolDemoConsoles(
      district,
      logins.map((one) => one.person),
    );
    await putPhotos(home, district.secrets.dataKey);
    await putDemoFile(options.folder, 'devices.json', consoles);
    await putDemoFile(options.folder, 'logins.json', logins);
    await putDemoFile(options.folder, CROWD_FILE, await enrolCrowd(district));
    await putDemoFile(options.folder, HISTORY_FILE, {
      span,
      devices,
      madeAt: clock.wall(),
    });
    // Days of history are hashed here, not in the first minute of whoever starts it.
    await district.audit.heads.make();
    return { result, logins };
  } finally {
    await district.close();
    await log.close();
  }
}

/** The pictures that the history names lie where those of real units would. */
async function putPhotos(home: string, dataKey: string): Promise<void> {
  const sealing = createFileSealing(dataKey);
  const files = new FileFolder(join(home, 'files'), sealing, {
    bytesMax: ATTACHMENT_BYTES_MAX,
    reserveBytes: 0,
  });
  for (const [sha256, piece] of samplePhotoFiles()) {
    await files.put({ sha256, bytes: piece.length, offset: 0, piece });
  }
}

/** `days` whole days and what the last one has had so far. */
function spanOf(
  { days, until, storm, seed }: Pick<DemoOptions, 'days' | 'until' | 'storm' | 'seed'>,
  offsetMinutes: number,
): HistorySpan {
  const first = dayNumberAt(until, offsetMinutes) - days;
  const start = startOfDay(first, offsetMinutes);
  const end = days === 0 ? start : until;
  return { first, days: Math.ceil((end - start) / DAY_MS), storm, seed, until: end };
}

/** One password for all, so one verifier: deriving a key for each would take seconds. */
async function putLogins(district: District, logins: readonly DemoLogin[]): Promise<void> {
  const verifiers = new Map<string, string>();
  for (const { password } of logins) {
    if (!verifiers.has(password)) verifiers.set(password, await createVerifier(password));
  }
  await district.secretStore.putLogins(
    logins.map(({ loginName, person, password }) => ({
      login: loginName,
      person,
      verifier: verifiers.get(password) ?? '',
    })),
  );
}
