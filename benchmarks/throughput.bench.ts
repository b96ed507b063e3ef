import { must } from '#core/kernel/assert.ts';
import { openCountingReader } from './support/countingReader.ts';
import { openLeanConsole } from './support/leanConsole.ts';
import { processorMs, residentMegabytes } from './support/processorTime.ts';
import { benchLine, type BenchLine } from './support/quantiles.ts';
import {
  OPS,
  SYNC_FOLDER,
  SYNC_PLAN,
  WARM_UP,
  openSyncStage,
  syncFolder,
} from './support/syncStage.ts';

const ROUNDS = 5;
/** Readers begin behind whatever was there before. */
const BEFORE = 1;

type FannedOut = {
  readonly ms: number;
  readonly districtMs: number;
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
      rounds.map(({ districtMs }) => districtMs),
      null,
    ),
  ];
}

/** From the first dial of an author until the last reader has the last entry. */
async function fannedOut(source: string): Promise<FannedOut> {
  const stage = await openSyncStage(source);
  const { url, replicas, district } = stage;
  try {
    const warming = replicas.authors.map((replica) =>
      openLeanConsole({ url, replica, scopes: [], upTo: WARM_UP }),
    );
    for (const one of warming) await one.decided;
    for (const one of warming) await one.stop();
    const readers = await Promise.all(
      replicas.readers.map((reader) => openCountingReader(url, reader, BEFORE)),
    );
    const { lastSeq: warm } = await must(warming[0], 'there are authors').decided;
    await Promise.all(readers.map((reader) => reader.reached(warm)));
    const { pid } = district.child;
    const workedBefore = await processorMs(pid);
    const from = performance.now();
    const authors = replicas.authors.map((replica) =>
      openLeanConsole({ url, replica, scopes: [], from: WARM_UP }),
    );
    const decided = await Promise.all(authors.map((author) => author.decided));
    const last = Math.max(...decided.map(({ lastSeq }) => lastSeq));
    await Promise.all(readers.map((reader) => reader.reached(last)));
    const ms = Math.round(performance.now() - from);
    const districtMs = (await processorMs(pid)) - workedBefore;
    const bytes = readers.reduce((sum, reader) => sum + reader.bytes(), 0);
    for (const author of authors) await author.stop();
    for (const reader of readers) reader.stop();
    const resident = await residentMegabytes(pid);
    return { ms, districtMs, megabytes: Math.round(bytes / 1e6), resident };
  } finally {
    await stage.close();
  }
}
