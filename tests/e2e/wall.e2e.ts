import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import type { WallView } from '#core/protocol/console/views.ts';
import { test } from './fixtures/town.ts';

/** Mobile numbers, fixed lines, masked numbers. */
const NUMBERS = [
  /(?<![\d.-])1[3-9]\d{9}(?![\d.])/u,
  /(?<!\d)0\d{2,3}-\d{7,8}(?!\d)/u,
  /1\d{2}\*{4}\d{4}/u,
];

type Heard = { readonly texts: string[]; readonly views: WallView[] };

/** Everything that the district's server says to a wall page. */
function listen(page: Page): Heard {
  const heard: Heard = { texts: [], views: [] };
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => {
      const text = String(payload);
      if (text.includes('"base64"') || text.includes('"rings"')) return;
      heard.texts.push(text);
      const message = JSON.parse(text) as { readonly kind: string; readonly value?: unknown };
      const value = message.value as Partial<WallView> | undefined;
      if (message.kind === 'snapshot' && value?.head !== undefined) {
        heard.views.push(value as WallView);
      }
    });
  });
  return heard;
}

async function namesOfPeople(folder: string): Promise<readonly string[]> {
  const text = await readFile(join(folder, 'district', 'people.json'), 'utf8');
  const found = text.matchAll(/"name":\s*"([\u4e00-\u9fff]{2,4})"/gu);
  return [...new Set([...found].map((match) => match[1] ?? ''))];
}

test.use({ calls: 40 });

test('[R3-11] the wall in any browser: figures that add up, the hall, streets, no person', async ({
  browser,
  demo,
  district,
  given,
}) => {
  await given.aCase({ stage: 'filed' });
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  const heard = listen(page);
  await page.goto(`http://127.0.0.1:${district.port}/wall.html`);
  await expect(page.locator('.seats .seat')).toHaveCount(56);
  await expect(page.locator('.ranking tbody tr')).toHaveCount(17);
  await expect(page.locator('.centers li')).toHaveCount(17);
  await expect(page.locator('.heads .head .wall-age')).toHaveCount(7);
  await expect.poll(() => heard.views.at(-1)?.head.filedToday.value ?? 0).toBeGreaterThan(0);
  const view = heard.views.at(-1);
  if (view === undefined) throw new Error('the wall was told nothing');
  const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);
  const filed = view.head.filedToday.value ?? -1;
  expect(sum(view.streets.map((one) => one.open))).toBe(view.head.open.value);
  expect(sum(view.streets.map((one) => one.overdue))).toBe(view.head.overdue.value);
  expect(sum(view.streets.map((one) => one.filedToday))).toBe(filed);
  expect(sum(view.channels.map((one) => one.count))).toBe(filed);
  expect(view.head.gridToday + view.head.hotlineToday).toBe(filed);
  const late = view.points.filter((point) => point[3] === 2).length;
  expect(late).toBeLessThanOrEqual(view.head.overdue.value ?? 0);

  const shown = await page.locator('body').innerText();
  const people = await namesOfPeople(demo.folder);
  expect(people.length).toBeGreaterThan(500);
  for (const text of [shown, ...heard.texts]) {
    for (const pattern of NUMBERS) expect(text).not.toMatch(pattern);
    // No name, and no id of a case or person.
    expect(people.filter((name) => name.length > 2 && text.includes(name))).toEqual([]);
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-/u);
  }
  await page.close();
});

test('a wall may not ask for cases, people or a view of the desk', async ({
  browser,
  district,
}) => {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${district.port}/wall.html`);
  await page.locator('.ranking tbody tr').first().waitFor();
  const answers = await page.evaluate(async () => {
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/link`);
    const said: { id?: number; kind: string }[] = [];
    socket.onmessage = (event) => said.push(JSON.parse(String(event.data)) as { kind: string });
    await new Promise((done) => (socket.onopen = done));
    socket.send(JSON.stringify({ kind: 'hello', version: 1, body: 'wall' }));
    const calls = [
      ['case.search', { text: 'a', limit: 5 }],
      ['people.list', { text: '', from: 0, count: 5 }],
      ['caller.cases', { number: '1' }],
    ] as const;
    calls.forEach(([name, input], i) => {
      socket.send(JSON.stringify({ kind: 'call', id: 2 * i + 2, name, input }));
    });
    const views = [
      ['board', { filter: 'all', text: '', sort: 'clock', from: 0, count: 5 }],
      ['calls', {}],
    ] as const;
    views.forEach(([name, params], i) => {
      socket.send(JSON.stringify({ kind: 'watch', id: 2 * i + 1, name, params }));
    });
    const answers = () => said.filter((message) => message.kind !== 'welcome');
    while (answers().length < calls.length + views.length) {
      await new Promise((done) => socket.addEventListener('message', done, { once: true }));
    }
    socket.close();
    return answers().map((message) => message.kind);
  });
  expect(answers).toEqual(['error', 'error', 'error', 'error', 'error']);
  await page.close();
});
