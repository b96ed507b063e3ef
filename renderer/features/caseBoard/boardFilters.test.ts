import { describe, expect, it } from 'vitest';
import { filtersFor, readSaved, toneOf } from './boardFilters.ts';

describe('filters of the board', () => {
  it('are six everywhere, mine first and all last', () => {
    for (const scope of [null, 'district', 'street:110101005', 'intake:2', 'unit:u1']) {
      const filters = filtersFor(scope);
      expect(filters).toHaveLength(6);
      expect([filters[0], filters[5]]).toEqual(['mine', 'all']);
    }
  });

  it('show a street what waits to be sent', () => {
    expect(filtersFor('street:110101005')).toContain('pending');
    expect(filtersFor('district')).not.toContain('pending');
  });

  it('colour a count only where a person must act', () => {
    const counts = { mine: 28, near: 3, pending: 2, all: 90, toCheck: 0 };
    expect(toneOf('near', counts)).toBe('soon');
    expect(toneOf('pending', counts)).toBe('sync');
    expect(toneOf('all', counts)).toBe('plain');
    expect(toneOf('near', { near: 0 })).toBe('plain');
  });

  it('reads back what was saved and leaves out what is no filter', () => {
    const good = { name: 'water', filter: 'near', text: 'sg', sort: 'clock' };
    expect(readSaved([good, { ...good, filter: 'nonsense' }, null, 7, { name: 'x' }])).toEqual([
      good,
    ]);
    expect(readSaved('nothing')).toEqual([]);
  });
});
