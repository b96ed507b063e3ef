// A CouchDB-protocol server as its package ships it: express-pouchdb over LevelDB, alone in its process.
// argv: folder of the peers' packages, folder for the data.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [, , peers, data] = process.argv;
const require = createRequire(join(peers, 'package.json'));
const express = require('express');
const PouchDB = require('pouchdb-core')
  .plugin(require('pouchdb-adapter-leveldb'))
  .plugin(require('pouchdb-adapter-http'))
  .plugin(require('pouchdb-replication'))
  .plugin(require('pouchdb-mapreduce'));

const Server = PouchDB.defaults({ prefix: `${data}/`, adapter: 'leveldb' });
const app = express();
app.use(
  '/',
  require('express-pouchdb')(Server, {
    mode: 'minimumForPouchDB',
    inMemoryConfig: true,
    logPath: join(data, 'log.txt'),
  }),
);
const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ listening: server.address().port })}\n`);
});
process.on('SIGTERM', () => process.exit(0));
