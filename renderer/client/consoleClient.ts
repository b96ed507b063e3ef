import type { CallInput, CallName, CallOutput } from '#core/protocol/console/calls.ts';
import { CONSOLE_PROTOCOL_VERSION, type WireError } from '#core/protocol/console/envelope.ts';
import type { Link } from '#core/protocol/console/link.ts';
import { parseHostMessage, type ViewDelta } from '#core/protocol/console/parse.ts';
import type { ViewName, ViewParams, ViewSnapshot } from '#core/protocol/console/views.ts';
import type { Result } from '#core/kernel/result.ts';
import { createLinkKeeper, type LinkKeeper } from './linkKeeper.ts';
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

export function createConsoleClient(ports: ClientPorts): ConsoleClient {
  const keeper: LinkKeeper = createLinkKeeper(ports, {
    message: (raw) => onMessage(raw),
    closed: () => pending.failAll(),
  });
  const pending = createPendingCalls({ send: keeper.send, schedule: ports.schedule });
  const watches = createWatchTable(keeper.send);

  const onMessage = (raw: unknown): void => {
    const parsed = parseHostMessage(raw);
    if (!parsed.ok) return;
    const message = parsed.value;
    if (message.kind === 'welcome') {
      keeper.welcomed(message.minVersion <= CONSOLE_PROTOCOL_VERSION);
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
  return {
    do: pending.ask,
    watch: watches.open,
    state: keeper.state,
    onState: keeper.onState,
    dispose: () => {
      watches.clear();
      keeper.dispose();
      pending.failAll();
    },
  };
}
