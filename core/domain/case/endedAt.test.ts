import { expect, it } from 'vitest';
import { endedAt } from './endedAt.ts';

it('is when a case was closed, or last touched where nobody closed it, and nothing while it is open', () => {
  expect(endedAt({ stage: 'handling', updatedAt: 9 })).toBeNull();
  expect(endedAt({ stage: 'closed', closedAt: 5, updatedAt: 9 })).toBe(5);
  expect(endedAt({ stage: 'voided', updatedAt: 9 })).toBe(9);
});
