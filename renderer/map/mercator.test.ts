import { describe, expect, it } from 'vitest';
import { fromPlane, groundResolution, resolutionAt, toPlane, zoomAt } from './mercator.ts';
import { scaleBarFor } from './scaleBar.ts';

describe('the plane', () => {
  it('a point comes back as the same millionths of a degree', () => {
    for (const [lon, lat] of [
      [116_403_500, 39_914_500],
      [113_680_123, 34_800_001],
      [-70_000_001, -33_000_007],
    ] as const) {
      const { x, y } = toPlane(lon, lat);
      expect(fromPlane(x, y)).toEqual({ lonE6: lon, latE6: lat });
    }
  });

  it('zoom and resolution are inverse', () => {
    expect(zoomAt(resolutionAt(14.25))).toBeCloseTo(14.25, 10);
  });

  it('a pixel covers less ground than plane at 40 degrees', () => {
    const { y } = toPlane(116_400_000, 40_000_000);
    expect(groundResolution(10, y)).toBeCloseTo(10 * Math.cos((40 * Math.PI) / 180), 6);
  });
});

describe('scale bar', () => {
  it('shows the longest round length that fits', () => {
    expect(scaleBarFor(10, 100)).toEqual({ metres: 1_000, widthPx: 100 });
    expect(scaleBarFor(7, 100)).toEqual({ metres: 500, widthPx: 71 });
    expect(scaleBarFor(2.9, 100)).toEqual({ metres: 200, widthPx: 69 });
  });
});
