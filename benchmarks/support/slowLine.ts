import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

const TICK_MS = 10;

export type SlowLine = {
  readonly port: number;
  /** What came down it. */
  readonly bytes: () => number;
  readonly close: () => Promise<void>;
};

/** A TCP relay through which no more than so many bits a second come down, whoever asks for them. */
export async function openSlowLine(targetPort: number, bitsPerSecond: number): Promise<SlowLine> {
  const bytesPerTick = Math.round((bitsPerSecond / 8 / 1_000) * TICK_MS);
  const waiting: { readonly to: Socket; readonly from: Socket; bytes: Buffer }[] = [];
  const sockets = new Set<Socket>();
  let told = 0;
  let beganAt = performance.now();
  let sent = 0;
  // By what should have come down by now: a tick that is late takes nothing away.
  const timer = setInterval(() => {
    let room = ((performance.now() - beganAt) / TICK_MS) * bytesPerTick - sent;
    while (room > 0) {
      const next = waiting[0];
      if (next === undefined) {
        beganAt = performance.now();
        sent = 0;
        return;
      }
      const piece = next.bytes.subarray(0, Math.ceil(room));
      next.to.write(piece);
      room -= piece.length;
      sent += piece.length;
      told += piece.length;
      next.bytes = next.bytes.subarray(piece.length);
      if (next.bytes.length > 0) return;
      waiting.shift();
      if (!waiting.some(({ from }) => from === next.from)) next.from.resume();
    }
  }, TICK_MS);
  const server = createServer((near) => {
    const far = connect(targetPort, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => sockets.delete(socket));
    }
    near.on('data', (bytes: Buffer) => far.write(bytes));
    far.on('data', (bytes: Buffer) => {
      far.pause();
      waiting.push({ to: near, from: far, bytes });
    });
    near.on('close', () => far.destroy());
    far.on('end', () => {
      void drained(() => !waiting.some(({ from }) => from === far)).then(() => near.end());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    bytes: () => told,
    async close() {
      clearInterval(timer);
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function drained(isDone: () => boolean): Promise<void> {
  while (!isDone()) await new Promise((resolve) => setTimeout(resolve, TICK_MS));
}
