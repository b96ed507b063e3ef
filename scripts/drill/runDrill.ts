import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { must } from '#core/kernel/assert.ts';
import { createRng } from '#core/kernel/rng.ts';
import { realMs, type DrillPlan } from './plan.ts';
import { openStage, readDemoDevices, type Console, type Stage } from './stage.ts';
import { work, type WorkerReport } from './worker.ts';

const run = promisify(execFile);

export type DrillReport = {
  readonly operations: number;
  readonly conflicts: number;
  readonly lost: number;
  readonly appliedTwice: number;
  readonly converged: boolean;
  readonly settleSeconds: number | null;
  readonly acknowledged: number;
  readonly commonCases: number;
  readonly rules: readonly number[];
  readonly killed: string;
  readonly problems: readonly string[];
};

type Verdict = Omit<DrillReport, 'settleSeconds' | 'killed'>;

/** How long after the heal the two sides may take before it counts as not settled. */
const SETTLE_BOUND_MS = 60_000;
const COMMON_CASES_LEAST = 10;
/** So few that both sides meet on them while the line is cut. */
const COMMON_CASES_MOST = 18;
const NOT_YET_THERE = 3;
const RULES_LEAST = 5;

export async function runDrill(
  plan: DrillPlan,
  say: (line: string) => void,
): Promise<{ readonly report: DrillReport; readonly ok: boolean }> {
  say('drill: building and making the district');
  const stage = await openStage(plan.keep);
  try {
    return await shift(plan, stage, say);
  } finally {
    await stage.close();
    if (plan.keep) say(`drill: kept ${stage.folder}`);
  }
}

async function shift(
  plan: DrillPlan,
  stage: Stage,
  say: (line: string) => void,
): Promise<{ readonly report: DrillReport; readonly ok: boolean }> {
  const rng = createRng(`drill/${plan.seed}`);
  const cutSide = stage.consoles.filter((one) => one.isCutSide);
  const killed = must(cutSide[rng.int(cutSide.length)], 'a console on the cut side');
  const common: string[] = [];
  let phase: 'before' | 'cut' | 'after' = 'before';
  let isWorking = true;
  let isOver = false;
  const workers = stage.consoles.map((one) =>
    work(
      {
        name: one.name,
        client: () => (isWorking ? one.client : null),
        rng: rng.fork(one.name),
        login: one.login,
        common: () => (phase === 'before' ? [] : lastOf(common)),
        commonShare: 0.9,
        street: one.street,
        otherStreet: one.otherStreet,
        createShare: phase === 'before' ? 0.15 : 0.05,
        pauseMs: 80,
        now: stage.now,
        onActed: (caseId, kind) => {
          if (kind === 'case.create' && phase === 'before' && one.isCutSide) common.push(caseId);
        },
      },
      () => isOver,
    ),
  );

  await pause(realMs(plan.cutFrom));
  phase = 'cut';
  const cutFrom = stage.now();
  stage.line.cut();
  say(`drill: line cut with ${common.length} common cases`);
  await pause(realMs(plan.cutTo - plan.cutFrom) / 2);
  say(`drill: kill -9 ${killed.name}`);
  await stage.killAndRestart(killed);
  await pause(realMs(plan.cutTo - plan.cutFrom) / 2);
  phase = 'after';
  const cutTo = stage.now();
  isWorking = false;
  await pause(1_000);
  const healedAt = Date.now();
  stage.line.heal();
  say('drill: healed');
  const check = (): Promise<Verdict> => judge(stage, { from: cutFrom, to: cutTo });
  const settleSeconds = await settle(stage, check, healedAt);
  say(`drill: settled after ${settleSeconds ?? 'never'} s`);
  isWorking = true;
  await pause(realMs(plan.hours - plan.cutTo));
  isOver = true;
  const reports = await Promise.all(workers);
  describe(stage.consoles, reports, say);
  await settle(stage, check, Date.now());
  const verdict = await check();
  return conclude({ ...verdict, settleSeconds, killed: killed.name }, say);
}

/** The youngest are the least worked off; the very last ones may not have reached the other side. */
function lastOf(made: readonly string[]): readonly string[] {
  const from = Math.max(0, made.length - COMMON_CASES_MOST - NOT_YET_THERE);
  return made.slice(from, from + COMMON_CASES_MOST);
}

function conclude(
  report: DrillReport,
  say: (line: string) => void,
): { readonly report: DrillReport; readonly ok: boolean } {
  for (const line of report.problems) say(`drill: ${line}`);
  if (report.commonCases < COMMON_CASES_LEAST) {
    say(
      `drill: both sides met on ${report.commonCases} cases only; ${COMMON_CASES_LEAST} are asked`,
    );
  }
  if (report.rules.length < RULES_LEAST) {
    say(`drill: ${report.rules.length} rules fired; ${RULES_LEAST} are asked`);
  }
  const ok =
    report.lost === 0 &&
    report.appliedTwice === 0 &&
    report.converged &&
    report.settleSeconds !== null &&
    report.acknowledged > 0 &&
    report.commonCases >= COMMON_CASES_LEAST &&
    report.rules.length >= RULES_LEAST;
  return { report, ok };
}

/** Seconds from the heal until nothing waits and every member holds the same; null when it never comes. */
async function settle(
  stage: Stage,
  check: () => Promise<Verdict>,
  since: number,
): Promise<number | null> {
  while (Date.now() - since < SETTLE_BOUND_MS) {
    await pause(200);
    const waiting = await Promise.all(
      stage.consoles.map(async (one) => (await one.client.look('sync', {})).pendingOps),
    );
    if (waiting.some((count) => count > 0)) continue;
    const seconds = (Date.now() - since) / 1000;
    const verdict = await check();
    if (verdict.converged) return Math.round(seconds * 10) / 10;
  }
  return null;
}

async function judge(
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

function describe(
  consoles: readonly Console[],
  reports: readonly WorkerReport[],
  say: (line: string) => void,
): void {
  for (const [index, report] of reports.entries()) {
    const name = consoles[index]?.name ?? '';
    say(`drill: ${name} acted ${report.acted}, refused ${JSON.stringify(report.byCode)}`);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
