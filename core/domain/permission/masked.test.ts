import { describe, expect, it } from 'vitest';
import { maskedName, maskedNumber } from './masked.ts';

describe('a caller for who may not see all of him (I-19)', () => {
  it('hides the middle of a number', () => {
    expect(maskedNumber('13812342206')).toBe('138****2206');
    expect(maskedNumber('138****2206')).toBe('138****2206');
    expect(maskedNumber('010-6404 1234')).toBe('010****1234');
  });
  it('shows nothing of a number too short to hide anything in', () => {
    for (const short of ['', '110', '12345', '6404552']) expect(maskedNumber(short)).toBe('****');
  });
  it('hides four digits at the least', () => {
    expect(maskedNumber('64045521')).toBe('64****21');
    expect(maskedNumber('1064045521')).toBe('106****521');
    expect(maskedNumber('008613812342206')).toBe('008****2206');
  });
  it('keeps the first character of a name, whatever it is written in', () => {
    expect(maskedName('张三丰')).toBe('张**');
    expect(maskedName(' 𠮷野')).toBe('𠮷**');
    expect(maskedName('')).toBe('');
  });
});
