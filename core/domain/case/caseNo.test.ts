import { describe, expect, it } from 'vitest';
import { caseNoOf, parseCaseNo } from './caseNo.ts';

describe('a case number', () => {
  it('is written in one way and read back', () => {
    const parts = { origin: 'DZM', day: '2026-11-21', serial: 9 };
    expect(caseNoOf(parts)).toBe('DZM261121-0009');
    expect(parseCaseNo('DZM261121-0009')).toEqual(parts);
    expect(caseNoOf({ ...parts, serial: 123_456 })).toBe('DZM261121-123456');
    expect(parseCaseNo('DZM261121-123456')?.serial).toBe(123_456);
  });

  it('names a day that there is, and has one spelling', () => {
    for (const text of [
      'DZM261131-0009',
      'DZM261300-0009',
      'DZM260229-0001',
      'DZM261121-00009',
      'D261121-0009',
      'DZM261121-9',
    ]) {
      expect(parseCaseNo(text)).toBeNull();
    }
    expect(parseCaseNo('DZM280229-0001')?.day).toBe('2028-02-29');
  });
});
