import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startProgram } from '#scripts/drill/processes.ts';
import { peerPackages } from './peerPackages.ts';
import type { BenchReplica } from './streetActs.ts';

/** Milliseconds by the clock, and of processors. */
export type Taken = { readonly ms: number; readonly cpu: number };
export type SyncTimes = {
  readonly pushFirst: Taken;
  readonly pushSecond: Taken;
  readonly pull: Taken;
  readonly catchUp: Taken;
};

/**
 * The same operations as documents, through PouchDB's replication to a CouchDB-protocol server over LevelDB:
 * a process for the server, one for all clients, as with ours.
 */
export async function pouchTimes(
  authors: readonly BenchReplica[],
  { batch, warmUp }: { readonly batch: number; readonly warmUp: number },
): Promise<SyncTimes> {
  const peers = await peerPackages();
  const data = await mkdtemp(join(tmpdir(), 'shaotai-peer-'));
  const file = join(data, 'documents.json');
  const documents = authors.map(({ ops }) => ops.map((op) => ({ _id: op.opId, ...op })));
  await writeFile(file, JSON.stringify(documents));
  const server = await startProgram('benchmarks/peers/pouchServer.mjs', [peers, data], 'peer');
  try {
    const args = [
      'benchmarks/peers/pouchClient.mjs',
      peers,
      String(server.port),
      file,
      String(batch),
      String(warmUp),
    ];
    const { stdout } = await promisify(execFile)(process.execPath, [
      ...args,
      String(server.child.pid),
    ]);
    return JSON.parse(stdout) as SyncTimes;
  } finally {
    await server.stop();
    await rm(data, { recursive: true, force: true, maxRetries: 5 });
  }
}
