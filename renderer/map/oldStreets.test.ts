import { describe, expect, it } from 'vitest';
import { oldStreets } from './oldStreets.ts';

const streets = [
  { street: 'a', line: 'online', lastSeen: 90 },
  { street: 'b', line: 'cut', lastSeen: 40 },
  { street: 'c', line: 'cut', lastSeen: null },
] as const;

describe('streets with old data', () => {
  it('a cut sub-center sees everything but its own street as old, since the line fell', () => {
    const cut = { line: 'cut', since: 70, lastHeard: 65, streets } as const;
    expect([...oldStreets(cut, 'street:a')]).toEqual([
      ['b', 65],
      ['c', 65],
    ]);
  });

  it('what is old does not grow younger while the district is heard turning the line away', () => {
    const drilled = { line: 'cut', since: 70, lastHeard: 190, streets } as const;
    expect(oldStreets(drilled, 'street:a').get('b')).toBe(70);
  });

  it('with the line up only streets that the district has lost are old', () => {
    const up = { line: 'online', since: 1, lastHeard: 99, streets } as const;
    expect([...oldStreets(up, 'district')]).toEqual([['b', 40]]);
    expect([...oldStreets(up, 'street:b')]).toEqual([]);
  });

  it('a hall console that is cut has no street of its own to set apart', () => {
    const cut = { line: 'cut', since: 70, lastHeard: null, streets } as const;
    expect(oldStreets(cut, 'district').size).toBe(0);
  });
});
