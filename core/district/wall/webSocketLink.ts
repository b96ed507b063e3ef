import type { WebSocket } from 'ws';
import type { Link } from '../../protocol/console/link.ts';

/** Walls read slowly at worst: beyond this the newest figures wait for the next frame. */
const BUFFER_MAX = 4 * 1024 * 1024;

export function webSocketLink(socket: WebSocket): Link {
  const closed = new Set<() => void>();
  const end = (): void => {
    for (const listener of closed) listener();
    closed.clear();
  };
  socket.on('close', end);
  socket.on('error', end);
  return {
    send(message) {
      if (socket.readyState !== socket.OPEN || socket.bufferedAmount > BUFFER_MAX) return;
      socket.send(JSON.stringify(message));
    },
    onMessage(listener) {
      const heard = (data: Buffer): void => {
        listener(parsed(data.toString('utf8')));
      };
      socket.on('message', heard);
      return () => socket.off('message', heard);
    },
    onClose(listener) {
      closed.add(listener);
      return () => closed.delete(listener);
    },
    close() {
      socket.terminate();
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the border check refuses it like any other wrong message.
    return null;
  }
}
