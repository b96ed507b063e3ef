import { describe, expect, it } from 'vitest';
import type { Role, Scope } from '../operation/identity.ts';
import { maySitAt } from './hallSeat.ts';

const hall = { number: 7, scope: 'district' } as const;
const desk = { number: 0, scope: 'district' } as const;
const granted = (role: Role, scope: Scope = 'district') => [{ role, scope, from: 0, to: null }];

describe('a seat where calls ring', () => {
  it.each([
    ['operator', true],
    ['dispatcher', true],
    ['dutyChief', true],
    ['callbackClerk', false],
    ['inspector', false],
    ['supervisor', false],
    ['leader', false],
    ['quality', false],
    ['unit', false],
    ['administrator', false],
    ['wall', false],
  ] as const)('is for %s: %s', (role, may) => {
    expect(maySitAt(hall, granted(role))).toBe(may);
    expect(maySitAt(desk, granted(role))).toBe(true);
  });

  it('asks for a grant that reaches the place where it stands', () => {
    expect(maySitAt(hall, granted('operator', 'street:110101001'))).toBe(false);
    expect(maySitAt(hall, [])).toBe(false);
    expect(maySitAt({ number: 1, scope: 'intake:1' }, granted('operator', 'intake:1'))).toBe(true);
    expect(maySitAt({ number: 1, scope: 'intake:1' }, granted('operator'))).toBe(true);
  });
});
