import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seatForEver, type DemoConsole } from '#core/demo/enrolConsoles.ts';
import { openDistrict, type District } from '#core/district/openDistrict.ts';
import type { AnyBody, AnyOperation } from '#core/domain/operation/operation.ts';
import { GENESIS_HASH, chained } from '#core/domain/operation/operationHash.ts';
import { must } from '#core/kernel/assert.ts';
import { uuidV7 } from '#core/kernel/ids.ts';
import { deviceSigner } from '#core/node/deviceKey.ts';
import { silentLog } from '#core/node/logFile.ts';
import { nodeHashing } from '#core/node/nodeHashing.ts';
import { systemClock, systemRandom } from '#core/node/systemClock.ts';
import { boardOf } from './board.bench.ts';
import { bulkCaseIds, bulkDistrictFolder } from './support/bulkDistrict.ts';
import { differenceOf, loadedAndReplayed, mustBeSound } from './support/bulkProof.ts';
import { ACTS_A_CASE } from './support/bulkPlan.ts';
import { benchLine, timed, type BenchLine } from './support/quantiles.ts';

const BATCHES = 60;
const WARM_UP = 8;
const BATCH_OPS = 50;
const RUNS = 400;
/** Cases of the loaded district itself that are built again from their effects. */
const SOUND = 500;
/** Notes begin behind those cases that were read. */
const FROM_THERE = 1_000;
const PAGE = { entries: 500, bytes: 512 * 1024 };

/** Loaded and replayed before anything is measured on loaded history. */
const PROOF = { cases: 500, open: 100, batchCases: 120 };

/**
 * What reading a case, deciding, pulling and the board cost with ten times as many cases, `open` of them open: history
 * that was loaded past the door, after a sample of it was proven equal to what the door makes of it.
 */
export async function growth(
  sizes: readonly number[],
  open: number,
): Promise<readonly BenchLine[]> {
  await proven();
  const lines: BenchLine[] = [];
  for (const cases of sizes) {
    const named = (line: BenchLine): BenchLine => ({ ...line, name: `${line.name}-of-${cases}` });
    const still = Math.min(open, cases / 2);
    const source = await bulkDistrictFolder(cases, still);
    const own = [...(await ofDistrict(source)), ...(await boardOf(source, still))].map(named);
    process.stderr.write(`${own.map((line) => JSON.stringify(line)).join('\n')}\n`);
    lines.push(...own);
  }
  return lines;
}

async function proven(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'shaotai-bench-'));
  try {
    const difference = differenceOf(await loadedAndReplayed(folder, PROOF));
    if (difference !== null) throw new Error(`loaded is not replayed: ${difference}`);
    process.stderr.write(`bench: ${PROOF.cases} cases loaded and replayed are equal\n`);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * Milliseconds for one case with its history, for 50 notes on cases drawn from all of them, and for a page of 500
 * anywhere in the feed of the hall.
 */
async function ofDistrict(source: string): Promise<readonly BenchLine[]> {
  const folder = await mkdtemp(join(tmpdir(), 'shaotai-bench-'));
  await cp(source, folder, { recursive: true });
  const home = join(folder, 'district');
  const opened = performance.now();
  const district = await openDistrict({ folder: home, clock: systemClock(), log: silentLog });
  const start = benchLine('growth-open', [performance.now() - opened], null);
  try {
    const ids = await bulkCaseIds(folder);
    const drawn = (turn: number): string => must(ids[(turn * 7_919) % ids.length], 'cases');
    const apart = Math.ceil(ids.length / SOUND);
    await mustBeSound(
      district,
      ids.filter((_, i) => i % apart === 0),
    );
    const work = workBook();
    const read = await timed(RUNS, WARM_UP, async (i) => {
      const [held] = await district.store.cases([drawn(i)]);
      const history = await district.store.history(drawn(i), 0);
      if (held?.doc.ver !== history.length) throw new Error('a case has as many acts as versions');
    });
    work.add('growth-read', RUNS + WARM_UP);
    const batch = await noting(district, folder, drawn);
    work.restart();
    const decided = await timed(BATCHES, WARM_UP, batch);
    work.add('growth-decide', BATCHES + WARM_UP);
    const head = must(district.core.state.heads.get('district'), 'the hall has a feed');
    const pulled = await timed(RUNS, WARM_UP, async (i) => {
      const from = (i * 7_919_003) % (head - 5 * PAGE.entries);
      const { entries } = await district.store.page('district', from, PAGE);
      if (entries.length === 0) throw new Error('an empty page measures nothing');
    });
    work.add('growth-pull', RUNS + WARM_UP);
    return [
      ...work.lines,
      start,
      benchLine('growth-read', read, null),
      benchLine('growth-decide', decided, null),
      benchLine('growth-pull', pulled, null),
    ];
  } finally {
    await district.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** What processors worked for one run, on all threads of this process: the load of the machine changes it little. */
function workBook() {
  const lines: BenchLine[] = [];
  let from = process.cpuUsage();
  return {
    lines,
    restart: () => {
      from = process.cpuUsage();
    },
    add: (name: string, runs: number) => {
      const { user, system } = process.cpuUsage(from);
      lines.push(benchLine(`${name}-processor`, [(user + system) / 1_000 / runs], null));
      from = process.cpuUsage();
    },
  };
}

/** On cases that the decider has not in memory, as a rule. */
async function noting(
  district: District,
  folder: string,
  drawn: (turn: number) => string,
): Promise<() => Promise<void>> {
  const file = await readFile(join(folder, 'demo', 'devices.json'), 'utf8');
  const devices = JSON.parse(file) as readonly DemoConsole[];
  const desk = must(
    devices.find(({ device }) => device === 'hall-1'),
    'the demo has a hall',
  );
  const { demoLogins } = must(district.profile.people, 'the demo has people');
  const login = must(
    demoLogins.find((one) => one.loginName === 'dispatcher'),
    'the demo has a dispatcher',
  );
  await seatForEver(district, [{ device: desk.device, person: login.person }]);
  const versions = new Map<string, number>();
  const sign = deviceSigner(desk);
  let [rseq, prevHash, turn] = [0, GENESIS_HASH, 0];
  const say = (): AnyOperation => {
    turn += 1;
    const caseId = drawn(turn + FROM_THERE);
    const ver = versions.get(caseId) ?? ACTS_A_CASE;
    versions.set(caseId, ver + 1);
    const said = {
      opId: uuidV7(Date.now(), systemRandom),
      kind: 'case.note',
      v: 1,
      caseId,
      args: { text: `bench ${turn}`, public: false },
      bases: [{ of: `case:${caseId}`, ver, own: 0 }],
      actor: login.person,
      seat: 'D01',
      scope: desk.scope,
      how: 'self',
      t: { wall: Date.now(), mono: turn, boot: 'bench', off: 0, err: 0 },
    } as AnyBody;
    rseq += 1;
    const op = chained(nodeHashing, said, {
      replica: desk.replica,
      incarnation: 1,
      rseq,
      prevHash,
    });
    prevHash = op.hash;
    return op;
  };
  return async () => {
    const ops = Array.from({ length: BATCH_OPS }, say);
    const { device, replica } = desk;
    const answer = await district.core.push({
      device,
      replica,
      incarnation: 1,
      ops,
      sig: sign(prevHash),
    });
    const isApplied =
      answer.kind === 'decided' && answer.decisions.every(({ outcome }) => outcome === 'applied');
    if (!isApplied) throw new Error(`not applied: ${JSON.stringify(answer).slice(0, 200)}`);
  };
}
