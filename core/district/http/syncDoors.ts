import type { WebSocket } from 'ws';
import type { Log } from '../../node/logFile.ts';
import type { CarriedLine, FrameSocket } from '../sync/frameSocket.ts';
import type { SyncHub } from '../sync/syncHub.ts';
import type { FrameBytes } from './frameBytes.ts';
import { overSocket } from './overSocket.ts';

export function carried(
  socket: FrameSocket,
  { hub, log }: { readonly hub: SyncHub; readonly log: Log },
): CarriedLine {
  const connection = hub.accept(socket);
  const gone = (): void => {
    hub.leave(connection);
  };
  return {
    isStranger: () => connection.identity === null,
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
  overSocket(
    socket,
    (line) => carried(line, on),
    (text) => on.frames.of(text),
  );
}
