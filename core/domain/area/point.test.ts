import { describe, expect, it } from 'vitest';
import { wgs84, wgs84FromDegrees } from './point.ts';
import type { Gcj02Point, Wgs84Point } from './point.ts';

describe('points', () => {
  it('degrees are rounded once to whole millionths', () => {
    expect(wgs84FromDegrees(116.4000004, 39.9000006)).toEqual(wgs84(116_400_000, 39_900_001));
  });

  it('a point of another datum does not compile where WGS84 is asked', () => {
    const fromPhone: Gcj02Point = { lonE6: 116_406_200, latE6: 39_901_400 };
    // @ts-expect-error the classic local map bug: 500 metres off, silently
    const stored: Wgs84Point = fromPhone;
    expect(stored).toBe(fromPhone);
  });
});
