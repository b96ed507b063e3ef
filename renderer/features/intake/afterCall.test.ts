import { afterEach, beforeEach, expect, test } from 'vitest';
import { mountScreen, type MountedScreen } from '#tests/component/mountScreen.ts';
import { call, hostOf, type Town } from '#tests/support/seatTown.ts';
import IntakeScreen from './IntakeScreen.vue';

let mounted: MountedScreen | null = null;
const clock = (): string => mounted?.root.querySelector('.state .clock')?.textContent ?? '';

beforeEach(() => {
  location.hash = '#/intake';
});
afterEach(() => {
  mounted?.unmount();
  mounted = null;
});

test('the work after a call has a clock that runs from its end', async () => {
  const town: Town = { calls: [call('answered')], drafts: [] };
  const host = hostOf(town);
  mounted = mountScreen(host, IntakeScreen);
  await mounted.settle();
  Object.assign(town, { calls: [], seatState: 'after_call' });
  host.refresh('calls');
  await mounted.settle();
  expect(mounted.root.textContent).toContain('话后整理');
  expect(clock()).toBe('0:00');
  await expect.poll(clock, { timeout: 10_000 }).toBe('0:02');
});

test('where nobody saw it begin, no time is made up', async () => {
  mounted = mountScreen(hostOf({ calls: [], drafts: [], seatState: 'after_call' }), IntakeScreen);
  await mounted.settle();
  expect(mounted.root.textContent).toContain('话后整理');
  expect(clock()).toBe('–');
});
