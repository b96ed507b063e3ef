import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDistrict, type District } from '#core/district/openDistrict.ts';
import { referenceOf } from '#core/domain/catalogue/referenceOf.ts';
import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import type { AnyBody, AnyOperation } from '#core/domain/operation/operation.ts';
import { chained } from '#core/domain/operation/operationHash.ts';
import { openMigrated } from '#core/host/store/consoleFiles.ts';
import { decidedHere, OverlayKeeper } from '#core/host/store/overlayKeeper.ts';
import { RecordBook } from '#core/host/store/recordBook.ts';
import { ReplicaStore } from '#core/host/store/replicaStore.ts';
import { must } from '#core/kernel/assert.ts';
import { uuidV7 } from '#core/kernel/ids.ts';
import { silentLog } from '#core/node/logFile.ts';
import { nodeHashing } from '#core/node/nodeHashing.ts';
import { systemClock, systemRandom } from '#core/node/systemClock.ts';
import {
  BATCH_OPS_MAX,
  PAGE_ENTRIES_MAX,
  type FeedEntry,
  type WireEvent,
} from '#core/protocol/sync/frames.ts';
import { createPulling, type Pulling } from '#core/sync/pulling.ts';
import type { Page } from '#core/sync/syncPorts.ts';
import { benchLine, type BenchLine } from './support/quantiles.ts';
import { signerOf, type BenchReplica } from './support/streetActs.ts';
import { replicasOf, syncFolder } from './support/syncStage.ts';

const ROUNDS = 3;
/** sync.md: three weeks of one street. */
const PENDING = 8_630;
const BASE_OPS = 2_000;
/** Of the demo profile. */
const STREET = '110101001';
const PAGE = { entries: PAGE_ENTRIES_MAX, bytes: 512 * 1024 };

/**
 * A street's console with 8,630 acts that wait learns of as many that its neighbour said on the same cases: pages
 * into replica.db, with overlay and board. Beside it, folding what waits over what was learned, in memory alone.
 */
export async function rebase(): Promise<readonly BenchLine[]> {
  const plan = { authors: 2, opsEach: BASE_OPS, readers: 0, street: STREET };
  const source = await syncFolder('sync-street', plan);
  const stored: number[] = [];
  const folded: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const folder = await mkdtemp(join(tmpdir(), 'shaotai-bench-'));
    await cp(source, folder, { recursive: true });
    const home = join(folder, 'district');
    const district = await openDistrict({ folder: home, clock: systemClock(), log: silentLog });
    try {
      const times = await rebased(district, folder);
      stored.push(times.stored);
      folded.push(times.folded);
    } finally {
      await district.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  }
  return [benchLine('rebase-stored', stored, null), benchLine('rebase-folded', folded, null)];
}

async function rebased(
  district: District,
  folder: string,
): Promise<{ readonly stored: number; readonly folded: number }> {
  const [near, far] = (await replicasOf(folder)).authors as [BenchReplica, BenchReplica];
  await pushed(district, near, near.ops);
  await pushed(district, far, far.ops);
  const before = await pagesOf(district, far.scope, 0);
  const cases = [...new Set([...near.ops, ...far.ops].flatMap(({ caseId }) => caseId ?? []))];
  await pushed(district, far, notes(district, far, cases));
  const after = await pagesOf(district, far.scope, must(before.at(-1), 'pages').to);
  const pending = notes(district, near, cases).map((op) => ({ op, decided: null }));

  const book = new RecordBook();
  const { catalogue, calendar } = district.profile;
  const reference = { ...referenceOf(catalogue, calendar), grantsOf: district.grantsOf };
  const keeper = new OverlayKeeper(book, () => reference);
  const database = await openMigrated(join(folder, 'replica.db'), 'replica', silentLog);
  const options = { scopes: () => [far.scope], now: () => Date.now(), onChange: () => undefined };
  const replica = new ReplicaStore(database, { book, keeper }, options);
  try {
    await replica.open();
    for (const page of before) await replica.applyPage(page);
    keeper.load(pending);
    await replica.catchUp();
    const head = must(after.at(-1), 'pages').to;
    const pulling = pullingInto(replica, far.scope);
    const from = performance.now();
    for (const page of after) {
      await pulling.page({ f: 'page', ...page, entries: [...page.entries], head });
    }
    const stored = performance.now() - from;
    if (replica.broken().length > 0) throw new Error('rows do not fit');
    return { stored, folded: await foldedIn(replica, keeper, cases) };
  } finally {
    await replica.close();
  }
}

