import type { HostMessage, WireError } from '#core/protocol/console/envelope.ts';
import { parseDelta, parseSnapshot } from '#core/protocol/console/parse.ts';
import type { ViewName, ViewParams } from '#core/protocol/console/views.ts';
import type { Frame } from './consoleClient.ts';

type FrameMessage = Extract<HostMessage, { kind: 'snapshot' | 'delta' }>;
type Watch = {
  readonly name: ViewName;
  readonly params: unknown;
  readonly deliver: (message: FrameMessage) => boolean;
  readonly fail: (error: WireError) => void;
  /** Number that the next delta must carry; null until the snapshot came. */
  nextSeq: number | null;
};

/**
 * Live views by id. Watches have odd ids, calls even ones. A delta out of order, or one that does not
 * fit its schema, makes the view start again under a new id: a gap is never shown.
 */
export function createWatchTable(send: (message: unknown) => boolean) {
  const byId = new Map<number, Watch>();
  let nextId = 1;

  const start = (watch: Watch): number => {
    const id = nextId * 2 + 1;
    nextId += 1;
    watch.nextSeq = null;
    byId.set(id, watch);
    send({ kind: 'watch', id, name: watch.name, params: watch.params });
    return id;
  };

  const restart = (id: number, watch: Watch): void => {
    byId.delete(id);
    send({ kind: 'unwatch', id });
    start(watch);
  };

  return {
    open: <N extends ViewName>(
      name: N,
      params: ViewParams<N>,
      onFrame: (frame: Frame<N>) => void,
    ): (() => void) => {
      const watch = watchOf(name, params, onFrame);
      start(watch);
      return () => {
        for (const [id, each] of byId) {
          if (each !== watch) continue;
          byId.delete(id);
          send({ kind: 'unwatch', id });
        }
      };
    },
    onFrame(message: FrameMessage): void {
      const watch = byId.get(message.id);
      if (watch === undefined) return;
      if (message.kind === 'delta' && message.seq !== watch.nextSeq) {
        restart(message.id, watch);
        return;
      }
      watch.nextSeq = message.seq + 1;
      // A snapshot that does not fit would not fit the second time either: only deltas start again.
      if (!watch.deliver(message) && message.kind === 'delta') restart(message.id, watch);
    },
    onError(id: number, error: WireError): void {
      byId.get(id)?.fail(error);
    },
    /** After a reconnection the host knows none of our ids. */
    resumeAll(): void {
      const watches = [...byId.values()];
      byId.clear();
      for (const watch of watches) start(watch);
    },
    clear(): void {
      byId.clear();
    },
  };
}

function watchOf<N extends ViewName>(
  name: N,
  params: ViewParams<N>,
  onFrame: (frame: Frame<N>) => void,
): Watch {
  return {
    name,
    params,
    nextSeq: null,
    deliver(message) {
      const parsed =
        message.kind === 'snapshot'
          ? parseSnapshot(name, message.value)
          : parseDelta(name, message.value);
      if (!parsed.ok) {
        onFrame({ kind: 'error', error: parsed.error });
        return false;
      }
      onFrame({ kind: message.kind, value: parsed.value } as Frame<N>);
      return true;
    },
    fail: (error) => onFrame({ kind: 'error', error }),
  };
}
