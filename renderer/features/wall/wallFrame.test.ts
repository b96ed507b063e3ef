import { describe, expect, it } from 'vitest';
import { burnInShift, fontPxForAngle, isNight, wallShape, wallUnit } from './wallFrame.ts';

describe('frame of the wall', () => {
  it('one unit is a pixel at 3840x2160 and the same scene halves at 1920x1080', () => {
    expect(wallUnit(3_840, 2_160)).toBe(1);
    expect(wallUnit(1_920, 1_080)).toBe(0.5);
    expect(wallUnit(7_680, 2_160)).toBe(1);
    expect(wallUnit(5_760, 1_080)).toBe(0.5);
    expect(wallUnit(1_280, 1_024)).toBeCloseTo(1 / 3, 10);
  });

  it('every shape of wall gets the arrangement of its columns', () => {
    expect(wallShape(1_920, 1_080)).toBe('standard');
    expect(wallShape(3_840, 2_160)).toBe('standard');
    expect(wallShape(7_680, 2_160)).toBe('wide');
    expect(wallShape(5_760, 1_080)).toBe('ribbon');
    expect(wallShape(1_280, 1_024)).toBe('standard');
  });

  it('the read class of 52 is seen under at least 25 minutes of arc at 8 m on the reference wall', () => {
    expect(fontPxForAngle(25, 8, 4.8 / 3_840)).toBeLessThanOrEqual(52);
    expect(fontPxForAngle(16, 8, 4.8 / 3_840)).toBeLessThanOrEqual(36);
  });

  it('the frame moves 2u every ten minutes and comes back to where it began', () => {
    const at = (step: number): readonly [number, number] => burnInShift(step * 600_000);
    for (let step = 0; step < 18; step += 1) {
      const [x, y] = at(step);
      const [nextX, nextY] = at(step + 1);
      const moved = Math.max(Math.abs(nextX - x), Math.abs(nextY - y));
      expect(moved).toBe(2);
    }
    expect(at(9)).toEqual(at(0));
    expect(burnInShift(599_999)).toEqual(burnInShift(0));
  });

  it('nights are from 22:00 to 06:00', () => {
    expect(['21:59:59', '22:00:00', '00:10:00', '05:59:59', '06:00:00'].map(isNight)).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
  });
});
