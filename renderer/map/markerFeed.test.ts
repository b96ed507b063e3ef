import { describe, expect, it } from 'vitest';
import type { ConsoleClient } from '#renderer/client/consoleClient.ts';
import type { MarkerTuple } from '#core/protocol/console/rows.ts';
import { createMarkerFeed, type MarkerChange } from './markerFeed.ts';

const marker = (id: string, lateness = 0): MarkerTuple => [id, 1, 2, 0, lateness, 0, 0, 's'];

function fakeClient() {
  let send: (frame: never) => void = () => undefined;
  let open = 0;
  const watch = ((_name: string, _params: unknown, onFrame: (frame: never) => void) => {
    open += 1;
    send = onFrame;
    return () => {
      open -= 1;
    };
  }) as unknown as ConsoleClient['watch'];
  return { watch, send: (frame: unknown) => send(frame as never), isOpen: () => open };
}

describe('feed of open cases', () => {
  it('maps of one page share one subscription, a late one starts with all that is there', () => {
    const client = fakeClient();
    const feed = createMarkerFeed(client);
    const first: MarkerChange[] = [];
    const second: MarkerChange[] = [];
    const stopFirst = feed.listen({ onChange: (change) => first.push(change) });
    client.send({ kind: 'snapshot', value: { asOf: 5, markers: [marker('a'), marker('b')] } });
    client.send({ kind: 'delta', value: { asOf: 6, upsert: [marker('c', 2)], remove: ['a'] } });
    const stopSecond = feed.listen({ onChange: (change) => second.push(change) });
    expect(client.isOpen()).toBe(1);
    expect(first.map((change) => change.kind)).toEqual(['all', 'some']);
    expect(second).toEqual([{ kind: 'all', markers: [marker('b'), marker('c', 2)] }]);
    expect(feed.tupleOf('a')).toBeNull();
    stopFirst();
    expect(client.isOpen()).toBe(1);
    stopSecond();
    expect(client.isOpen()).toBe(0);
  });

  it('a new snapshot replaces everything', () => {
    const client = fakeClient();
    const feed = createMarkerFeed(client);
    feed.listen({ onChange: () => undefined });
    client.send({ kind: 'snapshot', value: { asOf: 5, markers: [marker('a')] } });
    client.send({ kind: 'snapshot', value: { asOf: 6, markers: [marker('b')] } });
    expect(feed.tupleOf('a')).toBeNull();
    expect(feed.tupleOf('b')).toEqual(marker('b'));
  });
});
