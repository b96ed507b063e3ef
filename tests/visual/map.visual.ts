import { expect, test } from '@playwright/test';
import { createRng } from '#core/kernel/rng.ts';
import type { DrawnMarks } from '#renderer/map/createMap.ts';
import { serveHarness, type HarnessServer } from './mapHarness/serveHarness.ts';

const CASES = 300;
const CLICKS = 250;
const TOUCH_PX = 12;

let server: HarnessServer;
test.beforeAll(async () => {
  server = await serveHarness();
});
test.afterAll(() => server.close());

type Drawn = DrawnMarks['marks'][number];
type Pixel = readonly [number, number];

/** Middle of a mark on the page, reckoned here from the frame alone. */
function middleOf({ mark }: Drawn, { frame }: DrawnMarks): Pixel {
  return [
    frame.width / 2 + (mark.x - frame.centerX) / frame.resolution + mark.dx,
    frame.height / 2 - (mark.y - frame.centerY) / frame.resolution + mark.dy,
  ];
}

/** Inside the drawn shape, by half planes; nothing here is shared with the program's picking. */
function covers(drawn: Drawn, [cx, cy]: Pixel, [x, y]: Pixel): boolean {
  const r = drawn.mark.reach;
  const corners: Readonly<Record<string, readonly Pixel[]>> = {
    over: [
      [cx - r, cy - r],
      [cx + r, cy - r],
      [cx + r, cy + r],
      [cx - r, cy + r],
    ],
    critical: [
      [cx, cy - r],
      [cx + r, cy],
      [cx, cy + r],
      [cx - r, cy],
    ],
    near: [
      [cx, cy - r],
      [cx + r, cy + r],
      [cx - r, cy + r],
    ],
  };
  const polygon = corners[drawn.mark.kind];
  if (polygon === undefined) return Math.hypot(x - cx, y - cy) <= r;
  return polygon.every(([ax, ay], i) => {
    const [bx, by] = polygon[(i + 1) % polygon.length] ?? [ax, ay];
    return (bx - ax) * (y - ay) - (by - ay) * (x - ax) >= 0;
  });
}

/** On the plate with the number beside a shape. */
function coversNumber({ mark }: Drawn, [cx, cy]: Pixel, [x, y]: Pixel): boolean {
  const right = cx + mark.reach + mark.plateWidth;
  return mark.plateWidth > 0 && x >= cx && x <= right && Math.abs(y - cy) <= mark.plateHalf;
}

/**
 * The ids that a click must pick: the worst shape, the number, then anything else that covers, the last drawn of
 * each; else the nearest within a touch; null for none.
 */
function expected(all: DrawnMarks, at: Pixel): readonly string[] | null {
  const middles = all.marks.map((drawn) => middleOf(drawn, all));
  const covering = all.marks.map((drawn, i) => covers(drawn, middles[i] ?? [0, 0], at));
  const isWorst = (i: number): boolean =>
    ['over', 'critical'].includes(all.marks[i]?.mark.kind ?? '');
  const layers = [
    covering.findLastIndex((is, i) => is && isWorst(i)),
    all.marks.findLastIndex((drawn, i) => coversNumber(drawn, middles[i] ?? [0, 0], at)),
    covering.lastIndexOf(true),
  ];
  const top = layers.find((i) => i >= 0);
  if (top !== undefined) return all.marks[top]?.ids ?? null;
  const gaps = middles.map(([x, y]) => Math.hypot(x - at[0], y - at[1]));
  const least = Math.min(...gaps);
  return least < TOUCH_PX ? (all.marks[gaps.lastIndexOf(least)]?.ids ?? null) : null;
}

