import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildDistrict } from '#core/demo/buildDistrict.ts';
import { callerSeal } from '#core/demo/callerSeal.ts';
import { seatForEver } from '#core/demo/enrolConsoles.ts';
import { demoLease } from '#core/demo/history/demoLease.ts';
import { buildWorld } from '#core/demo/history/world.ts';
import { makeDemo } from '#core/demo/makeDemo.ts';
import { openDistrict, type District } from '#core/district/openDistrict.ts';
import type { ProgramAct } from '#core/district/programAuthor.ts';
import type { Scope } from '#core/domain/operation/identity.ts';
import { must } from '#core/kernel/assert.ts';
import { DAY_MS } from '#core/kernel/time.ts';
import { createDeviceKey, type DeviceKey } from '#core/node/deviceKey.ts';
import { silentLog } from '#core/node/logFile.ts';
import { createSealing } from '#core/node/sealing.ts';
import { systemClock, systemRandom } from '#core/node/systemClock.ts';
import { loadHistory } from './bulkLoader.ts';
import {
  bulkBatches,
  caseTemplates,
  type BulkAuthor,
  type BulkBatch,
  type BulkPlan,
  type CaseTemplates,
} from './bulkPlan.ts';

const SEED = 20260101;
const PROFILES = 'profiles';
const PROFILE = 'dongcheng';
const IDS_FILE = 'bulk-cases.json';
const IDS_KEPT = 20_000;
const BATCH_CASES = 1_500;

/** A district without history whose consoles are enrolled and may say what is planned. */
export type BulkStage = {
  readonly authors: ReadonlyMap<Scope, BulkAuthor & DeviceKey>;
  readonly templates: CaseTemplates;
  readonly zoneMinutes: number;
};

/** An empty demo with a console for every scope that makes cases; its people sit there for ever. */
export async function prepareBulk(folder: string): Promise<BulkStage> {
  await makeDemo({
    profilesDir: PROFILES,
    profile: PROFILE,
    folder,
    seed: SEED,
    days: 0,
    until: Math.floor(Date.now() / DAY_MS) * DAY_MS,
    storm: null,
    isStopped: () => false,
    onProgress: () => undefined,
  });
  return withDistrict(folder, async (district) => {
    const sources = buildDistrict(PROFILES, PROFILE, SEED);
    const seal = callerSeal(createSealing(district.secrets.dataKey));
    const world = buildWorld(sources, seal, SEED);
    const templates = caseTemplates(world, SEED);
    const authors = new Map<Scope, BulkAuthor & DeviceKey>();
    const acts: ProgramAct[] = [];
    const pairs = new Map<string, { readonly device: string; readonly person: string }>();
    for (const { by } of [...templates.ended, ...templates.open]) {
      const device = `bulk-${by.scope.replace(':', '-')}`;
      pairs.set(`${device} ${by.actor}`, { device, person: by.actor });
      if (authors.has(by.scope)) continue;
      const key = createDeviceKey();
      authors.set(by.scope, { name: device, scope: by.scope, ...key });
      const args = {
        device,
        replica: device,
        publicKey: key.publicKey,
        scope: by.scope,
        name: device,
      };
      acts.push({ kind: 'device.enrol', caseId: null, args });
      const lease = demoLease(world.catalogue, { scope: by.scope, replica: device });
      if (lease !== null) acts.push({ kind: 'numbers.lease', caseId: null, args: lease });
    }
    await district.core.act(acts);
    await seatForEver(district, [...pairs.values()]);
    return { authors, templates, zoneMinutes: district.profile.calendar.offsetMinutes };
  });
}

export function batchesOf(stage: BulkStage, plan: BulkPlan): Generator<BulkBatch> {
  return bulkBatches(plan, stage.templates, { ...stage, random: systemRandom });
}

export async function withDistrict<T>(
  folder: string,
  task: (district: District) => Promise<T>,
  clock = systemClock(),
): Promise<T> {
  const district = await openDistrict({ folder: join(folder, 'district'), clock, log: silentLog });
  try {
    return await task(district);
  } finally {
    await district.close();
  }
}

/** Cases drawn from all that a bulk folder has, each with three acts. */
export async function bulkCaseIds(folder: string): Promise<readonly string[]> {
  return JSON.parse(await readFile(join(folder, IDS_FILE), 'utf8')) as string[];
}

/**
 * A district folder with so many cases, `open` of them open, loaded past the door: made once and kept under .cache for
 * the next benchmark. Every run gets a copy.
 */
export async function bulkDistrictFolder(cases: number, open: number): Promise<string> {
  const folder = join(process.cwd(), '.cache', 'bench', `bulk-${cases}-${open}`);
  if (existsSync(folder)) return folder;
  process.stderr.write(`bench: loading a district with ${cases} cases\n`);
  const draft = `${folder}.making`;
  await rm(draft, { recursive: true, force: true });
  const stage = await prepareBulk(draft);
  const plan = { cases, open, until: Date.now(), batchCases: BATCH_CASES };
  const ids: string[] = [];
  const keepEvery = Math.max(1, Math.floor(cases / IDS_KEPT));
  function* kept(): Generator<BulkBatch> {
    let seen = 0;
    for (const batch of batchesOf(stage, plan)) {
      for (const { ops } of batch.runs) {
        for (const { op } of ops) {
          if (op.kind !== 'case.create') continue;
          seen += 1;
          if (seen % keepEvery === 0) ids.push(must(op.caseId, 'a case'));
        }
      }
      yield batch;
    }
  }
  const from = performance.now();
  let told = 0;
  await withDistrict(draft, async (district) => {
    await loadHistory(district, kept(), (ops) => {
      if (ops - told < 100_000) return;
      told = ops;
      const rate = Math.round((1_000 * ops) / (performance.now() - from));
      process.stderr.write(`bench: ${ops} acts, ${rate} a second\n`);
    });
    // A district that grew up by itself has hashed its log on the way.
    await district.audit.heads.make();
  });
  process.stderr.write(`bench: loaded in ${Math.round((performance.now() - from) / 1_000)} s\n`);
  await writeFile(join(draft, IDS_FILE), JSON.stringify(ids));
  await rename(draft, folder);
  return folder;
}
