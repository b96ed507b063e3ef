import { afterEach, expect, test } from 'vitest';
import type { CallInput } from '#core/protocol/console/calls.ts';
import { mountScreen, type MountedScreen } from '#tests/component/mountScreen.ts';
import { deskScript } from '#tests/support/deskScript.ts';
import { noticeScript } from '#tests/support/noticeScript.ts';
import { createScriptedHost } from '#tests/support/scriptedLink.ts';
import NoticesPane from './NoticesPane.vue';

const NOW = Date.UTC(2026, 10, 21, 2, 0);
const SCRIPT = deskScript({ now: NOW });

let mounted: MountedScreen | null = null;
afterEach(() => {
  mounted?.unmount();
  mounted = null;
});

test('all are marked read of the list that is shown, up to the newest that it shows', async () => {
  const marked: CallInput<'notice.read'>[] = [];
  const host = createScriptedHost({
    views: { ...SCRIPT.views, notices: (params) => noticeScript(NOW, params) },
    calls: {
      ...SCRIPT.calls,
      'notice.read': (input) => {
        marked.push(input);
        return {};
      },
    },
  });
  const screen = mountScreen(host, NoticesPane);
  mounted = screen;
  await screen.settle();
  const buttonOf = (text: string): HTMLElement | undefined =>
    [...screen.root.querySelectorAll<HTMLElement>('button')].find((one) =>
      one.textContent.includes(text),
    );
  buttonOf('全部已读')?.click();
  await screen.settle();
  buttonOf('给我')?.click();
  await screen.settle();
  buttonOf('全部已读')?.click();
  await screen.settle();
  expect(marked).toEqual([
    { ids: [], all: { list: 'all', upTo: 7 } },
    { ids: [], all: { list: 'mine', upTo: 7 } },
  ]);
});
