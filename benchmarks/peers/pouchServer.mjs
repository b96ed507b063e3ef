// A CouchDB-protocol server as its package ships it: express-pouchdb over LevelDB, alone in its process.
// argv: folder of the peers' packages, folder for the data.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [, , peers, data] = process.argv;
const fromPeers = createRequire(join(peers, 'package.json'));
const express = fromPeers('express');
const PouchDB = fromPeers('pouchdb-core')
  .plugin(fromPeers('pouchdb-adapter-leveldb'))
  .plugin(fromPeers('pouchdb-adapter-http'))
  .plugin(fromPeers('pouchdb-replication'))
  .plugin(fromPeers('pouchdb-mapreduce'));

const Server = PouchDB.defaults({ prefix: `${data}/`, adapter: 'leveldb' });
const app = express();
app.use(
  '/',
  fromPeers('express-pouchdb')(Server, {
    mode: 'minimumForPouchDB',
    inMemoryConfig: true,
    logPath: join(data, 'log.txt'),
  }),
);
const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ listening: server.address().port })}\n`);
});
process.on('SIGTERM', () => process.exit(0));
