// The server of y-websocket, alone in its process: one shared document in memory, without a disk.
// argv: folder of the peers' packages.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const fromPeers = createRequire(join(process.argv[2], 'package.json'));
const { WebSocketServer } = fromPeers('ws');
const { setupWSConnection } = fromPeers('y-websocket/bin/utils');

const server = createServer();
new WebSocketServer({ server }).on('connection', (socket, request) => {
  setupWSConnection(socket, request, { docName: 'cases' });
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ listening: server.address().port })}\n`);
});
process.on('SIGTERM', () => process.exit(0));
