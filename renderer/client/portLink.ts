import type { Link } from '#core/protocol/console/link.ts';
import { HOST_PORT_MESSAGE, type ConsoleShell } from '#core/protocol/console/shell.ts';

/** Electron hands the page a port straight to the local host; the listener stands before the request. */
export function portLink(shell: ConsoleShell): Promise<Link> {
  return new Promise((resolve) => {
    const onWindowMessage = (event: MessageEvent<unknown>): void => {
      const port = event.ports[0];
      if (event.source !== window || port === undefined || event.data !== HOST_PORT_MESSAGE) return;
      window.removeEventListener('message', onWindowMessage);
      resolve(linkOverPort(port));
    };
    window.addEventListener('message', onWindowMessage);
    shell.requestHostPort();
  });
}

function linkOverPort(port: MessagePort): Link {
  const messageListeners = new Set<(message: unknown) => void>();
  const closeListeners = new Set<() => void>();
  port.onmessage = (event: MessageEvent<unknown>) => {
    for (const listener of messageListeners) listener(event.data);
  };
  port.addEventListener('close', () => {
    for (const listener of closeListeners) listener();
  });
  port.start();
  return {
    // Values of a page may be reactive proxies, which a port cannot clone; the contract is JSON anyway.
    send: (message) => port.postMessage(JSON.parse(JSON.stringify(message)) as unknown),
    onMessage: (listener) => added(messageListeners, listener),
    onClose: (listener) => added(closeListeners, listener),
    close: () => port.close(),
  };
}

export function added<T>(set: Set<T>, item: T): () => void {
  set.add(item);
  return () => {
    set.delete(item);
  };
}
