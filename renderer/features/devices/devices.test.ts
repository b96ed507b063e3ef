import { afterEach, expect, test } from 'vitest';
import { mountScreen, type MountedScreen } from '#tests/component/mountScreen.ts';
import { deskScript } from '#tests/support/deskScript.ts';
import { createScriptedHost } from '#tests/support/scriptedLink.ts';
import DevicesScreen from './DevicesScreen.vue';

const NOW = Date.UTC(2026, 10, 21, 2, 0);
const SCRIPT = deskScript({ now: NOW });
const device = (name: string, revokedAt: number | null) => ({
  device: name,
  replica: `console-${name}`,
  name,
  scope: 'district',
  enrolledAt: NOW,
  lastSeen: null,
  revokedAt,
});

let mounted: MountedScreen | null = null;
afterEach(() => {
  mounted?.unmount();
  mounted = null;
});

async function open(names: readonly string[]) {
  const devices = names.map((name, at) => device(name, at === 2 ? NOW : null));
  const host = createScriptedHost({
    views: SCRIPT.views,
    calls: { ...SCRIPT.calls, 'devices.list': () => ({ devices }) },
  });
  mounted = mountScreen(host, DevicesScreen);
  const screen = mounted;
  await screen.settle();
  const field = screen.root.querySelector<HTMLInputElement>('input[type="search"]');
  const type = async (text: string): Promise<void> => {
    if (field === null) return;
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await screen.settle();
  };
  const rowCount = (): string | null =>
    screen.root.querySelector('[role="grid"]')?.getAttribute('aria-rowcount') ?? null;
  return { type, rowCount, text: () => screen.root.textContent, field };
}

test('the list narrows by what is typed and says how many are left', async () => {
  const screen = await open(['hall-1', 'hall-2', 'street-1']);
  expect(screen.rowCount()).toBe('4');
  await screen.type('HALL');
  expect(screen.rowCount()).toBe('3');
  expect(screen.text()).toContain('设备2');
  await screen.type('停用');
  expect(screen.rowCount()).toBe('2');
});

test('words that fit no device say so, and not that there is none', async () => {
  const screen = await open(['hall-1']);
  await screen.type('nothing like it');
  expect(screen.text()).toContain('没有这样的设备');
  expect(screen.text()).not.toContain('还没有登记的设备');
  await screen.type('');
  expect(screen.rowCount()).toBe('2');
});

test('a district without devices says how the first one comes', async () => {
  const screen = await open([]);
  expect(screen.text()).toContain('还没有登记的设备');
});
