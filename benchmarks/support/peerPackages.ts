import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/**
 * What we measure ourselves against is no part of the product and of no test: it is installed when a benchmark
 * first asks for it, in a folder of its own under .cache.
 */
const PEERS: Readonly<Record<string, string>> = {
  express: '4',
  'express-pouchdb': '4.2.0',
  'pouchdb-adapter-http': '9.0.0',
  'pouchdb-adapter-leveldb': '9.0.0',
  'pouchdb-adapter-memory': '9.0.0',
  'pouchdb-core': '9.0.0',
  'pouchdb-mapreduce': '9.0.0',
  'pouchdb-replication': '9.0.0',
  ws: '8',
  'y-websocket': '2.1.0',
  yjs: '13',
};

export async function peerPackages(): Promise<string> {
  const folder = join(process.cwd(), '.cache', 'bench-peers');
  if (existsSync(folder)) return folder;
  process.stderr.write('bench: installing PouchDB, its server and Yjs into .cache/bench-peers\n');
  const draft = `${folder}.making`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  const manifest = { name: 'bench-peers', private: true, dependencies: PEERS };
  await writeFile(join(draft, 'package.json'), JSON.stringify(manifest));
  const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts'];
  await promisify(execFile)('npm', args, { cwd: draft });
  await rename(draft, folder);
  return folder;
}
