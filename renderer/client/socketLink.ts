import type { Link } from '#core/protocol/console/link.ts';
import { added } from './portLink.ts';

/** A browser dials the server that served the page. Rejects when the server cannot be reached. */
export function socketLink(origin: string): Promise<Link> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${origin.replace(/^http/, 'ws')}/link`);
    const messageListeners = new Set<(message: unknown) => void>();
    const closeListeners = new Set<() => void>();
    const link: Link = {
      send: (message) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
      },
      onMessage: (listener) => added(messageListeners, listener),
      onClose: (listener) => added(closeListeners, listener),
      close: () => socket.close(),
    };
    socket.onopen = () => resolve(link);
    socket.onmessage = (event: MessageEvent<unknown>) => {
      const message = fromJson(event.data);
      for (const listener of messageListeners) listener(message);
    };
    socket.onclose = () => {
      reject(new Error('link closed'));
      for (const listener of closeListeners) listener();
    };
  });
}

/** Undefined for what is not JSON: the border check refuses it like any other wrong message. */
function fromJson(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
