import { describe, expect, it } from 'vitest';
import { findDisplay } from './displayIdentity.ts';

const left = { id: 1, label: 'DELL U2419H' };
const right = { id: 2, label: 'AOC 24B1' };

describe('a display', () => {
  it('is known by its number and name', () => {
    expect(findDisplay([left, right], right)).toBe(right);
  });

  it('is known by its name alone when it was plugged into another socket', () => {
    expect(findDisplay([left, right], { id: 9, label: 'AOC 24B1' })).toBe(right);
  });

  it('is not guessed among two of one name, nor taken for another one on its socket', () => {
    const twins = [left, { id: 3, label: 'DELL U2419H' }];
    expect(findDisplay(twins, { id: 9, label: 'DELL U2419H' })).toBeUndefined();
    expect(findDisplay([left], { id: 1, label: 'AOC 24B1' })).toBeUndefined();
  });

  it('that says no name is known by its number', () => {
    const plain = { id: 79, label: '' };
    expect(findDisplay([plain], { id: 79, label: '' })).toBe(plain);
    expect(findDisplay([plain], { id: 79, label: 'AOC 24B1' })).toBe(plain);
    expect(findDisplay([plain], { id: 78, label: '' })).toBeUndefined();
  });
});
