import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ConflictsView } from '#core/protocol/console/views.ts';
import { mountScreen, type MountedScreen } from '#tests/component/mountScreen.ts';
import { deskScript } from '#tests/support/deskScript.ts';
import { createScriptedHost } from '#tests/support/scriptedLink.ts';
import ConflictsScreen from './ConflictsScreen.vue';

const NOW = Date.UTC(2026, 10, 21, 2, 22, 7);
let mounted: MountedScreen | null = null;

beforeEach(() => {
  location.hash = '#/conflicts';
});
afterEach(() => {
  mounted?.unmount();
  mounted = null;
});

async function open(casesBehind: number): Promise<string> {
  const script = deskScript({ now: NOW });
  const view: ConflictsView = { open: [], resolvedToday: [], merged: [], asOf: NOW, casesBehind };
  script.views.conflicts = () => view;
  mounted = mountScreen(createScriptedHost(script), ConflictsScreen);
  await mounted.settle();
  return mounted.root.textContent;
}

test('says how many cases in conflict wait behind those that it lists', async () => {
  expect(await open(5)).toContain('另有 5 案有冲突');
});

test('says nothing of others where there are none', async () => {
  expect(await open(0)).not.toContain('案有冲突');
});
