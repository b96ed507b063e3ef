import { describe, expect, it } from 'vitest';
import { reloadReason, type PageHealth } from './watchdog.ts';

const NOW = 10_000_000;
const well: PageHealth = {
  now: NOW,
  startedAt: 0,
  lastTickAt: NOW - 1_000,
  lastFrameAt: NOW - 20,
  link: 'open',
  lastDataAt: NOW - 2_000,
  errors: 0,
};

describe('watchdog of the wall', () => {
  it('a page that is well is left alone, for weeks', () => {
    expect(reloadReason(well)).toBeNull();
    expect(reloadReason({ ...well, lastFrameAt: null })).toBeNull();
  });

  it('a server that is away is no reason: the last picture stays and the client goes on trying', () => {
    expect(reloadReason({ ...well, link: 'closed', lastDataAt: NOW - 86_400_000 })).toBeNull();
    expect(reloadReason({ ...well, link: 'connecting', lastDataAt: null })).toBeNull();
  });

  it('each fault has its reason', () => {
    expect(reloadReason({ ...well, lastTickAt: NOW - 31_000 })).toBe('hung');
    expect(reloadReason({ ...well, lastFrameAt: NOW - 61_000 })).toBe('frozen');
    expect(reloadReason({ ...well, lastDataAt: NOW - 91_000 })).toBe('deaf');
    expect(reloadReason({ ...well, link: 'refused' })).toBe('outdated');
    expect(reloadReason({ ...well, errors: 21 })).toBe('errors');
  });

  it('a page that was just loaded never loads again in a circle', () => {
    expect(
      reloadReason({ ...well, startedAt: NOW - 60_000, link: 'refused', errors: 99 }),
    ).toBeNull();
  });
});
