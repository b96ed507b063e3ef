import { describe, expect, it } from 'vitest';
import { maskedName, maskedNumber } from './masked.ts';

describe('personal data on a run slip', () => {
  it('hides the middle of a number', () => {
    expect(maskedNumber('13812342206')).toBe('138****2206');
    expect(maskedNumber('138****2206')).toBe('138****2206');
    expect(maskedNumber('010-6404 1234')).toBe('010****1234');
  });
  it('shows nothing of a number too short to hide anything in', () => {
    expect(maskedNumber('12345')).toBe('****');
  });
  it('keeps the first character of a name, whatever it is written in', () => {
    expect(maskedName('张三丰')).toBe('张**');
    expect(maskedName(' 𠮷野')).toBe('𠮷**');
    expect(maskedName('')).toBe('');
  });
});
