import { setTimeout as pause } from 'node:timers/promises';
import { createRng, pick, type Rng } from '#core/kernel/rng.ts';
import { openStage, type Stage } from '../drill/stage.ts';
import { judge, settle, type Verdict } from '../drill/verdict.ts';
import { work } from '../drill/worker.ts';
import { FAULTS, openFaultyLine, type FaultyLine, type LineFault } from './faultyLine.ts';

export type ProxyReport = {
  readonly runs: number;
  /** How many lines had each fault. */
  readonly faults: Readonly<Record<LineFault, number>>;
  readonly operations: number;
  readonly acknowledged: number;
  readonly lost: number;
  readonly appliedTwice: number;
  readonly converged: boolean;
  /** Runs that had not come to rest 30 s after their lines were healed. */
  readonly stalls: number;
  /** The slowest run, from the heal on. */
  readonly settleSeconds: number;
  readonly problems: readonly string[];
};

/** sync.md 8.2, T7. */
const SETTLE_BOUND_MS = 30_000;
const FAULTY_MS = 1_500;
const PAUSE_MS = 60;
/** Of the lines of a run. */
const FAULTY_SHARE = 0.6;
/** TCP loses no message by itself: each takes a console its 20 s to ask again, so it is the rarest. */
const LOSING_SHARE = 0.04;

/** The processes are kept from run to run: what one leaves behind, the next one begins with. */
export async function runThroughFaults(
  { runs, seed }: { readonly runs: number; readonly seed: string },
  say: (line: string) => void,
): Promise<ProxyReport> {
  const rng = createRng(`proxy/${seed}`);
  const lines = new Map<string, FaultyLine>();
  say('proxy-runs: building and making the district');
  const stage = await openStage(false, async ({ name }, port) => {
    const line = await openFaultyLine(port, rng.fork(name));
    lines.set(name, line);
    return line.port;
  });
  try {
    return await allRuns({ stage, lines, rng, runs }, say);
  } finally {
    await stage.close();
    for (const line of lines.values()) await line.close();
  }
}

type Runs = {
  readonly stage: Stage;
  readonly lines: ReadonlyMap<string, FaultyLine>;
  readonly rng: Rng;
  readonly runs: number;
};

async function allRuns(
  { stage, lines, rng, runs }: Runs,
  say: (line: string) => void,
): Promise<ProxyReport> {
  let isWorking = true;
  let isOver = false;
  const made: string[] = [];
  const workers = stage.consoles.map((one) =>
    work(
      {
        name: one.name,
        client: () => (isWorking ? one.client : null),
        rng: rng.fork(`${one.name} works`),
        login: one.login,
        common: () => made.slice(-12),
        commonShare: 0.6,
        street: one.street,
        otherStreet: one.otherStreet,
        createShare: 0.1,
        pauseMs: PAUSE_MS,
        now: stage.now,
        onActed: (caseId, kind) => {
          if (kind === 'case.create') made.push(caseId);
        },
      },
      () => isOver,
    ),
  );
  const faults = Object.fromEntries(FAULTS.map((one) => [one, 0])) as Record<LineFault, number>;
  const check = (): Promise<Verdict> => judge(stage, { from: 0, to: 0 });
  let stalls = 0;
  let slowest = 0;
  for (let run = 1; run <= runs; run += 1) {
    isWorking = true;
    const struck: string[] = [];
    for (const [name, line] of lines) {
      const fault = rng.next() < FAULTY_SHARE ? drawn(rng) : null;
      line.set(fault);
      if (fault === null) continue;
      faults[fault] += 1;
      struck.push(`${name} ${fault}`);
    }
    await pause(FAULTY_MS);
    isWorking = false;
    for (const line of lines.values()) line.set(null);
    const seconds = await settle(stage, { check, since: Date.now(), boundMs: SETTLE_BOUND_MS });
    if (seconds === null) stalls += 1;
    slowest = Math.max(slowest, seconds ?? SETTLE_BOUND_MS / 1_000);
    say(`proxy-runs: ${run} of ${runs}, ${seconds ?? 'never'} s after ${struck.join(', ')}`);
  }
  isOver = true;
  await Promise.all(workers);
  const { operations, acknowledged, lost, appliedTwice, converged, problems } = await check();
  const counted = { operations, acknowledged, lost, appliedTwice, converged, problems };
  return { runs, faults, ...counted, stalls, settleSeconds: slowest };
}

const SWIFT = FAULTS.filter((one) => one !== 'losing');

function drawn(rng: Rng): LineFault {
  return rng.next() < LOSING_SHARE ? 'losing' : pick(rng, SWIFT);
}