for (const deviceScaleFactor of [1, 1.5]) {
  test(`a real click picks what stands there, at ${deviceScaleFactor}x`, async ({ browser }) => {
    const page = await browser.newPage({
      viewport: { width: 1180, height: 900 },
      deviceScaleFactor,
    });
    await page.goto(server.url);
    await page.evaluate(async (count) => {
      window.harness.open({ doubleClickZooms: false });
      window.harness.map().setMarkers(await window.harness.cases(count, 21));
    }, CASES);
    await expect
      .poll(() => page.evaluate(() => window.harness.sight !== null && window.harness.base))
      .toBe('ready');
    for (const zoom of [12.9, 14.6, 16.2]) {
      await page.evaluate((to) => window.harness.map().zoomTo(to), zoom);
      const all = await page.evaluate(() => window.harness.map().drawn());
      if (all === null) throw new Error('nothing drawn');
      const rng = createRng(`${zoom}`);
      const inView = all.marks
        .map((drawn) => middleOf(drawn, all))
        .filter(([x, y]) => x > 20 && y > 20 && x < 1_160 && y < 880);
      expect(inView.length).toBeGreaterThan(3);
      const clicks = Array.from({ length: Math.round(CLICKS / 3) }, (): Pixel => {
        const [x, y] = inView[rng.int(inView.length)] ?? [600, 450];
        return [Math.round(x + (rng.next() - 0.5) * 40), Math.round(y + (rng.next() - 0.5) * 40)];
      });
      for (const at of clicks) {
        await page.evaluate(() => {
          window.harness.picks.length = 0;
          window.harness.points.length = 0;
        });
        await page.mouse.click(at[0], at[1]);
        const got = await page.evaluate(() => window.harness.picks.map((picked) => picked.ids));
        const points = await page.evaluate(() => window.harness.points.length);
        const want = expected(all, at);
        expect(got, `click at ${at.join()} zoom ${zoom}`).toEqual(want === null ? [] : [want]);
        expect(points).toBe(want === null ? 1 : 0);
      }
    }
    await page.close();
  });
}

test('the worst is never hidden: at every zoom a click on each worst shape in view picks its case', async ({
  page,
}) => {
  await page.goto(server.url);
  await page.evaluate(async () => {
    window.harness.open({ doubleClickZooms: false });
    window.harness.map().setMarkers(await window.harness.cases(1_500, 4));
  });
  await expect.poll(() => page.evaluate(() => window.harness.base)).toBe('ready');
  for (const zoom of [12.5, 13.75, 15]) {
    await page.evaluate((to) => window.harness.map().zoomTo(to), zoom);
    const all = await page.evaluate(() => window.harness.map().drawn());
    if (all === null) throw new Error('nothing drawn');
    const worst = all.marks.filter(({ mark }) => mark.kind === 'over' || mark.kind === 'critical');
    const drawnWorst = new Set(worst.flatMap((drawn) => drawn.ids));
    expect(new Set(await page.evaluate(() => window.harness.map().worst()))).toEqual(drawnWorst);
    for (const drawn of worst) {
      const [x, y] = middleOf(drawn, all);
      if (x < 20 || y < 20 || x > 1_900 || y > 1_060) continue;
      await page.evaluate(() => (window.harness.picks.length = 0));
      await page.mouse.click(x, y);
      const got = await page.evaluate(() => window.harness.picks[0]?.ids);
      expect(got).toEqual(drawn.ids);
    }
  }
});

test('a strict content policy is kept: nothing writes a style into the page', async ({ page }) => {
  const refused: string[] = [];
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) refused.push(message.text());
  });
  await page.goto(server.url);
  await page.evaluate(async () => {
    window.harness.open({});
    window.harness.map().setMarkers(await window.harness.cases(200, 1));
  });
  await expect.poll(() => page.evaluate(() => window.harness.base)).toBe('ready');
  const resolution = () => page.evaluate(() => window.harness.map().drawn()?.frame.resolution);
  const before = await resolution();
  await page.mouse.move(600, 400);
  await page.mouse.wheel(0, -300);
  await expect.poll(resolution).not.toBe(before);
  expect(refused).toEqual([]);
});

test('a hand on the map ends following; a new set of cases never moves it', async ({ page }) => {
  await page.goto(server.url);
  await page.evaluate(async () => {
    window.harness.open({});
    window.harness.map().setMarkers(await window.harness.cases(200, 1));
  });
  await expect.poll(() => page.evaluate(() => window.harness.base)).toBe('ready');
  const center = () => page.evaluate(() => window.harness.map().drawn()?.frame);
  const atFirst = await center();
  await page.evaluate(async () => {
    window.harness.map().setMarkers(await window.harness.cases(150, 2));
  });
  expect(await center()).toEqual(atFirst);
  await page.mouse.move(900, 500);
  await page.mouse.down();
  await page.mouse.move(700, 420, { steps: 5 });
  await page.mouse.up();
  await expect.poll(async () => (await center())?.centerX).not.toBe(atFirst?.centerX);
  const moved = await center();
  await page.setViewportSize({ width: 1500, height: 900 });
  await expect.poll(async () => (await center())?.width).toBe(1500);
  expect((await center())?.resolution).toBe(moved?.resolution);
});
