// Clients of PouchDB with their documents in memory: push by all of them at once, pull, and catch-up by one.
// argv: folder of the peers' packages, port, file with the documents by client, batch size, how many of each client's are to
// warm everybody up, the server's process.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [, , peers, port, file, batch, warmUp, server] = process.argv;
const fromPeers = createRequire(join(peers, 'package.json'));
const PouchDB = fromPeers('pouchdb-core')
  .plugin(fromPeers('pouchdb-adapter-memory'))
  .plugin(fromPeers('pouchdb-adapter-http'))
  .plugin(fromPeers('pouchdb-replication'));

const clients = JSON.parse(await readFile(file, 'utf8'));
const remote = () => new PouchDB(`http://127.0.0.1:${port}/ops`, { adapter: 'http' });
const options = { batch_size: Number(batch), batches_limit: 10 };
await remote().info();

const locals = clients.map((_, i) => new PouchDB(`client-${i}`, { adapter: 'memory' }));
const pull = new PouchDB('puller', { adapter: 'memory' });
const catching = new PouchDB('catcher', { adapter: 'memory' });
const push = (list) => Promise.all(list.map((local) => local.replicate.to(remote(), options)));
const write = (part) => Promise.all(locals.map((local, i) => local.bulkDocs(part(clients[i]))));

await write((docs) => docs.slice(0, Number(warmUp)));
await push(locals);
await pull.replicate.from(remote(), options);
await catching.replicate.from(remote(), options);
await write((docs) => docs.slice(Number(warmUp)));

const times = {};
/** Milliseconds that processors worked for a process. */
const worked = async (pid) => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
};
const both = async () => (await worked(server)) + (await worked('self'));
const timed = async (name, task) => {
  const before = await both();
  const from = performance.now();
  await task();
  const ms = performance.now() - from;
  times[name] = { ms, cpu: (await both()) - before };
};
const half = locals.length / 2;
await timed('pushFirst', () => push(locals.slice(0, half)));
await catching.replicate.from(remote(), options);
await timed('pushSecond', () => push(locals.slice(half)));
await timed('pull', () => pull.replicate.from(remote(), options));
await timed('catchUp', () => catching.replicate.from(remote(), options));
const docs = clients.reduce((sum, list) => sum + list.length, 0);
for (const one of [remote(), pull, catching]) {
  const { doc_count: count } = await one.info();
  if (count !== docs) throw new Error(`${count} documents of ${docs} arrived`);
}
process.stdout.write(`${JSON.stringify(times)}\n`);
process.exit(0);
