import { describe, expect, it } from 'vitest';
import { refusesTheValues, toAppError } from './sqliteError.ts';

function said(errno: number): unknown {
  return toAppError(Object.assign(new Error('whatever it says'), { errno, code: 'SQLITE_X' }));
}

describe('what SQLite says', () => {
  it('is a busy file while it has no memory, no lock of the log or was interrupted', () => {
    for (const errno of [5, 6, 7, 9, 15, 261]) {
      expect(said(errno)).toMatchObject({ code: 'storage/busy', retry: 'backoff' });
    }
  });

  it('is about the very values when they are too large, mistyped or against a constraint', () => {
    // A constraint, one of a trigger, one of a unique index; too big, mismatch, range.
    for (const errno of [19, 1811, 2067, 18, 20, 25]) {
      expect(said(errno)).toMatchObject({ code: 'bug/unexpected' });
      expect(refusesTheValues(said(errno))).toBe(true);
    }
  });

  it('is not about them otherwise, nor is what is no error of its own', () => {
    for (const errno of [1, 3, 4, 5, 7, 8, 9, 10, 11, 13, 14, 15, 17, 21, 23, 26]) {
      expect(refusesTheValues(said(errno))).toBe(false);
    }
    expect(refusesTheValues(new SyntaxError('no row'))).toBe(false);
    expect(toAppError('odd')).toBe('odd');
  });
});
