import { CONSOLE_PROTOCOL_VERSION } from '#core/protocol/console/envelope.ts';
import type { Link } from '#core/protocol/console/link.ts';
import type { ClientPorts, LinkState } from './consoleClient.ts';

const RETRY_FIRST_MS = 250;
const RETRY_MOST_MS = 5_000;

export type LinkKeeper = {
  readonly send: (message: unknown) => boolean;
  readonly state: () => LinkState;
  readonly onState: (listener: (state: LinkState) => void) => () => void;
  /** The host answered the greeting: true, or it asks for a newer page: false. */
  readonly welcomed: (isUnderstood: boolean) => void;
  readonly dispose: () => void;
};

/** Opens the link, greets, and opens it again with growing pauses whenever it ends. */
export function createLinkKeeper(
  ports: ClientPorts,
  hears: { readonly message: (raw: unknown) => void; readonly closed: () => void },
): LinkKeeper {
  const listeners = new Set<(state: LinkState) => void>();
  let state: LinkState = 'connecting';
  let link: Link | null = null;
  let isDisposed = false;
  let retryMs = RETRY_FIRST_MS;
  let cancelRetry: () => void = () => undefined;

  const setState = (next: LinkState): void => {
    if (state === next) return;
    state = next;
    for (const listener of listeners) listener(next);
  };
  const ended = (): void => {
    link = null;
    hears.closed();
    if (isDisposed || state === 'refused') return;
    setState('closed');
    cancelRetry = ports.schedule(() => void connect(), retryMs);
    retryMs = Math.min(retryMs * 2, RETRY_MOST_MS);
  };
  const connect = async (): Promise<void> => {
    let opened: Link;
    try {
      opened = await ports.open();
    } catch {
      // Not reachable is a state that the page shows, not an error of this page.
      ended();
      return;
    }
    if (isDisposed) {
      opened.close();
      return;
    }
    link = opened;
    opened.onMessage(hears.message);
    opened.onClose(ended);
    opened.send({ kind: 'hello', version: CONSOLE_PROTOCOL_VERSION, body: ports.body });
  };
  void connect();
  return {
    send: (message) => {
      if (link === null || state !== 'open') return false;
      link.send(message);
      return true;
    },
    state: () => state,
    onState: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    welcomed: (isUnderstood) => {
      retryMs = RETRY_FIRST_MS;
      setState(isUnderstood ? 'open' : 'refused');
    },
    dispose: () => {
      isDisposed = true;
      cancelRetry();
      link?.close();
      listeners.clear();
    },
  };
}
