import type { CallInput, CallName, CallOutput } from '#core/protocol/console/calls.ts';
import { CONSOLE_PROTOCOL_VERSION, type WireError } from '#core/protocol/console/envelope.ts';
import type { Link } from '#core/protocol/console/link.ts';
import { parseHostMessage, type ViewDelta } from '#core/protocol/console/parse.ts';
import type { ViewName, ViewParams, ViewSnapshot } from '#core/protocol/console/views.ts';
import type { Result } from '#core/kernel/result.ts';
import { createPendingCalls } from './pendingCalls.ts';
import { createWatchTable } from './watchTable.ts';

export type LinkState = 'connecting' | 'open' | 'closed' | 'refused';

export type Frame<N extends ViewName> =
  | { readonly kind: 'snapshot'; readonly value: ViewSnapshot<N> }
  | { readonly kind: 'delta'; readonly value: ViewDelta<N> }
  | { readonly kind: 'error'; readonly error: WireError };

/**
 * The page's only door to the host: questions and commands by `do`, live views by `watch`. The page
 * keeps no state of its own behind it; a command's effect comes back through the views.
 */
export interface ConsoleClient {
  do<N extends CallName>(name: N, input: CallInput<N>): Promise<Result<CallOutput<N>, WireError>>;
  /** Streams until disposed, over reconnections. */
  watch<N extends ViewName>(
    name: N,
    params: ViewParams<N>,
    onFrame: (frame: Frame<N>) => void,
  ): () => void;
  state(): LinkState;
  onState(listener: (state: LinkState) => void): () => void;
  dispose(): void;
}

export type ClientPorts = {
  readonly open: () => Promise<Link>;
  readonly body: 'console' | 'wall';
  /** Runs later; returns a function that cancels. */
  readonly schedule: (run: () => void, ms: number) => () => void;
};

const RETRY_FIRST_MS = 250;
const RETRY_MOST_MS = 5_000;

export function createConsoleClient(ports: ClientPorts): ConsoleClient {
  const stateListeners = new Set<(state: LinkState) => void>();
  let state: LinkState = 'connecting';
  let link: Link | null = null;
  let isDisposed = false;
  let retryMs = RETRY_FIRST_MS;
  let cancelRetry: () => void = () => undefined;

  const send = (message: unknown): boolean => {
    if (link === null || state !== 'open') return false;
    link.send(message);
    return true;
  };
  const pending = createPendingCalls({ send, schedule: ports.schedule });
  const watches = createWatchTable(send);

  const setState = (next: LinkState): void => {
    if (state === next) return;
    state = next;
    for (const listener of stateListeners) listener(next);
  };

  const onMessage = (raw: unknown): void => {
    const parsed = parseHostMessage(raw);
    if (!parsed.ok) return;
    const message = parsed.value;
    if (message.kind === 'welcome') {
      if (message.minVersion > CONSOLE_PROTOCOL_VERSION) {
        setState('refused');
        return;
      }
      retryMs = RETRY_FIRST_MS;
      setState('open');
      watches.resumeAll();
      pending.flush();
    } else if (message.kind === 'reply') {
      pending.settle(message.id, { ok: true, value: message.value });
    } else if (message.kind === 'error') {
      if (pending.settle(message.id, { ok: false, error: message.error })) return;
      watches.onError(message.id, message.error);
    } else {
      watches.onFrame(message);
    }
  };

  const onClosed = (): void => {
    if (link === null) return;
    link = null;
    pending.failAll();
    setState(isDisposed || state === 'refused' ? state : 'closed');
    retryLater();
  };

  const retryLater = (): void => {
    if (isDisposed || state === 'refused') return;
    cancelRetry = ports.schedule(() => void connect(), retryMs);
    retryMs = Math.min(retryMs * 2, RETRY_MOST_MS);
  };

  const connect = async (): Promise<void> => {
    let opened: Link;
    try {
      opened = await ports.open();
    } catch {
      // Not reachable is a state that the page shows, not an error of this page.
      setState('closed');
      pending.failAll();
      retryLater();
      return;
    }
    if (isDisposed) {
      opened.close();
      return;
    }
    link = opened;
    opened.onMessage(onMessage);
    opened.onClose(onClosed);
    opened.send({ kind: 'hello', version: CONSOLE_PROTOCOL_VERSION, body: ports.body });
  };

  void connect();
  return {
    do: pending.ask,
    watch: watches.open,
    state: () => state,
    onState(listener) {
      stateListeners.add(listener);
      return () => {
        stateListeners.delete(listener);
      };
    },
    dispose() {
      isDisposed = true;
      cancelRetry();
      watches.clear();
      pending.failAll();
      link?.close();
      stateListeners.clear();
    },
  };
}
