import { expect, it } from 'vitest';
import type { ServerFrame } from '../protocol/sync/frames.ts';
import { eitherLink } from './eitherLink.ts';
import type { LinkEvent, LinkPort } from './syncPorts.ts';

const FRAME: ServerFrame = { f: 'poke', heads: {} };

function stand() {
  const dialled: string[] = [];
  const closed: string[] = [];
  const says: ((event: LinkEvent) => void)[] = [];
  const port = (name: string): LinkPort => ({
    open(onEvent) {
      dialled.push(name);
      says.push(onEvent);
      return { send: () => undefined, close: () => void closed.push(name) };
    },
  });
  const at = { now: 0, isThere: false };
  const link = eitherLink({
    station: port('station'),
    district: port('district'),
    isStationThere: () => at.isThere,
    mono: () => at.now,
  });
  const events: string[] = [];
  const open = () => link.open((event) => events.push(event.type));
  return { at, dialled, closed, events, open, last: (event: LinkEvent) => says.at(-1)?.(event) };
}

it('goes to the district when the station closes before it has said anything', () => {
  const { dialled, closed, events, open, last } = stand();
  const link = open();
  last({ type: 'open' });
  last({ type: 'closed' });
  expect(dialled).toEqual(['station', 'district']);
  last({ type: 'frame', frame: FRAME });
  last({ type: 'closed' });
  expect(events).toEqual(['open', 'frame', 'closed']);
  link.close();
  expect(closed).toEqual(['district']);
  open();
  expect(dialled.at(-1)).toBe('station');
});

it('ends with a station that was heard: the next one is dialled anew', () => {
  const { dialled, events, open, last } = stand();
  open();
  last({ type: 'frame', frame: FRAME });
  last({ type: 'closed' });
  expect(dialled).toEqual(['station']);
  expect(events).toEqual(['frame', 'closed']);
});

it('passes over a station that said nothing at all, once', () => {
  const { dialled, closed, open, last } = stand();
  open().close();
  expect(closed).toEqual(['station']);
  open();
  last({ type: 'closed' });
  open();
  expect(dialled).toEqual(['station', 'district', 'station']);
});

it('leaves the first word to a station that is there, and asks for itself every half minute', () => {
  const { at, dialled, events, open, last } = stand();
  at.isThere = true;
  open();
  last({ type: 'frame', frame: FRAME });
  last({ type: 'closed' });
  at.now = 29_999;
  open();
  last({ type: 'closed' });
  expect(dialled).toEqual(['station', 'station']);
  expect(events).toEqual(['frame', 'closed', 'closed']);
  at.now = 30_000;
  open();
  last({ type: 'closed' });
  expect(dialled.slice(2)).toEqual(['station', 'district']);
  at.now = 59_000;
  open();
  last({ type: 'closed' });
  at.isThere = false;
  open();
  last({ type: 'closed' });
  expect(dialled.slice(4)).toEqual(['station', 'station', 'district']);
});
