import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { must } from '#core/kernel/assert.ts';
import { readDemoDevices, type Console, type Stage } from './stage.ts';

const run = promisify(execFile);
/** How long after the heal the two sides may take before it counts as not settled. */
const SETTLE_BOUND_MS = 60_000;

export type Verdict = {
  readonly operations: number;
  readonly conflicts: number;
  readonly lost: number;
  readonly appliedTwice: number;
  readonly converged: boolean;
  readonly acknowledged: number;
  readonly commonCases: number;
  readonly rules: readonly number[];
  readonly problems: readonly string[];
};

export type Settling = {
  readonly check: () => Promise<Verdict>;
  /** Epoch ms of the heal. */
  readonly since: number;
  readonly boundMs?: number;
};

/** Seconds from the heal until nothing waits and every member holds the same; null when it never comes. */
export async function settle(
  stage: Stage,
  { check, since, boundMs = SETTLE_BOUND_MS }: Settling,
): Promise<number | null> {
  while (Date.now() - since < boundMs) {
    await pause(200);
    const waiting = await Promise.all(
      stage.consoles.map(async (one) => {
        const { pendingOps, station } = await one.client.look('sync', {});
        return pendingOps + (station?.others ?? 0);
      }),
    );
    if (waiting.some((count) => count > 0)) continue;
    const seconds = (Date.now() - since) / 1000;
    const verdict = await check();
    if (verdict.converged) return Math.round(seconds * 10) / 10;
  }
  return null;
}

/**
 * How many undecided acts of its colleagues the console of the cut street sees that sees the fewest; null where one has
 * lost its station.
 */
export async function seenOverStation({ consoles }: Stage): Promise<number | null> {
  const seen = await Promise.all(
    consoles
      .filter((one) => one.isCutSide)
      .map(async ({ client }) => (await client.look('sync', {})).station ?? null),
  );
  const others = seen.flatMap((one) => (one?.isOpen === true ? one.others : []));
  return others.length < seen.length ? null : Math.min(...others);
}

/** What the independent checker makes of the files as they lie on the disk now. */
export async function judge(
  stage: Stage,
  cut: { readonly from: number; readonly to: number },
): Promise<Verdict> {
  const file = join(stage.folder, 'check.json');
  const devices = await readDemoDevices(stage.folder);
  const replicaOf = (one: Console): string =>
    must(
      devices.find((device) => device.device === one.device),
      `device of ${one.name}`,
    ).replica;
  await writeFile(
    file,
    JSON.stringify({
      district: join(stage.folder, 'district', 'district.db'),
      replicas: stage.consoles.map((one) => ({
        name: one.name,
        replica: replicaOf(one),
        file: join(one.dataFolder, 'replica.db'),
        scopes: [one.scope],
      })),
      witnesses: stage.consoles.map((one) => one.witness),
      cut,
      cutReplicas: stage.consoles.filter((one) => one.isCutSide).map(replicaOf),
    }),
  );
  const { stdout } = await run(process.execPath, ['scripts/drill/checker.mjs', file], {
    maxBuffer: 1 << 26,
  });
  return JSON.parse(stdout) as Verdict;
}
