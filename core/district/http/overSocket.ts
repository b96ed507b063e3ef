import type { WebSocket } from 'ws';
import type { CarriedLine, FrameSocket } from '../sync/frameSocket.ts';

/** Whoever answers pings and never says who he is would hold a descriptor for ever. */
const GREETED_WITHIN_MS = 30_000;

/** A line over a WebSocket: one text a message, nothing else. */
export function overSocket(
  socket: WebSocket,
  accept: (line: FrameSocket) => CarriedLine,
  bytesOf: (text: string) => string | Buffer = (text) => text,
): void {
  const line = accept({
    send: (text) => {
      socket.send(bytesOf(text), { binary: false });
    },
    close: () => {
      socket.close();
    },
    buffered: () => socket.bufferedAmount,
  });
  socket.on('message', (data, isBinary) => {
    if (isBinary) line.gone();
    else line.hear((data as Buffer).toString('utf8'));
  });
  const late = setTimeout(() => {
    if (line.isStranger()) line.gone();
  }, GREETED_WITHIN_MS);
  socket.on('close', () => {
    clearTimeout(late);
    line.gone();
  });
  socket.on('error', line.gone);
}
