import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { AnyOperation } from '#core/domain/operation/operation.ts';
import type { Json } from '#core/kernel/mergePatch.ts';
import type { WireEvent } from '#core/protocol/sync/frames.ts';
import { startProgram } from '#scripts/drill/processes.ts';
import { openLeanConsole } from './support/leanConsole.ts';
import { memoryReplica } from './support/memoryReplica.ts';
import { peerPackages } from './support/peerPackages.ts';
import { benchLine, type BenchLine } from './support/quantiles.ts';
import { openSyncStage, syncFolder } from './support/syncStage.ts';
import { fannedOut, type FannedOut, type OpenReader } from './throughput.bench.ts';

const ROUNDS = 3;
/** 2,000 operations: each is held by twenty clients of one process. */
const PLAN = { authors: 20, opsEach: 200, readers: 20 };
const WARM_UP = 100;

type Edit = readonly [caseId: string, patch: Json];

/**
 * The same field edits through Yjs: 20 clients that were cut off connect at once, until each of them holds
 * everything; with ours 20 push and 20 others hold. Ours verifies, decides and stores each on disk with its history; Yjs keeps fields in memory and asks nobody.
 */
export async function fieldEdits(): Promise<readonly BenchLine[]> {
  const source = await syncFolder('sync-20x200', PLAN);
  const edits = await editsOf(source);
  const own: FannedOut[] = [];
  const peer: FannedOut[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const { megabytes } = await fannedOut(source, { warmUp: WARM_UP });
    own.push({ ...(await fannedOut(source, { openReader: holding, warmUp: WARM_UP })), megabytes });
    peer.push(await yjsOut(edits));
    process.stderr.write(`bench: ${JSON.stringify({ own: own.at(-1), yjs: peer.at(-1) })}\n`);
  }
  const what = 'Yjs by y-websocket, in memory';
  const line = (name: string, of: (one: FannedOut) => number, unit = 'ms'): BenchLine => ({
    ...benchLine(name, own.map(of), { what, values: peer.map(of) }),
    unit,
  });
  return [
    line('field-edits', ({ ms }) => ms),
    line('field-edits-clients-processor', ({ clientMs }) => clientMs),
    line('field-edits-server-processor', ({ serverMs }) => serverMs),
    line('field-edits-bytes', ({ megabytes }) => megabytes, 'MB'),
    line('field-edits-server-memory', ({ resident }) => resident, 'MB'),
  ];
}

/** As every client of Yjs does: parses what comes, applies it and keeps it. Its bytes are counted beside it. */
const holding: OpenReader = (url, replica) => {
  const store = memoryReplica({ district: 1 });
  const reading = openLeanConsole({ url, replica, scopes: ['district'], store });
  return Promise.resolve({
    reached: (seq) => store.reached('district', seq),
    bytes: () => 0,
    stop: () => reading.stop(),
  });
};

/** What each author's operations change in cases, as the district decided it. */
async function editsOf(source: string): Promise<readonly (readonly Edit[])[]> {
  const stage = await openSyncStage(source);
  try {
    const { url, replicas } = stage;
    const authors = replicas.authors.map((replica) =>
      openLeanConsole({ url, replica, scopes: [] }),
    );
    const decided = await Promise.all(authors.map((author) => author.decided));
    for (const author of authors) await author.stop();
    const edits = new Map<string, Edit[]>(replicas.authors.map(({ replica }) => [replica, []]));
    const store = memoryReplica({ district: 1 }, ({ op, caseId, casePatch }: WireEvent) => {
      if (caseId === null) return;
      edits.get((op as AnyOperation).replica)?.push([caseId, casePatch as Json]);
    });
    const [reader] = replicas.readers;
    if (reader === undefined) throw new Error('a stage has readers');
    const reading = openLeanConsole({ url, replica: reader, scopes: ['district'], store });
    await store.reached('district', Math.max(...decided.map(({ lastSeq }) => lastSeq)));
    await reading.stop();
    return [...edits.values()];
  } finally {
    await stage.close();
  }
}

async function yjsOut(edits: readonly (readonly Edit[])[]): Promise<FannedOut> {
  const peers = await peerPackages();
  const folder = await mkdtemp(join(tmpdir(), 'shaotai-peer-'));
  const file = join(folder, 'edits.json');
  await writeFile(file, JSON.stringify(edits));
  const server = await startProgram('benchmarks/peers/yjsServer.mjs', [peers], 'peer');
  try {
    const words = [peers, String(server.port), file, String(WARM_UP), String(server.child.pid)];
    const args = ['benchmarks/peers/yjsClient.mjs', ...words];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    return JSON.parse(stdout) as FannedOut;
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
