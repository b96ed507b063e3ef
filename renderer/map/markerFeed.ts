import type { ConsoleClient } from '#renderer/client/consoleClient.ts';
import type { WireError } from '#core/protocol/console/envelope.ts';
import type { MarkerTuple } from '#core/protocol/console/rows.ts';

export type MarkerChange =
  | { readonly kind: 'all'; readonly markers: readonly MarkerTuple[] }
  | {
      readonly kind: 'some';
      readonly upsert: readonly MarkerTuple[];
      readonly remove: readonly string[];
    };

export type MarkerListener = {
  readonly onChange: (change: MarkerChange) => void;
  readonly onAge?: (asOf: number) => void;
  readonly onError?: (error: WireError) => void;
};

export type MarkerFeed = {
  /** Open while anybody listens; a late listener is given what is there at once. */
  readonly listen: (listener: MarkerListener) => () => void;
  readonly tupleOf: (caseId: string) => MarkerTuple | null;
};

/** One subscription of open cases for all maps of the page, folded from its snapshot and deltas. */
export function createMarkerFeed(client: Pick<ConsoleClient, 'watch'>): MarkerFeed {
  const byId = new Map<string, MarkerTuple>();
  const listeners = new Set<MarkerListener>();
  let asOf: number | null = null;
  let stop: (() => void) | null = null;

  const tell = (change: MarkerChange): void => {
    for (const listener of listeners) {
      listener.onChange(change);
      if (asOf !== null) listener.onAge?.(asOf);
    }
  };
  const open = (): (() => void) =>
    client.watch('markers', {}, (frame) => {
      if (frame.kind === 'error') {
        for (const listener of listeners) listener.onError?.(frame.error);
        return;
      }
      asOf = frame.value.asOf;
      if (frame.kind === 'snapshot') {
        byId.clear();
        for (const marker of frame.value.markers) byId.set(marker[0], marker);
        tell({ kind: 'all', markers: frame.value.markers });
        return;
      }
      const { upsert, remove } = frame.value;
      for (const marker of upsert) byId.set(marker[0], marker);
      for (const id of remove) byId.delete(id);
      tell({ kind: 'some', upsert, remove });
    });
  return {
    listen(listener) {
      listeners.add(listener);
      if (stop === null) stop = open();
      else if (asOf !== null) {
        listener.onChange({ kind: 'all', markers: [...byId.values()] });
        listener.onAge?.(asOf);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stop?.();
        stop = null;
        asOf = null;
        byId.clear();
      };
    },
    tupleOf: (caseId) => byId.get(caseId) ?? null,
  };
}
