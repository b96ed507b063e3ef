import { openLeanConsole } from './support/leanConsole.ts';
import { memoryReplica, type MemoryReplica } from './support/memoryReplica.ts';
import { pouchTimes, type SyncTimes, type Taken } from './support/pouchPeer.ts';
import { processorMs } from './support/processorTime.ts';
import { benchLine, type BenchLine } from './support/quantiles.ts';
import type { BenchReplica } from './support/streetActs.ts';
import {
  SYNC_FOLDER,
  SYNC_PLAN,
  WARM_UP,
  openSyncStage,
  replicasOf,
  syncFolder,
  type SyncStage,
} from './support/syncStage.ts';

const ROUNDS = 5;
/** The best of 100, 250 and 500, tried on this machine. */
const PEER_BATCH = 500;
const HALL = 'district';
/** Not at nothing: an empty console is filled with whole cases instead. */
const BEFORE = { [HALL]: 1 };

/**
 * 10,000 operations of 20 consoles over real sockets to a real district: SQLite with synchronous=FULL, verified,
 * decided, stored, projected, fed. Beside it PouchDB with the same operations as documents, in turns. Both have done
 * as much before, to be warm.
 */
export async function sync(): Promise<readonly BenchLine[]> {
  const source = await syncFolder(SYNC_FOLDER, SYNC_PLAN);
  const { authors } = await replicasOf(source);
  const own: SyncTimes[] = [];
  const peer: SyncTimes[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    own.push(await ownTimes(source));
    peer.push(await pouchTimes(authors, { batch: PEER_BATCH, warmUp: WARM_UP }));
    process.stderr.write(`bench: ${JSON.stringify({ own: own.at(-1), peer: peer.at(-1) })}\n`);
  }
  const what = `PouchDB to express-pouchdb, LevelDB, its disk not synced, batches of ${PEER_BATCH}`;
  const line = (name: string, time: (times: SyncTimes) => number): BenchLine =>
    benchLine(name, own.map(time), { what, values: peer.map(time) });
  return [
    line('sync-push', ({ pushFirst, pushSecond }) => pushFirst.ms + pushSecond.ms),
    line('sync-pull', ({ pull }) => pull.ms),
    line('sync-catch-up', ({ catchUp }) => catchUp.ms),
    line('sync-push-processor', ({ pushFirst, pushSecond }) => pushFirst.cpu + pushSecond.cpu),
    line('sync-pull-processor', ({ pull }) => pull.cpu),
    line('sync-catch-up-processor', ({ catchUp }) => catchUp.cpu),
  ];
}

async function ownTimes(source: string): Promise<SyncTimes> {
  const stage = await openSyncStage(source);
  try {
    const { authors, readers } = stage.replicas;
    const [puller, catcher] = readers as [BenchReplica, BenchReplica];
    const half = authors.length / 2;
    const [pulling, catching] = [memoryReplica(BEFORE), memoryReplica(BEFORE)];
    const rest = { from: WARM_UP };
    const timed = measured(stage.district.child.pid);
    await pushed(stage, authors, { from: 0, upTo: WARM_UP });
    await pulled(stage, puller, pulling);
    await pulled(stage, catcher, catching);
    const pushFirst = await timed(() => pushed(stage, authors.slice(0, half), rest));
    await pulled(stage, catcher, catching);
    const pushSecond = await timed(() => pushed(stage, authors.slice(half), rest));
    const pull = await timed(() => pulled(stage, puller, pulling));
    const catchUp = await timed(() => pulled(stage, catcher, catching));
    return { pushFirst, pushSecond, pull, catchUp };
  } finally {
    await stage.close();
  }
}

/** What a task takes by the clock, and of the processors: the server's and the clients' together. */
function measured(server: number | undefined) {
  return async (task: () => Promise<void>): Promise<Taken> => {
    const before = (await processorMs(server)) + (await processorMs(undefined));
    const from = performance.now();
    await task();
    const ms = performance.now() - from;
    const cpu = (await processorMs(server)) + (await processorMs(undefined)) - before;
    return { ms, cpu };
  };
}

/** From dialling until every console has the decision of every act of its own. */
async function pushed(
  stage: SyncStage,
  authors: readonly BenchReplica[],
  part: { readonly from: number; readonly upTo?: number },
): Promise<void> {
  const consoles = authors.map((replica) =>
    openLeanConsole({ url: stage.url, replica, scopes: [], ...part }),
  );
  const outcomes = await Promise.all(consoles.map(({ decided }) => decided));
  for (const one of consoles) await one.stop();
  const refused = outcomes.reduce(
    (sum, one) => sum + (one.outcomes.get('refused-recorded') ?? 0),
    0,
  );
  if (refused > 0) throw new Error(`${refused} acts were refused: that measures something else`);
}

/** From dialling until the console is where the district's feed was when it greeted. */
async function pulled(
  stage: SyncStage,
  replica: BenchReplica,
  store: MemoryReplica,
): Promise<void> {
  const console = openLeanConsole({ url: stage.url, replica, scopes: [HALL], store });
  const heads = await console.heads;
  await store.reached(HALL, heads[HALL] ?? 0);
  await console.stop();
}
