import { createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { Tunnels } from './tunnel.ts';

const MIB = 'x'.repeat(1024 * 1024);
const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** A console at the near end of a line to this port. */
function dials(port: number) {
  const heard: string[] = [];
  const close = vi.fn();
  const tunnels = new Tunnels({ url: `ws://127.0.0.1:${port}`, fingerprint: null });
  const line = tunnels.accept({ send: (text) => heard.push(text), close, buffered: () => 0 });
  ends.unshift(() => Promise.resolve(tunnels.endAll()));
  return { line, close, heard };
}
type Listens = {
  readonly address: () => unknown;
  readonly once: (event: 'listening', heard: () => void) => unknown;
};
const portOf = (server: Listens): number => (server.address() as AddressInfo).port;
const listening = (server: Listens): Promise<void> =>
  new Promise((resolve) => {
    server.once('listening', resolve);
  });

it('keeps nothing for a district that is not there yet but what fits a greeting', async () => {
  const held: Socket[] = [];
  const silent = createServer((socket) => held.push(socket)).listen(0, '127.0.0.1');
  ends.push(() => {
    for (const socket of held) socket.destroy();
    return new Promise((resolve) => silent.close(resolve));
  });
  await listening(silent);
  const { line, close } = dials(portOf(silent));
  await expect.poll(() => held).toHaveLength(1);
  line.hear('{"f":"hello"}');
  expect(close).not.toHaveBeenCalled();
  for (let i = 0; i < 3; i += 1) line.hear(MIB);
  expect(close).toHaveBeenCalledOnce();
});

it('ends the line of whoever says more than the way to the district takes', async () => {
  const slow = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  slow.on('connection', (socket) => {
    socket.send('challenge');
    socket.pause();
  });
  ends.push(() => {
    for (const socket of slow.clients) socket.terminate();
    return new Promise((resolve) => slow.close(resolve));
  });
  await listening(slow);
  const { line, close, heard } = dials(portOf(slow));
  await expect.poll(() => heard).toEqual(['challenge']);
  for (let i = 0; i < 64; i += 1) line.hear(MIB);
  expect(close).toHaveBeenCalledOnce();
});
