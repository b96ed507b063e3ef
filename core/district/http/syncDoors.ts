import type { WebSocket } from 'ws';
import type { Log } from '../../node/logFile.ts';
import type { FrameSocket } from '../sync/frameSocket.ts';
import type { SyncConnection } from '../sync/syncConnection.ts';
import type { SyncHub } from '../sync/syncHub.ts';
import type { FrameBytes } from './frameBytes.ts';

/** A line as its carrier hears it, whatever carries it. */
export type CarriedLine = {
  readonly connection: SyncConnection;
  readonly hear: (text: string) => void;
  readonly gone: () => void;
};

export function carried(
  socket: FrameSocket,
  { hub, log }: { readonly hub: SyncHub; readonly log: Log },
): CarriedLine {
  const connection = hub.accept(socket);
  const gone = (): void => {
    hub.leave(connection);
  };
  return {
    connection,
    hear(text) {
      connection.receive(text).catch((cause: unknown) => {
        log.write('error', 'sync/failed', { why: String(cause) });
        gone();
      });
    },
    gone,
  };
}

export function acceptSync(
  socket: WebSocket,
  on: { readonly hub: SyncHub; readonly log: Log; readonly frames: FrameBytes },
): void {
  const line = carried(
    {
      send: (text) => {
        socket.send(on.frames.of(text), { binary: false });
      },
      close: () => {
        socket.close();
      },
      buffered: () => socket.bufferedAmount,
    },
    on,
  );
  socket.on('message', (data, isBinary) => {
    if (isBinary) line.gone();
    else line.hear((data as Buffer).toString('utf8'));
  });
  socket.on('close', line.gone);
  socket.on('error', line.gone);
}
