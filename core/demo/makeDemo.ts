import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { District } from '../district/openDistrict.ts';
import { openDistrict } from '../district/openDistrict.ts';
import type { DayNumber } from '../domain/calendar/localDay.ts';
import type { DemoLogin } from '../domain/catalogue/people.ts';
import type { Clock, EpochMs } from '../kernel/time.ts';
import { FileFolder } from '../node/files/fileFolder.ts';
import { createFileSealing } from '../node/files/fileSealing.ts';
import { openLogFile } from '../node/logFile.ts';
import { createVerifier } from '../node/passwordVerifier.ts';
import { createSealing } from '../node/sealing.ts';
import type { Sealing } from '../node/sealing.ts';
import { systemClock } from '../node/systemClock.ts';
import { ATTACHMENT_BYTES_MAX } from '../protocol/console/attachments.ts';
import { buildDistrict } from './buildDistrict.ts';
import { enrolDemoConsoles } from './demoConsoles.ts';
import type { SealCaller } from './history/callerPool.ts';
import { samplePhotoFiles } from './history/samplePhotos.ts';
import { buildWorld } from './history/world.ts';
import { writeDistrict } from './writeDistrict.ts';
import { writeHistory } from './writeHistory.ts';
import type { HistoryProgress, HistoryResult } from './writeHistory.ts';

export type DemoOptions = {
  readonly profilesDir: string;
  readonly profile: string;
  /** Gets `district/` and `demo/`. */
  readonly folder: string;
  readonly seed: number;
  readonly days: number;
  readonly lastDay: DayNumber;
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
  const demo = join(options.folder, 'demo');
  await mkdir(demo, { recursive: true });
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
    const span = {
      first: options.lastDay - options.days + 1,
      days: options.days,
      storm: options.storm,
      seed: options.seed,
    };
    const result = await writeHistory(
      district,
      { span, world },
      { ...options, setTime: clock.set },
    );
    clock.set(null);
    const consoles = await enrolDemoConsoles(
      district,
      logins.map((one) => one.person),
    );
    const put = (name: string, value: unknown): Promise<void> =>
      writeFile(join(demo, name), JSON.stringify(value, null, 1), { mode: 0o600 });
    await putPhotos(home, district.secrets.dataKey);
    await put('devices.json', consoles);
    await put('logins.json', logins);
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

type MovableClock = Clock & { readonly set: (now: EpochMs | null) => void };

function movableClock(): MovableClock {
  const real = systemClock();
  let fixed: EpochMs | null = null;
  return {
    wall: () => fixed ?? real.wall(),
    mono: () => real.mono(),
    set: (now) => {
      fixed = now;
    },
  };
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

function callerSeal(sealing: Sealing): SealCaller {
  return ({ number, name, kind, confidential }) => ({
    numberHmac: sealing.hmacOf(number),
    numberSealed: sealing.seal(number),
    tail: number.slice(-4),
    nameSealed: sealing.seal(name),
    kind,
    confidential,
  });
}
