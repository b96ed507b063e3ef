import { expect, test } from 'vitest';
import { EAST } from '../case/caseBuilders.ts';
import { saying } from '../case/caseSayings.ts';
import { situation } from '../case/caseSituations.ts';

test('whoever has not the right is told whose it is', () => {
  const hub = situation('to_dispatch');
  const decision = hub.say({ ...saying('dispatch roads', hub, 1), by: `operator1@${EAST}` });
  expect(decision.reason?.code).toBe('grant/none');
  expect(decision.reason?.detail?.['role']).toContain('dispatcher');
});
