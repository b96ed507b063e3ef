import { openCountingReader } from './support/countingReader.ts';
import { openLeanConsole } from './support/leanConsole.ts';
import { processorMs, residentMegabytes } from './support/processorTime.ts';
import { benchLine, type BenchLine } from './support/quantiles.ts';
import type { BenchReplica } from './support/streetActs.ts';
import {
  OPS,
  SYNC_FOLDER,
  SYNC_PLAN,
  WARM_UP,
  openSyncStage,
  syncFolder,
  type SyncStage,
} from './support/syncStage.ts';

const ROUNDS = 5;
/** Readers begin behind whatever was there before. */
const BEFORE = 1;

export type FannedOut = {
  readonly ms: number;
  readonly serverMs: number;
  readonly clientMs: number;
  readonly megabytes: number;
  readonly resident: number;
};

/**
 * 20 consoles of streets push 10,000 operations, and 20 of the hall are told every one of them: verified,
 * decided, stored with synchronous=FULL, projected, fanned out. They have pushed as much before, to be warm.
 */
export async function throughput(): Promise<readonly BenchLine[]> {
  const source = await syncFolder(SYNC_FOLDER, SYNC_PLAN);
  const rounds: FannedOut[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const done = await fannedOut(source);
    rounds.push(done);
    const opsASecond = Math.round((OPS / done.ms) * 1_000);
    process.stderr.write(`bench: ${JSON.stringify({ opsASecond, ...done })}\n`);
  }
  return [
    benchLine(
      'throughput',
      rounds.map(({ ms }) => ms),
      null,
    ),
    benchLine(
      'throughput-district-processor',
      rounds.map(({ serverMs }) => serverMs),
      null,
    ),
  ];
}

/** How a console of the hall reads: counts what comes, or holds it and checks every state hash. */
export type OpenReader = (url: string, replica: BenchReplica) => Promise<Reader>;
type Reader = {
  readonly reached: (seq: number) => Promise<void>;
  readonly bytes: () => number;
  readonly stop: () => void | Promise<void>;
};

type FanOptions = { readonly openReader?: OpenReader; readonly warmUp?: number };
const counting: OpenReader = (url, replica) => openCountingReader(url, replica, BEFORE);

/** From the first dial of an author until the last reader has the last entry. */
export async function fannedOut(
  source: string,
  { openReader = counting, warmUp = WARM_UP }: FanOptions = {},
): Promise<FannedOut> {
  const stage = await openSyncStage(source);
  const { url, replicas, district } = stage;
  try {
    const warm = await decidedOf(stage, { upTo: warmUp });
    const readers = await Promise.all(replicas.readers.map((one) => openReader(url, one)));
    await Promise.all(readers.map((reader) => reader.reached(warm)));
    const { pid } = district.child;
    const worked = [await processorMs(pid), await processorMs(undefined)] as const;
    const bytesBefore = bytesOf(readers);
    const from = performance.now();
    const last = await decidedOf(stage, { from: warmUp });
    await Promise.all(readers.map((reader) => reader.reached(last)));
    const ms = Math.round(performance.now() - from);
    const serverMs = (await processorMs(pid)) - worked[0];
    const clientMs = (await processorMs(undefined)) - worked[1];
    const bytes = bytesOf(readers) - bytesBefore + pushedBytes(replicas.authors, warmUp);
    for (const reader of readers) await reader.stop();
    const resident = await residentMegabytes(pid);
    return { ms, serverMs, clientMs, megabytes: Math.round(bytes / 1e5) / 10, resident };
  } finally {
    await stage.close();
  }
}

/** Lets all authors push this part of their acts; the highest number that one of them was given. */
async function decidedOf(
  { url, replicas }: SyncStage,
  part: { readonly from?: number; readonly upTo?: number },
): Promise<number> {
  const authors = replicas.authors.map((replica) =>
    openLeanConsole({ url, replica, scopes: [], ...part }),
  );
  const decided = await Promise.all(authors.map((author) => author.decided));
  for (const author of authors) await author.stop();
  return Math.max(...decided.map(({ lastSeq }) => lastSeq));
}

function bytesOf(readers: readonly Reader[]): number {
  return readers.reduce((sum, reader) => sum + reader.bytes(), 0);
}

function pushedBytes(authors: readonly BenchReplica[], from: number): number {
  const texts = authors.map(({ ops }) => JSON.stringify(ops.slice(from)));
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}
