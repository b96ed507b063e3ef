import type { LinkPort, SyncLink } from './syncPorts.ts';

/**
 * The switch that cuts the line on purpose. A cut line refuses nothing and closes nothing: packets vanish
 * both ways, and a new connection never opens. On healing, connections that lived through the cut are
 * dead, as they would be behind a router that forgot them.
 */
export type CuttableLink = LinkPort & {
  readonly cut: (on: boolean) => void;
  readonly isCut: () => boolean;
};

export function cuttableLink(inner: LinkPort): CuttableLink {
  let isCut = false;
  let torn = new Set<() => void>();
  return {
    isCut: () => isCut,
    cut(on) {
      isCut = on;
      if (on) return;
      const dead = torn;
      torn = new Set();
      for (const end of dead) end();
    },
    open(onEvent): SyncLink {
      let ended = false;
      let real: SyncLink | undefined;
      const end = (): void => {
        if (ended) return;
        ended = true;
        real?.close();
        onEvent({ type: 'closed' });
      };
      if (isCut) torn.add(end);
      else {
        real = inner.open((event) => {
          if (ended) return;
          if (isCut) torn.add(end);
          else onEvent(event);
        });
      }
      return {
        send(frame) {
          if (isCut) torn.add(end);
          else if (!ended) real?.send(frame);
        },
        close() {
          ended = true;
          torn.delete(end);
          real?.close();
        },
      };
    },
  };
}
