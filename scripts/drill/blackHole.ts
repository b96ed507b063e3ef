import { createServer, connect, type Server, type Socket } from 'node:net';

/**
 * A line that can be cut: a TCP relay on loopback. While cut, packets vanish in both directions: nothing
 * is read, nothing is refused, nothing is closed, and a new connection hangs as an unanswered SYN would.
 * What was in flight is delivered after healing if both ends are still there, as TCP would resend it.
 */
export type BlackHole = {
  readonly port: number;
  readonly cut: () => void;
  /** What is joined ends on both sides, as when a router goes. */
  readonly hangUp: () => void;
  readonly heal: () => void;
  readonly close: () => Promise<void>;
};

type Pair = { readonly near: Socket; far: Socket | null };

export async function openBlackHole(targetPort: number): Promise<BlackHole> {
  const pairs = new Set<Pair>();
  let isCut = false;

  function join(pair: Pair): void {
    const far = connect(targetPort, '127.0.0.1');
    pair.far = far;
    far.setNoDelay(true);
    relay(pair.near, far);
    relay(far, pair.near);
  }

  function relay(from: Socket, to: Socket): void {
    from.on('data', (chunk: Buffer) => {
      if (!to.write(chunk)) {
        from.pause();
        to.once('drain', () => {
          if (!isCut) from.resume();
        });
      }
    });
    // A close cannot cross a cut line either: it is passed on after healing.
    from.on('close', () => {
      if (isCut) deferredCloses.push(() => to.destroy());
      else to.destroy();
    });
    from.on('error', () => from.destroy());
  }

  let deferredCloses: (() => void)[] = [];
  const server: Server = createServer({ pauseOnConnect: true }, (near) => {
    near.setNoDelay(true);
    const pair: Pair = { near, far: null };
    pairs.add(pair);
    near.on('close', () => pairs.delete(pair));
    near.on('error', () => near.destroy());
    if (!isCut) {
      join(pair);
      near.resume();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const hangUp = (): void => {
    for (const { near, far } of pairs) {
      near.destroy();
      far?.destroy();
    }
  };

  return {
    port: portOf(server),
    cut() {
      isCut = true;
      for (const { near, far } of pairs) {
        near.pause();
        far?.pause();
      }
    },
    hangUp,
    heal() {
      isCut = false;
      for (const close of deferredCloses) close();
      deferredCloses = [];
      for (const pair of pairs) {
        if (pair.far === null) join(pair);
        pair.near.resume();
        pair.far?.resume();
      }
    },
    close() {
      hangUp();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
