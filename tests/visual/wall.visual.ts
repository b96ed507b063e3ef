import { expect, test, type Page } from '@playwright/test';
import { axeFindings } from '#tests/support/axeFindings.ts';
import { buildDemoGround, type DemoGround } from './mapHarness/demoGround.ts';
import { sampleWall } from './wallHarness/sampleWall.ts';
import { serveWall, type WallServer } from './wallHarness/serveWall.ts';

const MORNING = Date.parse('2026-11-21T03:06:12Z');
/** Longer than a wall may be silent before it says that it is old. */
const SILENT_MS = 13_000;
const SIZES = [
  [1_920, 1_080],
  [3_840, 2_160],
  [5_760, 1_080],
  [7_680, 2_160],
] as const;
/** Mobile numbers, fixed lines, masked numbers and masked names. */
const PERSONAL = [
  /(?<!\d)1[3-9]\d{9}(?!\d)/u,
  /(?<!\d)0\d{2,3}-\d{7,8}(?!\d)/u,
  /1\d{2}\*{4}\d{4}/u,
  /[\u4e00-\u9fff]\*{1,2}/u,
];

let demo: DemoGround;
test.beforeAll(() => {
  demo = buildDemoGround();
});

type Sample = Partial<Parameters<typeof sampleWall>[1]>;

async function openWall(
  page: Page,
  sample: Sample = {},
  language = 'zh-CN',
): Promise<{ readonly server: WallServer; readonly refused: string[] }> {
  const refused: string[] = [];
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) refused.push(message.text());
  });
  page.on('pageerror', (error) => refused.push(error.message));
  const first = () => sampleWall(demo, { now: MORNING, ...sample });
  const server = await serveWall(demo, { first });
  await page.goto(`${server.url}?lang=${language}`);
  await expect(page.locator('.ranking tbody tr')).toHaveCount(17);
  await page.evaluate(() => document.fonts.ready);
  return { server, refused };
}

/** Text that does not fit its box, or is smaller than the smallest class; empty when all is well. */
function misfits(page: Page, leastU: number): Promise<string[]> {
  return page.evaluate((least) => {
    const unit = Math.min(window.innerHeight / 2_160, window.innerWidth / 3_840);
    const bad: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>('.wall *')) {
      const own = [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '',
      );
      if (!own) continue;
      const text = element.innerText.trim().slice(0, 30);
      const size = Number.parseFloat(getComputedStyle(element).fontSize);
      if (size < least * unit - 0.01) bad.push(`small ${size} ${text}`);
      const isWordy = element.matches('.what, .note');
      if (!isWordy && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0) {
        bad.push(`cut ${element.className} ${text}`);
      }
      const box = element.getBoundingClientRect();
      const tile = element.closest('.wall-tile, .head')?.getBoundingClientRect();
      if (tile !== undefined && (box.bottom > tile.bottom + 1 || box.right > tile.right + 1)) {
        bad.push(`outside ${element.className} ${text}`);
      }
    }
    return bad;
  }, leastU);
}

for (const [width, height] of SIZES) {
  for (const language of ['zh-CN', 'en']) {
    test(`[R3-10] the wall fits ${width}x${height} in ${language}, nothing under 36u`, async ({
      page,
    }, info) => {
      await page.setViewportSize({ width, height });
      const { server, refused } = await openWall(page, { cutStreet: 13, hasAlarm: true }, language);
      await expect(page.locator('.seats .seat')).toHaveCount(56);
      await expect(page.locator('.ranking tbody tr')).toHaveCount(17);
      await expect(page.locator('.centers li')).toHaveCount(17);
      await expect(page.locator('.heads .head .wall-age')).toHaveCount(7);
      await expect.poll(() => misfits(page, 36)).toEqual([]);
      expect(refused).toEqual([]);
      const path = info.outputPath(`wall-${width}x${height}-${language}.png`);
      await page.screenshot({ path });
      await server.close();
    });
  }
}

test('the wall carries no personal data, on the page or on the wire', async ({ page }) => {
  const { server } = await openWall(page, { hasAlarm: true });
  const shown = await page.locator('body').innerText();
  for (const pattern of PERSONAL) {
    expect(shown).not.toMatch(pattern);
    for (const message of server.sent) {
      if (message.includes('"base64"')) continue;
      expect(message).not.toMatch(pattern);
    }
  }
  await server.close();
});

test('an unknown figure is unknown, never 0', async ({ page }) => {
  const { server } = await openWall(page, { isUnknown: true });
  const values = page.locator('.heads .head .value');
  await expect(values).toHaveText(Array.from({ length: 7 }, () => '未知'));
  await server.close();
});

test('a cut sub-center is dated, hatched and named; the others go on', async ({ page }) => {
  const { server } = await openWall(page, { cutStreet: 13 });
  await expect(page.locator('.centers .cut')).toHaveCount(1);
  await expect(page.locator('.ranking .cut .rate')).toHaveText(/^截至 \d\d:\d\d$/);
  await expect(page.locator('.wall-head .online')).toContainText('16 / 17');
  await server.close();
});

test('the wall survives a restart of its server untouched and keeps its last picture', async ({
  page,
}) => {
  await page.clock.install();
  const { server } = await openWall(page);
  await page.evaluate(() => (document.title = 'the same page'));
  await server.close();
  await page.clock.fastForward(SILENT_MS);
  await expect(page.locator('.wall-head .lost')).toBeVisible();
  await expect(page.locator('.heads .head .value').first()).toContainText('1,284');
  await expect(page.locator('.heads .head .wall-age').first()).toContainText('停在');
  const later = () => sampleWall(demo, { now: MORNING + 60_000, cutStreet: 2 });
  const again = await serveWall(demo, { first: later, port: server.port });
  await expect(page.locator('.centers .cut')).toHaveCount(1, { timeout: 40_000 });
  await expect(page.locator('.wall-head .lost')).toHaveCount(0);
  expect(await page.title()).toBe('the same page');
  await again.close();
});

test('the clock is the district’s, the night is darker, the frame shifts against burn-in', async ({
  page,
}) => {
  const night = Date.parse('2026-11-21T15:20:00Z');
  const { server } = await openWall(page, { now: night });
  await expect(page.locator('.wall-head .clock')).toContainText('23:20');
  await expect(page.locator('html')).toHaveAttribute('data-night', '');
  const shift = await page.evaluate(() =>
    document.documentElement.style.getPropertyValue('--wall-shift-x'),
  );
  server.push(sampleWall(demo, { now: night + 1_200_000 }));
  await expect(page.locator('.wall-head .clock')).toContainText('23:40');
  const later = await page.evaluate(() => [
    document.documentElement.style.getPropertyValue('--wall-shift-x'),
    document.documentElement.style.getPropertyValue('--wall-shift-y'),
  ]);
  expect(later.join()).not.toBe(`${shift},0`);
  await server.close();
});

test('axe finds nothing on the wall, live or with its line lost', async ({ page }) => {
  await page.setViewportSize({ width: 3_840, height: 2_160 });
  await page.clock.install();
  const { server } = await openWall(page, { cutStreet: 13, hasAlarm: true });
  await expect(page.locator('.wall-head .lost')).toBeHidden();
  expect(await axeFindings(page)).toEqual([]);
  await server.close();
  await page.clock.fastForward(SILENT_MS);
  await expect(page.locator('.wall-head .lost')).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
});
