import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDemo } from '#core/demo/makeDemo.ts';
import { openDistrict } from '#core/district/openDistrict.ts';
import { DAY_MS } from '#core/kernel/time.ts';
import { openLogFile } from '#core/node/logFile.ts';
import { systemClock } from '#core/node/systemClock.ts';
import { startProgram, type Running } from '#scripts/drill/processes.ts';
import { weigh } from './leanConsole.ts';
import { enrolWithActs, type ActPlan, type BenchReplicas } from './streetActs.ts';

const PROFILES = 'profiles';
const PROFILE = 'dongcheng';
const REPLICAS_FILE = 'bench-replicas.json';

/** 20 consoles with 1,000 operations each, the first 500 of them to warm everybody up; and 20 that read. */
export const SYNC_PLAN = { authors: 20, opsEach: 1_000, readers: 20 };
export const WARM_UP = 500;
export const SYNC_FOLDER = 'sync-20x1000';
/** What is measured. */
export const OPS = SYNC_PLAN.authors * (SYNC_PLAN.opsEach - WARM_UP);

export type SyncFolderPlan = Omit<ActPlan, 'profilesDir' | 'profile'>;

/**
 * A district without history, with consoles whose acts wait to be sent: made once and kept under .cache.
 * Every run gets a copy.
 */
export async function syncFolder(name: string, plan: SyncFolderPlan): Promise<string> {
  const folder = join(process.cwd(), '.cache', 'bench', name);
  if (existsSync(folder)) return folder;
  process.stderr.write(`bench: making ${name}\n`);
  const draft = `${folder}.making`;
  await rm(draft, { recursive: true, force: true });
  await makeDemo({
    profilesDir: PROFILES,
    profile: PROFILE,
    folder: draft,
    seed: 20260101,
    days: 0,
    until: Math.floor(Date.now() / DAY_MS) * DAY_MS,
    storm: null,
    isStopped: () => false,
    onProgress: () => undefined,
  });
  const home = join(draft, 'district');
  const clock = systemClock();
  const log = openLogFile({ folder: join(home, 'logs'), name: 'bench', now: () => clock.wall() });
  const district = await openDistrict({ folder: home, clock, log });
  try {
    const replicas = await enrolWithActs(district, {
      ...plan,
      profilesDir: PROFILES,
      profile: PROFILE,
    });
    await writeFile(join(draft, REPLICAS_FILE), JSON.stringify(replicas));
  } finally {
    await district.close();
    await log.close();
  }
  await rename(draft, folder);
  return folder;
}

export async function replicasOf(folder: string): Promise<BenchReplicas> {
  return JSON.parse(await readFile(join(folder, REPLICAS_FILE), 'utf8')) as BenchReplicas;
}

export type SyncStage = {
  readonly folder: string;
  readonly district: Running;
  readonly url: string;
  readonly replicas: BenchReplicas;
  readonly close: () => Promise<void>;
};

/** A district in a process of its own, on a copy of a folder, as it is shipped: SQLite, FULL, all projections. */
export async function openSyncStage(source: string): Promise<SyncStage> {
  const folder = await mkdtemp(join(tmpdir(), 'shaotai-bench-'));
  await cp(source, folder, { recursive: true });
  const args = ['--data', join(folder, 'district'), '--port', '0'];
  const district = await startProgram('out/district/main.js', args, 'district');
  const replicas = await replicasOf(folder);
  weigh(replicas.authors);
  return {
    folder,
    district,
    url: `ws://127.0.0.1:${district.port}`,
    replicas,
    async close() {
      await district.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
