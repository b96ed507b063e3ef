import type { Log } from '../../node/logFile.ts';
import type { SyncEngine } from '../../sync/syncEngine.ts';

const TICK_MS = 250;

/** Turns the engine: soon after it was woken, and a few times a second for what waits by the clock. */
export type RunLoop = { readonly wake: () => void; readonly stop: () => Promise<void> };

export type LoopOptions = {
  readonly log: Log;
  readonly onTick: () => void;
  /** A turn failed; the next one comes all the same. */
  readonly onFailure: (cause: unknown) => Promise<void>;
};

export function runLoop(engine: () => Pick<SyncEngine, 'tick'>, options: LoopOptions): RunLoop {
  const { log, onTick, onFailure } = options;
  let isStopped = false;
  let isWoken = false;
  /** A turn that finds another one at work is over at once; that one is not. */
  const atWork = new Set<Promise<void>>();
  const turn = (): void => {
    isWoken = false;
    if (isStopped) return;
    const work = engine()
      .tick()
      .catch(async (cause: unknown) => {
        const code = cause instanceof Error ? cause.message : 'unknown';
        log.write('error', 'sync/tick-failed', { code });
        await onFailure(cause);
      })
      .catch(() => undefined)
      .then(onTick)
      .finally(() => atWork.delete(work));
    atWork.add(work);
  };
  const timer = setInterval(turn, TICK_MS);
  return {
    wake() {
      if (isWoken || isStopped) return;
      isWoken = true;
      setImmediate(turn);
    },
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await Promise.all(atWork);
    },
  };
}
