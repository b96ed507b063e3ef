import { afterEach, expect, test } from 'vitest';
import { defineComponent, h } from 'vue';
import { must } from '#core/kernel/assert.ts';
import type { NoticeRow } from '#core/protocol/console/rows.ts';
import { mountScreen, type MountedScreen } from '#tests/component/mountScreen.ts';
import { deskScript } from '#tests/support/deskScript.ts';
import { noticeScript } from '#tests/support/noticeScript.ts';
import { createScriptedHost } from '#tests/support/scriptedLink.ts';
import { useNoticeWindow } from './useNoticeWindow.ts';

const NOW = Date.UTC(2026, 10, 21, 2, 0);
const SCRIPT = deskScript({ now: NOW });
const PATTERN = must(noticeScript(NOW).notices[0], 'a notice of the script');

let mounted: MountedScreen | null = null;
afterEach(() => {
  mounted?.unmount();
  mounted = null;
});

/** A host with so many notices, the newest one numbered highest; every third is the person's own. */
async function listOf(count: number) {
  let last = count;
  const host = createScriptedHost({
    ...SCRIPT,
    views: {
      ...SCRIPT.views,
      notices: ({ list, from = 0, count: rows = 100 }) => {
        const all = Array.from({ length: last }, (_, i): NoticeRow => {
          const number = last - i;
          return { ...PATTERN, id: `n${number}`, mine: number % 3 === 0 };
        });
        const listed = all.filter((row) => list !== 'mine' || row.mine);
        const window = listed.slice(from, from + rows);
        const unread = { unread: last, unreadListed: listed.length, upTo: last };
        return { notices: window, from, total: listed.length, ...unread, asOf: NOW };
      },
    },
  });
  const held: { list?: ReturnType<typeof useNoticeWindow> } = {};
  const Holder = defineComponent({
    setup() {
      held.list = useNoticeWindow();
      return () => h('div');
    },
  });
  const screen = mountScreen(host, Holder);
  mounted = screen;
  await screen.settle();
  const arrives = async (): Promise<void> => {
    last += 1;
    host.refresh('notices');
    await screen.settle();
  };
  return { window: must(held.list, 'the list'), settle: () => screen.settle(), arrives };
}

test('the last of a thousand is reached, though never more than a window is here', async () => {
  const { window, settle } = await listOf(1_000);
  expect(window.total.value).toBe(1_000);
  expect(window.chosen.value?.id).toBe('n1000');
  expect(window.rowAt(700)).toBeUndefined();
  window.look(695, 20);
  await settle();
  expect(window.rowAt(700)?.id).toBe('n300');
  window.look(980, 20);
  window.current.value = 999;
  await settle();
  expect(window.chosen.value?.id).toBe('n1');
  expect(window.notices.value?.notices.length).toBeLessThanOrEqual(200);
});

test('what arrives above does not take away the row that is read', async () => {
  const { window, arrives } = await listOf(500);
  window.current.value = 4;
  expect(window.chosen.value?.id).toBe('n496');
  await arrives();
  expect([window.current.value, window.chosen.value?.id]).toEqual([5, 'n496']);
  expect(window.total.value).toBe(501);
});

test('another list begins at its newest', async () => {
  const { window, settle } = await listOf(600);
  window.look(300, 20);
  window.current.value = 310;
  await settle();
  window.list.value = 'mine';
  await settle();
  expect(window.total.value).toBe(200);
  expect([window.current.value, window.chosen.value?.id]).toEqual([0, 'n600']);
});
