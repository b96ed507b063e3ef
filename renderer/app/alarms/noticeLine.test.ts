import { afterEach, expect, test } from 'vitest';
import { must } from '#core/kernel/assert.ts';
import type { NoticesView } from '#core/protocol/console/notices.ts';
import { mountScreen, type MountedScreen } from '#tests/component/mountScreen.ts';
import { deskScript } from '#tests/support/deskScript.ts';
import { noticeScript } from '#tests/support/noticeScript.ts';
import { createScriptedHost } from '#tests/support/scriptedLink.ts';
import CommandBar from '../command/CommandBar.vue';
import { useNoticeLine } from './useNoticeLine.ts';

const NOW = Date.UTC(2026, 10, 21, 2, 0);
const SCRIPT = deskScript({ now: NOW });
const ALL = noticeScript(NOW).notices;
type Row = NoticesView['notices'][number];

let mounted: MountedScreen | null = null;
afterEach(() => {
  mounted?.unmount();
  mounted = null;
});

async function desk(first: readonly Row[]) {
  let rows = first;
  const host = createScriptedHost({
    ...SCRIPT,
    views: {
      ...SCRIPT.views,
      notices: () => ({
        notices: [...rows],
        from: 0,
        total: rows.length,
        unread: rows.length,
        unreadListed: rows.length,
        upTo: rows.length,
        asOf: NOW,
      }),
    },
  });
  const screen = mountScreen(host, CommandBar, { setup: useNoticeLine });
  mounted = screen;
  await screen.settle();
  const line = (): string => screen.root.querySelector('#command-preview')?.textContent ?? '';
  const tell = async (next: readonly Row[]): Promise<string> => {
    rows = next;
    host.refresh('notices');
    await screen.settle();
    return line();
  };
  return { line, tell };
}

const rowAt = (at: number): Row => must(ALL[at], 'a notice of the script');
const [met, overruled, proposal] = [rowAt(0), rowAt(1), rowAt(2)];

test('what was there at the login is not said, what comes later is, once', async () => {
  const { line, tell } = await desk([met]);
  expect(line().trim()).toBe('');
  expect(await tell([proposal, met])).toContain('新告知：已作为建议送交 东直门 · DZM261121-0012');
  expect(await tell([overruled, proposal, met])).toContain('职责矩阵定了另一单位');
  expect(await tell([proposal, met])).toContain('职责矩阵定了另一单位');
});

test('what the scope is told is not said, but the same told to the person is', async () => {
  const { tell } = await desk([]);
  expect((await tell([{ ...met, mine: false }])).trim()).toBe('');
  expect(await tell([met])).toContain('新告知：两步撞在一起');
});

test('what was read elsewhere meanwhile is no news', async () => {
  const { tell } = await desk([]);
  expect((await tell([{ ...met, read: true }])).trim()).toBe('');
});
