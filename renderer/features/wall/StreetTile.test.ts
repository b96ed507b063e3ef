import { afterEach, expect, it } from 'vitest';
import { defineComponent, h } from 'vue';
import type { WallView } from '#core/protocol/console/views.ts';
import { mountScreen } from '#tests/component/mountScreen.ts';
import { quietWall } from '#tests/support/quietWall.ts';
import { createScriptedHost } from '#tests/support/scriptedLink.ts';
import StreetTile from './StreetTile.vue';
import { provideWall } from './useWall.ts';

/** Noon in Beijing. */
const NOON = Date.UTC(2026, 5, 1, 4);
const HOUR = 3_600_000;

const OpenWall = defineComponent(() => {
  const wall = provideWall();
  return () =>
    wall.view.value === null ? null : h(StreetTile, { view: wall.view.value, isWide: true });
});
const street = (name: string, part: object): WallView['streets'][number] => ({
  street: name,
  name,
  filedToday: 0,
  open: 3,
  overdue: 0,
  onTime: { value: null, of: 0, compare: null, asOf: NOON },
  cutSince: null,
  ...part,
});

afterEach(() => {
  document.body.replaceChildren();
});

it('never says of a street that is cut that nothing was filed there today', async () => {
  const streets = [
    street('quiet', {}),
    street('cut', { cutSince: NOON - HOUR }),
    street('cut-after-some', { filedToday: 4, cutSince: NOON - HOUR }),
    street('cut-for-days', { cutSince: NOON - 49 * HOUR }),
  ];
  const host = createScriptedHost({
    views: { wall: () => ({ ...quietWall(NOON), streets }) },
    calls: {},
  });
  const screen = mountScreen(host, OpenWall);
  await screen.settle();
  const cells = [...screen.root.querySelectorAll('tbody tr')].map((row) => [
    row.querySelector('th')?.textContent.trim(),
    row.querySelector('b')?.textContent.trim(),
    row.querySelector('td:last-child')?.textContent.trim(),
  ]);
  expect(cells).toEqual([
    ['cut-after-some', '4', '截至 11:00'],
    ['cut', '未知', '截至 11:00'],
    ['cut-for-days', '未知', expect.stringMatching(/^截至 .*30/u)],
    ['quiet', '0', '–'],
  ]);
  screen.unmount();
});
