import { WebSocket } from 'ws';
import {
  CONSOLE_PROTOCOL_VERSION,
  type HostMessage,
  type WireError,
} from '#core/protocol/console/envelope.ts';
import type { CallInput, CallName, CallOutput } from '#core/protocol/console/calls.ts';
import type { ViewName, ViewParams, ViewSnapshot } from '#core/protocol/console/views.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';

/** A console page without a page: the same contract over the same socket, for drills and benchmarks. */
export type HostClient = {
  readonly do: <N extends CallName>(
    name: N,
    input: CallInput<N>,
  ) => Promise<Result<CallOutput<N>, WireError>>;
  readonly watch: <N extends ViewName>(
    name: N,
    params: ViewParams<N>,
    onSnapshot: (value: ViewSnapshot<N>) => void,
  ) => () => void;
  /** The first snapshot of a view, then it is closed. */
  readonly look: <N extends ViewName>(name: N, params: ViewParams<N>) => Promise<ViewSnapshot<N>>;
  readonly close: () => void;
  readonly isOpen: () => boolean;
};

const ANSWER_TIMEOUT_MS = 15_000;

export async function openHostClient(port: number): Promise<HostClient> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/link`, { perMessageDeflate: false });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  let nextId = 1;
  const waiting = new Map<number, (message: HostMessage | null) => void>();
  const watching = new Map<number, (value: unknown) => void>();
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString('utf8')) as HostMessage;
    if (message.kind === 'reply' || message.kind === 'error') waiting.get(message.id)?.(message);
    if (message.kind === 'snapshot') watching.get(message.id)?.(message.value);
  });
  const lost = (): void => {
    for (const answer of waiting.values()) answer(null);
    waiting.clear();
  };
  socket.on('close', lost);
  socket.on('error', lost);
  const send = (message: unknown): void => socket.send(JSON.stringify(message));
  send({ kind: 'hello', version: CONSOLE_PROTOCOL_VERSION, body: 'console' });

  const client: HostClient = {
    do(name, input) {
      const id = nextId++;
      return new Promise((resolve) => {
        const timer = setTimeout(() => settle(null), ANSWER_TIMEOUT_MS);
        function settle(message: HostMessage | null): void {
          clearTimeout(timer);
          waiting.delete(id);
          if (message?.kind === 'reply') resolve(ok(message.value as CallOutput<typeof name>));
          else if (message?.kind === 'error') resolve(err(message.error));
          else
            resolve(
              err({ code: socket.readyState === WebSocket.OPEN ? 'link/timeout' : 'link/closed' }),
            );
        }
        waiting.set(id, settle);
        if (socket.readyState === WebSocket.OPEN) send({ kind: 'call', id, name, input });
        else settle(null);
      });
    },
    watch(name, params, onSnapshot) {
      const id = nextId++;
      watching.set(id, (value) => onSnapshot(value as ViewSnapshot<typeof name>));
      send({ kind: 'watch', id, name, params });
      return () => {
        watching.delete(id);
        if (socket.readyState === WebSocket.OPEN) send({ kind: 'unwatch', id });
      };
    },
    look(name, params) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          stop();
          reject(new Error(`no snapshot of ${name}`));
        }, ANSWER_TIMEOUT_MS);
        const stop = client.watch(name, params, (value) => {
          clearTimeout(timer);
          stop();
          resolve(value);
        });
      });
    },
    close: () => socket.terminate(),
    isOpen: () => socket.readyState === WebSocket.OPEN,
  };
  return client;
}
