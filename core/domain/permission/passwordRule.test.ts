import { expect, test } from 'vitest';
import { passwordFault } from './passwordRule.ts';

test('a password of ten characters that says nothing of its person will do', () => {
  expect(passwordFault('rain-on-44', 'wang')).toBeNull();
  expect(passwordFault('哨台演示口令甲乙丙丁', 'wang')).toBeNull();
});

test('a short, a monotonous and a telling password will not', () => {
  expect(passwordFault('rain-on-4', 'wang')).toBe('short');
  expect(passwordFault('ababababababab', 'wang')).toBe('same');
  expect(passwordFault('rainWang2026', 'wang')).toBe('login');
});
