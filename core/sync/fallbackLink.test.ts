import { expect, it } from 'vitest';
import type { ServerFrame } from '../protocol/sync/frames.ts';
import { DUMB_SOCKETS, SHORT_MS, TRY_SOCKET_MS, fallbackLink } from './fallbackLink.ts';
import type { LinkEvent, LinkPort, SyncLink } from './syncPorts.ts';

const FRAME: ServerFrame = { f: 'poke', heads: {} };

type Dialled = {
  readonly way: string;
  readonly say: (event: LinkEvent) => void;
  isClosed: boolean;
};

function stand() {
  const dialled: Dialled[] = [];
  const port = (way: string): LinkPort => ({
    open(onEvent) {
      const one: Dialled = { way, say: onEvent, isClosed: false };
      dialled.push(one);
      return { send: () => undefined, close: () => void (one.isClosed = true) };
    },
  });
  const at = { now: 0 };
  const ways: string[] = [];
  const link = fallbackLink({
    socket: port('socket'),
    poll: port('poll'),
    mono: () => at.now,
    onWay: (way) => ways.push(way),
  });
  const events: string[] = [];
  const open = (): SyncLink => link.open((event) => events.push(event.type));
  const last = (event: LinkEvent): void => dialled.at(-1)?.say(event);
  /** Sockets that close without a word, until the other way is dialled. */
  const fallBack = (): SyncLink => {
    for (let i = 0; i < DUMB_SOCKETS; i += 1) {
      open();
      last({ type: 'closed' });
    }
    return open();
  };
  return { at, dialled, ways, events, open, last, fallBack };
}

it('takes the other way after some sockets that said nothing, closed or hung up on', () => {
  const { dialled, open, last, ways } = stand();
  const first = open();
  last({ type: 'closed' });
  // As whoever listens does with a line that is over: it counts once.
  first.close();
  open().close();
  open();
  last({ type: 'open' });
  last({ type: 'closed' });
  expect(dialled.map(({ way }) => way)).toEqual(['socket', 'socket', 'socket']);
  open();
  last({ type: 'frame', frame: FRAME });
  expect([dialled[3]?.way, ways]).toEqual(['poll', ['poll']]);
});

it('moves at once when it was the district that was away, not the sockets that are ended', () => {
  const { dialled, events, ways, fallBack, last } = stand();
  fallBack();
  const poll = dialled.at(-1);
  poll?.say({ type: 'frame', frame: FRAME });
  expect(dialled.at(-1)?.way).toBe('socket');
  last({ type: 'frame', frame: FRAME });
  expect([events.slice(-2), poll?.isClosed, ways]).toEqual([['frame', 'closed'], true, ['poll']]);
});

it('takes it, too, where sockets are let in and ended soon after', () => {
  const { at, dialled, open, last } = stand();
  for (let i = 0; i < DUMB_SOCKETS; i += 1) {
    open();
    last({ type: 'frame', frame: FRAME });
    at.now += SHORT_MS - 1;
    last({ type: 'closed' });
  }
  open();
  last({ type: 'frame', frame: FRAME });
  expect(dialled.at(-1)?.way).toBe('poll');
});

it('stays with sockets that are ended now and then, that refuse, or that it ends itself', () => {
  const { at, dialled, open, last } = stand();
  for (let i = 0; i < 3 * DUMB_SOCKETS; i += 1) {
    const link = open();
    last({ type: 'frame', frame: i % 3 === 1 ? { f: 'refuse', code: 'sync/version' } : FRAME });
    if (i % 3 === 2) link.close();
    else at.now += i % 3 === 0 ? SHORT_MS : 0;
    last({ type: 'closed' });
  }
  expect(new Set(dialled.map(({ way }) => way))).toEqual(new Set(['socket']));
});

it('tries sockets again when the other way says nothing either', () => {
  const { dialled, fallBack, open, last } = stand();
  fallBack();
  last({ type: 'closed' });
  open();
  expect(dialled.map(({ way }) => way).slice(-2)).toEqual(['poll', 'socket']);
});

it('comes back to a socket as soon as one is greeted, and not before', () => {
  const { at, dialled, events, ways, fallBack, open, last } = stand();
  fallBack();
  last({ type: 'frame', frame: FRAME });
  const poll = dialled.at(-2);
  const first = dialled.at(-1);
  expect([poll?.way, first?.way]).toEqual(['poll', 'socket']);
  // It hangs: the line goes on, and the next try ends it.
  first?.say({ type: 'open' });
  poll?.say({ type: 'frame', frame: FRAME });
  expect([dialled.length, poll?.isClosed]).toEqual([DUMB_SOCKETS + 2, false]);
  at.now += TRY_SOCKET_MS;
  poll?.say({ type: 'frame', frame: FRAME });
  expect(first?.isClosed).toBe(true);
  events.length = 0;
  last({ type: 'frame', frame: FRAME });
  expect([events, poll?.isClosed, dialled.at(-1)?.isClosed]).toEqual([['closed'], true, true]);
  open();
  last({ type: 'frame', frame: FRAME });
  expect([dialled.at(-1)?.way, ways]).toEqual(['socket', ['poll', 'socket']]);
});
