import type { CallInput, CallName, CallOutput } from '#core/protocol/console/calls.ts';
import type { WireError } from '#core/protocol/console/envelope.ts';
import { parseCallOutput } from '#core/protocol/console/parse.ts';
import { err, type Result } from '#core/kernel/result.ts';
import type { ClientPorts } from './consoleClient.ts';

type RawReply = Result<unknown, WireError>;
type Waiting = {
  readonly message: unknown;
  readonly settle: (reply: RawReply) => void;
  isSent: boolean;
};

const TIMEOUT_MS = 15_000;
/** More questions than this at once is a fault of the page; the next one is answered `link/closed`. */
const WAITING_MOST = 500;

/** Questions on their way. One asked before the link stands waits for it; one cut off is told so. */
export function createPendingCalls(ports: {
  readonly send: (message: unknown) => boolean;
  readonly schedule: ClientPorts['schedule'];
}) {
  const waiting = new Map<number, Waiting>();
  let nextId = 1;

  const ask = <N extends CallName>(
    name: N,
    input: CallInput<N>,
  ): Promise<Result<CallOutput<N>, WireError>> => {
    if (waiting.size >= WAITING_MOST) return Promise.resolve(err({ code: 'link/closed' }));
    const id = nextId * 2;
    nextId += 1;
    return new Promise((resolve) => {
      const cancel = ports.schedule(() => settle(id, err({ code: 'link/timeout' })), TIMEOUT_MS);
      const entry: Waiting = {
        message: { kind: 'call', id, name, input },
        isSent: false,
        settle(reply) {
          cancel();
          resolve(reply.ok ? parseCallOutput(name, reply.value) : reply);
        },
      };
      waiting.set(id, entry);
      entry.isSent = ports.send(entry.message);
    });
  };

  const settle = (id: number, reply: RawReply): boolean => {
    const entry = waiting.get(id);
    if (entry === undefined) return false;
    waiting.delete(id);
    entry.settle(reply);
    return true;
  };

  return {
    ask,
    settle,
    flush() {
      for (const entry of waiting.values()) {
        if (!entry.isSent) entry.isSent = ports.send(entry.message);
      }
    },
    failAll() {
      for (const id of [...waiting.keys()]) settle(id, err({ code: 'link/closed' }));
    },
  };
}
