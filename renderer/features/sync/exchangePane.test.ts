import { afterEach, beforeEach, expect, test } from 'vitest';
import { defineComponent, h } from 'vue';
import { must } from '#core/kernel/assert.ts';
import type { SyncView } from '#core/protocol/console/views.ts';
import { mountScreen, type MountedScreen } from '#tests/component/mountScreen.ts';
import { deskScript } from '#tests/support/deskScript.ts';
import { createScriptedHost, type Script } from '#tests/support/scriptedLink.ts';
import ExchangePane from './ExchangePane.vue';

const NOW = Date.UTC(2026, 10, 21, 2, 0);
const SCRIPT = deskScript({ now: NOW });

let mounted: MountedScreen | null = null;
/** Names of files that a browser would have saved. */
const saved: string[] = [];
beforeEach(() => {
  saved.length = 0;
  URL.createObjectURL = () => 'blob:file';
  URL.revokeObjectURL = () => undefined;
  HTMLAnchorElement.prototype.click = function save() {
    saved.push(this.download);
  };
});
afterEach(() => {
  mounted?.unmount();
  mounted = null;
  Reflect.deleteProperty(HTMLAnchorElement.prototype, 'click');
});

type Calls = Script['calls'];

async function open(
  isAdministrator: boolean,
  calls: Calls,
  over: Partial<SyncView> = {},
): Promise<MountedScreen> {
  const host = createScriptedHost({ ...SCRIPT, calls: { ...SCRIPT.calls, ...calls } });
  const sync = { ...(must(SCRIPT.views.sync, 'a line')({}) as SyncView), ...over };
  const pane = defineComponent(() => () => h(ExchangePane, { sync, isAdministrator }));
  const screen = mountScreen(host, pane);
  mounted = screen;
  await screen.settle();
  return screen;
}

async function choose(screen: MountedScreen, texts: readonly string[]): Promise<void> {
  const input = must(screen.root.querySelector<HTMLInputElement>('input[type=file]'), 'a field');
  const files = texts.map((text) => new File([text], `${text}.shaotai`));
  Object.defineProperty(input, 'files', { value: files, configurable: true });
  Object.defineProperty(input, 'value', { value: '', writable: true });
  input.dispatchEvent(new Event('change'));
  await screen.settle();
}

test('a street writes what waits as a file, and says how much of it there is', async () => {
  const file = { name: 'desk-acts-9.shaotai', base64: btoa('sealed') };
  const screen = await open(false, { 'exchange.write': () => ({ ...file, acts: 7, left: 2 }) });
  must(screen.root.querySelector('button'), 'write').click();
  await screen.settle();
  expect(saved).toEqual([file.name]);
  expect(screen.root.textContent).toContain('已写出 7 步，还剩 2 步下次写 · desk-acts-9.shaotai');
});

test('where a station is there, what it keeps of the whole street is written as one file', async () => {
  const asked: unknown[] = [];
  const station = {
    address: 'wss://10.1.2.3:7710',
    isOpen: true,
    isUp: false,
    refusedWith: null,
    since: 0,
    handed: 3,
    brought: 0,
    others: 4,
  };
  const calls: Calls = {
    'exchange.write': (input) => {
      asked.push(input);
      return { name: 'station-street-9.shaotai', base64: btoa('sealed'), acts: 7, left: 0 };
    },
  };
  const without = await open(false, calls);
  expect(without.root.textContent).not.toContain('写出站点所存');
  without.unmount();
  const screen = await open(false, calls, { station });
  const buttons = [...screen.root.querySelectorAll('button')];
  must(
    buttons.find(({ textContent }) => textContent.includes('写出站点所存')),
    'a button',
  ).click();
  await screen.settle();
  expect(asked).toEqual([{ of: 'station' }]);
  expect(saved).toEqual(['station-street-9.shaotai']);
  expect(screen.root.textContent).toContain('已写出全街道 7 步 · station-street-9.shaotai');
});

test('a street takes an answer in, or says why it does not', async () => {
  const answer = { decisions: 7, entries: 20, isMore: false };
  const screen = await open(false, {
    'exchange.take': ({ text }) =>
      text === 'bent' ? { error: { code: 'exchange/bent' } } : answer,
  });
  await choose(screen, ['bent']);
  expect(screen.root.querySelector('[role=alert]')?.textContent).toContain('签名对不上');
  await choose(screen, ['whole']);
  expect(screen.root.querySelector('[role=status]')?.textContent).toContain('已读入 7 步裁定');
});

test('the district brings all files before it saves an answer to any', async () => {
  const brought: string[] = [];
  const screen = await open(true, {
    'exchange.bring': ({ text }) => {
      brought.push(text);
      return { name: text, base64: '', decided: 3, waiting: 0, isMore: false };
    },
  });
  must(screen.root.querySelector('button'), 'bring').focus();
  screen.root.querySelector<HTMLInputElement>('input')?.addEventListener('click', (event) => {
    event.preventDefault();
  });
  must(screen.root.querySelector('button'), 'bring').click();
  await choose(screen, ['a', 'b']);
  expect(brought).toEqual(['a', 'b', 'a', 'b']);
  expect(saved).toEqual(['a', 'b']);
  expect(screen.root.textContent).toContain('已导入 2 份 6 步，回答已存');
});
