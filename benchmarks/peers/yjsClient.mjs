// Clients of Yjs: each makes its field edits while it is cut off, all connect at once, and it is measured until
// every one of them has everything. argv: folder of the peers' packages, port, file with the edits by client, how
// many of each client's are to warm everybody up, the server's process.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [, , peers, port, file, warmUp, server] = process.argv;
const fromPeers = createRequire(join(peers, 'package.json'));
const { WebSocket } = fromPeers('ws');
const Y = fromPeers('yjs');
const { WebsocketProvider } = fromPeers('y-websocket');

let bytes = 0;
class CountedSocket extends WebSocket {
  constructor(...args) {
    super(...args);
    this.on('message', (data) => (bytes += data.byteLength ?? data.length));
  }
  send(data, ...rest) {
    bytes += data.length;
    super.send(data, ...rest);
  }
}

const clients = JSON.parse(await readFile(file, 'utf8'));
const desks = clients.map((edits) => {
  const doc = new Y.Doc();
  const options = { WebSocketPolyfill: CountedSocket, disableBc: true, connect: false };
  return {
    doc,
    edits,
    provider: new WebsocketProvider(`ws://127.0.0.1:${port}`, 'cases', doc, options),
  };
});

function patch(target, fields) {
  for (const [key, value] of Object.entries(fields)) {
    if (value === null) target.delete(key);
    else if (typeof value !== 'object' || Array.isArray(value)) target.set(key, value);
    else patch(nested(target, key), value);
  }
}

function nested(target, key) {
  const known = target.get(key);
  if (known instanceof Y.Map) return known;
  const made = new Y.Map();
  target.set(key, made);
  return made;
}

/** One transaction an operation, as one transaction of ours is one operation. */
function edit({ doc, edits }, from, to) {
  for (const [caseId, fields] of edits.slice(from, to)) {
    doc.transact(() => patch(nested(doc.getMap('cases'), caseId), fields));
  }
}

const stateOf = (doc) => Y.decodeStateVector(Y.encodeStateVector(doc));
/** Until every document holds what every client has written. */
async function converged() {
  const wanted = desks.map(({ doc }) => [doc.clientID, stateOf(doc).get(doc.clientID) ?? 0]);
  const has = (doc) => {
    const state = stateOf(doc);
    return wanted.every(([client, clock]) => (state.get(client) ?? 0) >= clock);
  };
  await Promise.all(
    desks.map(
      ({ doc }) =>
        new Promise((resolve) => {
          const look = () => {
            if (!has(doc)) return;
            doc.off('update', look);
            resolve();
          };
          doc.on('update', look);
          look();
        }),
    ),
  );
}

const procOf = async (pid, name) => readFile(`/proc/${pid}/${name}`, 'utf8');
/** Milliseconds that processors worked for a process. */
const worked = async (pid) => {
  const stat = await procOf(pid, 'stat');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
};

for (const desk of desks) edit(desk, 0, Number(warmUp));
for (const { provider } of desks) provider.connect();
await converged();
for (const { provider } of desks) provider.disconnect();
for (const desk of desks) edit(desk, Number(warmUp));
bytes = 0;
const before = [await worked(server), await worked('self')];
const from = performance.now();
for (const { provider } of desks) provider.connect();
await converged();
const ms = performance.now() - from;
const status = /VmRSS:\s+(\d+) kB/.exec(await procOf(server, 'status'));
const figures = {
  ms,
  serverMs: (await worked(server)) - before[0],
  clientMs: (await worked('self')) - before[1],
  megabytes: Math.round(bytes / 1e5) / 10,
  resident: Math.round(Number(status?.[1] ?? 0) / 1024),
};
process.stdout.write(`${JSON.stringify(figures)}\n`);
process.exit(0);
