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
import { openDistrictFolder } from './support/benchStage.ts';
import { benchLine, timed, type BenchLine } from './support/quantiles.ts';

const BATCHES = 60;
const WARM_UP = 8;
const BATCH_OPS = 50;
const PAGE = { entries: 500, bytes: 512 * 1024 };

/** What reading the board, deciding and pulling cost with ten times as many cases. */
export async function growth(sizes: readonly number[]): Promise<readonly BenchLine[]> {
  const lines: BenchLine[] = [];
  for (const cases of sizes) {
    const named = (line: BenchLine): BenchLine => ({ ...line, name: `${line.name}-of-${cases}` });
    const source = await openDistrictFolder(cases);
    lines.push(...(await decidedAndPulled(source)).map(named));
    lines.push(...(await boardOf(cases)).map(named));
  }
  return lines;
}

/** Milliseconds for 50 notes on cases drawn from all of them, and for a page of 500 anywhere in the feed. */
async function decidedAndPulled(source: string): Promise<readonly BenchLine[]> {
  const folder = await mkdtemp(join(tmpdir(), 'shaotai-bench-'));
  await cp(source, folder, { recursive: true });
  const home = join(folder, 'district');
  const district = await openDistrict({ folder: home, clock: systemClock(), log: silentLog });
  try {
    const batch = await noting(district, folder);
    const decided = await timed(BATCHES, WARM_UP, batch);
    const head = must(district.core.state.heads.get('district'), 'the hall has a feed');
    const pulled = await timed(BATCHES, WARM_UP, async (i) => {
      const from = (i * 7_919) % (head - PAGE.entries);
      const { entries } = await district.store.page('district', from, PAGE);
      if (entries.length === 0) throw new Error('an empty page measures nothing');
    });
    return [benchLine('growth-decide', decided, null), benchLine('growth-pull', pulled, null)];
  } finally {
    await district.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function noting(district: District, folder: string): Promise<() => Promise<void>> {
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
  const open = await district.store.openCases();
  const cases = open.map(({ doc }) => doc);
  const versions = new Map<string, number>();
  const sign = deviceSigner(desk);
  let [rseq, prevHash, turn] = [0, GENESIS_HASH, 0];
  const say = (): AnyOperation => {
    const doc = must(cases[(turn++ * 7_919) % cases.length], 'there are cases');
    const ver = versions.get(doc.caseId) ?? doc.ver;
    versions.set(doc.caseId, ver + 1);
    const said = {
      opId: uuidV7(Date.now(), systemRandom),
      kind: 'case.note',
      v: 1,
      caseId: doc.caseId,
      args: { text: `bench ${turn}`, public: false },
      bases: [{ of: `case:${doc.caseId}`, ver, own: 0 }],
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
