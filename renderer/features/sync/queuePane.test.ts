import { afterEach, expect, test } from 'vitest';
import { must } from '#core/kernel/assert.ts';
import type { QueueParams } from '#core/protocol/console/queue.ts';
import { useRouterStore } from '#renderer/app/routerStore.ts';
import { mountScreen, type MountedScreen } from '#tests/component/mountScreen.ts';
import { deskScript } from '#tests/support/deskScript.ts';
import { queueScript } from '#tests/support/queueScript.ts';
import { createScriptedHost } from '#tests/support/scriptedLink.ts';
import QueuePane from './QueuePane.vue';

const NOW = Date.UTC(2026, 10, 21, 2, 0);
const SCRIPT = deskScript({ now: NOW });

let mounted: MountedScreen | null = null;
afterEach(() => {
  mounted?.unmount();
  mounted = null;
});

async function open(asked: QueueParams[] = []): Promise<MountedScreen> {
  const host = createScriptedHost({
    ...SCRIPT,
    views: {
      ...SCRIPT.views,
      queue(params) {
        asked.push(params);
        return queueScript(NOW, params);
      },
    },
  });
  const screen = mountScreen(host, QueuePane);
  mounted = screen;
  await screen.settle();
  return screen;
}

const gridOf = (screen: MountedScreen): HTMLElement =>
  must(screen.root.querySelector<HTMLElement>('[role="grid"]'), 'the list');
const press = (at: HTMLElement, key: string): boolean =>
  at.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));

test('one state is asked for by its button, and every state says how many it has', async () => {
  const asked: QueueParams[] = [];
  const screen = await open(asked);
  const labels = [...screen.root.querySelectorAll('[role="radio"]')].map((one) => one.textContent);
  expect(labels).toEqual(['全部', '待上报 2', '已裁定 315', '被取代 1', '冲突 1', '未采纳 1']);
  const buttons = [...screen.root.querySelectorAll<HTMLElement>('[role="radio"]')];
  must(buttons[5], 'the last state').click();
  await screen.settle();
  expect(asked.at(-1)).toMatchObject({ state: 'refused', from: 0 });
  expect(gridOf(screen).getAttribute('aria-rowcount')).toBe('2');
  expect(screen.root.textContent).toContain('未采纳，已记录');
});

test('arrows choose an act, Enter goes to its case', async () => {
  const screen = await open();
  const grid = gridOf(screen);
  for (let step = 0; step < 2; step += 1) {
    press(grid, 'ArrowDown');
    await screen.settle();
  }
  expect(screen.root.querySelector('section')?.textContent).toContain('DZM261121-0318');
  press(grid, 'Enter');
  expect(useRouterStore().route).toMatchObject({ screen: 'case', param: 'case-2' });
});
