import { describe, expect, it } from 'vitest';
import { RETRY_MAX_MS, RETRY_MIN_MS, nextWait } from './backoff.ts';
import { createClockOffset } from './clockOffset.ts';
import { cuttableLink } from './cuttableLink.ts';
import { HeldBack } from './heldBack.ts';
import type { LinkEvent } from './syncPorts.ts';

describe('waiting before the next try', () => {
  it('stays within its bounds and spreads with the dice', () => {
    let wait: number | null = null;
    for (let i = 0; i < 20; i += 1) wait = nextWait(wait, { next: () => 0.999_999 });
    expect(wait).toBe(RETRY_MAX_MS);
    expect(nextWait(wait, { next: () => 0 })).toBe(RETRY_MIN_MS);
    expect(nextWait(null, { next: () => 0.5 })).toBe(1_000);
  });
});

describe("the distance to the district's clock", () => {
  const clock = { now: 0, error: 0, wall: () => clock.now + clock.error, mono: () => clock.now };

  it('is unknown before the first exchange, and then known within half the round trip', () => {
    Object.assign(clock, { now: 1_000, error: -3_600_000 });
    const offset = createClockOffset(clock, { boot: 'b' });
    expect(offset.offset()).toMatchObject({ off: 0 });
    expect(offset.offset().err).toBeGreaterThan(86_400_000);
    const sent = { wall: clock.wall(), mono: clock.mono() };
    clock.now += 80;
    offset.heard(sent, 1_040);
    expect(offset.offset()).toEqual({ off: 3_600_000, err: 40 });
  });

  it('says that it knows less when the wall clock was set', () => {
    Object.assign(clock, { now: 1_000, error: 0 });
    const offset = createClockOffset(clock, { boot: 'b' });
    offset.heard({ wall: 1_000, mono: 1_000 }, 1_000);
    clock.error = 7_200_000;
    expect(offset.stamp()).toMatchObject({ boot: 'b', wall: 7_201_000, off: 0, err: 7_200_000 });
  });
});

describe('the line that is cut on purpose', () => {
  it('swallows both ways without closing, and ends on healing what lived through it', () => {
    const sent: unknown[] = [];
    let say: (event: LinkEvent) => void = () => undefined;
    const line = cuttableLink({
      open(onEvent) {
        say = onEvent;
        return { send: (frame) => sent.push(frame), close: () => undefined };
      },
    });
    const heard: string[] = [];
    const link = line.open((event) => heard.push(event.type));
    say({ type: 'open' });
    line.cut(true);
    say({ type: 'frame', frame: { f: 'clock', sent: 0, server: 0 } });
    link.send({ f: 'clock', sent: 1 });
    expect({ heard, sent }).toEqual({ heard: ['open'], sent: [] });
    line.cut(false);
    expect(heard).toEqual(['open', 'closed']);
  });

  it('opens nothing while it is cut', () => {
    let dialled = 0;
    const line = cuttableLink({
      open() {
        dialled += 1;
        return { send: () => undefined, close: () => undefined };
      },
    });
    line.cut(true);
    const heard: string[] = [];
    line.open((event) => heard.push(event.type));
    expect({ dialled, heard }).toEqual({ dialled: 0, heard: [] });
    line.cut(false);
    expect(heard).toEqual(['closed']);
  });
});

describe('acts that the district does not take now', () => {
  it('wait no longer because several batches of one moment were answered alike', () => {
    const clock = { now: 0, wall: () => clock.now, mono: () => clock.now };
    const heldBack = new HeldBack({ clock, dice: { next: () => 0.5 } });
    const once = nextWait(null, { next: () => 0.5 });
    heldBack.later('storage/full');
    clock.now = once - 1;
    for (let i = 0; i < 4; i += 1) heldBack.later('storage/busy');
    expect([heldBack.isWaiting, heldBack.code]).toEqual([true, 'storage/full']);
    clock.now = once;
    expect(heldBack.isWaiting).toBe(false);
    heldBack.later('storage/busy');
    clock.now = once + nextWait(once, { next: () => 0.5 }) - 1;
    expect([heldBack.isWaiting, heldBack.code]).toEqual([true, 'storage/busy']);
  });
});