/** As the engine hands over what it was told. */
function pullingInto(replica: ReplicaStore, scope: string): Pulling {
  const mono = (): number => performance.now();
  return createPulling({ replica, scopes: () => [scope], mono, check: null });
}

/** Everything read before: what the rules alone take for all that waits. */
async function foldedIn(
  replica: ReplicaStore,
  keeper: OverlayKeeper,
  cases: readonly string[],
): Promise<number> {
  const rows = await replica.read((reader) =>
    reader.all<{ case_id: string; doc: string }>('SELECT case_id, doc FROM confirmed'),
  );
  const docs = new Map(rows.map((row) => [row.case_id, JSON.parse(row.doc) as CaseDoc]));
  const steps = await replica.read((reader) =>
    reader.all<{ case_id: string; body: string }>(
      "SELECT case_id, body FROM event WHERE kind = 'case.note'",
    ),
  );
  const events = new Map<string, WireEvent[]>();
  for (const { case_id, body } of steps) {
    events.set(case_id, [...(events.get(case_id) ?? []), JSON.parse(body) as WireEvent]);
  }
  const from = performance.now();
  for (const id of cases) {
    const on = { pending: keeper.pendingOf(id), decided: (events.get(id) ?? []).map(decidedHere) };
    keeper.fold(docs.get(id) ?? null, on);
  }
  return performance.now() - from;
}

async function pushed(
  { core }: District,
  replica: BenchReplica,
  ops: readonly AnyOperation[],
): Promise<void> {
  const sign = signerOf(replica);
  for (let i = 0; i < ops.length; i += BATCH_OPS_MAX) {
    const batch = ops.slice(i, i + BATCH_OPS_MAX);
    const answer = await core.push({
      device: replica.device,
      replica: replica.replica,
      incarnation: 1,
      ops: batch,
      sig: sign(must(batch.at(-1), 'no batch is empty').hash),
    });
    if (answer.kind !== 'decided') throw new Error(`not decided: ${answer.kind}`);
    const refused = answer.decisions.find(({ outcome }) => outcome === 'refused-recorded');
    if (refused !== undefined) throw new Error(`refused: ${refused.reason?.code ?? ''}`);
  }
}

/** Notes on all these cases in turn, by whoever dispatched there, after what the replica has said already. */
function notes(
  { core }: District,
  { ops, replica }: BenchReplica,
  cases: readonly string[],
): AnyOperation[] {
  const like = must(
    ops.find(({ kind }) => kind === 'case.dispatch'),
    'somebody dispatches',
  );
  const { actor, seat, scope, how, v } = like;
  const own = new Map<string, number>();
  let { rseq, hash: prevHash } = must(ops.at(-1), 'a replica has said something');
  return Array.from({ length: PENDING }, (_, i) => {
    const caseId = must(cases[i % cases.length], 'there are cases');
    const before = own.get(caseId) ?? 0;
    own.set(caseId, before + 1);
    const ver = core.state.doc(caseId)?.doc.ver ?? 0;
    const bases = [{ of: `case:${caseId}`, ver, own: before }];
    const t = { wall: Date.now(), mono: i, boot: 'bench', off: 0, err: 0 };
    const args = { text: `bench ${i}`, public: false };
    const opId = uuidV7(Date.now(), systemRandom);
    const said = { opId, kind: 'case.note', v, caseId, args, bases, actor, seat, scope, how, t };
    rseq += 1;
    const link = { replica, incarnation: 1, rseq, prevHash };
    const op = chained(nodeHashing, said as AnyBody, link);
    prevHash = op.hash;
    return op;
  });
}

async function pagesOf({ store }: District, scope: string, after: number): Promise<Page[]> {
  const pages: Page[] = [];
  for (let from = after; ;) {
    const { to, entries } = await store.page(scope as never, from, PAGE);
    if (entries.length === 0) return pages;
    pages.push({ scope, from, to, entries: entries.map((one) => JSON.parse(one) as FeedEntry) });
    from = to;
  }
}
