import { setTimeout as pause } from 'node:timers/promises';
import { must } from '#core/kernel/assert.ts';
import { createRng } from '#core/kernel/rng.ts';
import { realMs, type DrillPlan } from './plan.ts';
import { openBlackHole, type BlackHole } from './blackHole.ts';
import { openStage, type Console, type Stage } from './stage.ts';
import { judge, seenOverStation, settle, type Verdict } from './verdict.ts';
import { work, type WorkerReport } from './worker.ts';

export type DrillReport = Verdict & {
  readonly settleSeconds: number | null;
  readonly killed: string;
  /** Acts of its colleagues that every console of the cut street saw over its station; null without it. */
  readonly seenOverStation: number | null;
};

const COMMON_CASES_LEAST = 10;
/** So few that both sides meet on them while the line is cut. */
const COMMON_CASES_MOST = 18;
const NOT_YET_THERE = 3;
const COMMON_CASES_ASKED = COMMON_CASES_LEAST + 2 * NOT_YET_THERE;
const COMMON_WAITS = 100;
const RULES_LEAST = 5;

export async function runDrill(
  plan: DrillPlan,
  say: (line: string) => void,
): Promise<{ readonly report: DrillReport; readonly ok: boolean }> {
  say('drill: building and making the district');
  const lines: BlackHole[] = [];
  const stage = await openStage(plan.keep, async ({ isCutSide }, port) => {
    if (!isCutSide) return port;
    const line = lines[0] ?? (await openBlackHole(port));
    lines[0] = line;
    return line.port;
  });
  try {
    return await shift(plan, { stage, line: must(lines[0], 'a line that can be cut') }, say);
  } finally {
    await stage.close();
    for (const line of lines) await line.close();
    if (plan.keep) say(`drill: kept ${stage.folder}`);
  }
}

async function shift(
  plan: DrillPlan,
  { stage, line }: { readonly stage: Stage; readonly line: BlackHole },
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
  // On a busy machine nobody has made enough of them by then.
  for (let i = 0; i < COMMON_WAITS && common.length < COMMON_CASES_ASKED; i += 1) await pause(200);
  phase = 'cut';
  const cutFrom = stage.now();
  line.cut();
  say(`drill: line cut with ${common.length} common cases`);
  await pause(realMs(plan.cutTo - plan.cutFrom) / 2);
  say(`drill: kill -9 ${killed.name}`);
  await stage.killAndRestart(killed);
  await pause(realMs(plan.cutTo - plan.cutFrom) / 2);
  phase = 'after';
  const cutTo = stage.now();
  isWorking = false;
  await pause(1_000);
  const seen = await seenOverStation(stage);
  say(`drill: every console of the cut street saw ${seen ?? 'no'} acts of its colleagues`);
  const healedAt = Date.now();
  line.heal();
  say('drill: healed');
  const check = (): Promise<Verdict> => judge(stage, { from: cutFrom, to: cutTo });
  const settleSeconds = await settle(stage, { check, since: healedAt });
  say(`drill: settled after ${settleSeconds ?? 'never'} s`);
  isWorking = true;
  await pause(realMs(plan.hours - plan.cutTo));
  isOver = true;
  const reports = await Promise.all(workers);
  describe(stage.consoles, reports, say);
  await settle(stage, { check, since: Date.now() });
  const verdict = await check();
  return conclude({ ...verdict, settleSeconds, killed: killed.name, seenOverStation: seen }, say);
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
    (report.seenOverStation ?? 0) > 0 &&
    report.commonCases >= COMMON_CASES_LEAST &&
    report.rules.length >= RULES_LEAST;
  return { report, ok };
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
