// Pan frames of the live map with 5,000 open cases in software rendering, against OpenLayers' own
// Cluster and VectorLayer over the same ground in the same run. Prints one JSON line.
import { chromium, type Browser, type Page } from '@playwright/test';
import { chromiumArguments, chromiumPath } from '#tests/e2e/fixtures/chromium.ts';
import { serveHarness } from '#tests/visual/mapHarness/serveHarness.ts';

const CASES = 5_000;
const FRAMES = 240;
const WARM_UP = 30;
const ZOOM = 14.4;

/** Frames as fast as they are made: without a frame limit the time between two is the cost of one. */
const FREE_RUNNING = ['--disable-gpu', '--disable-gpu-vsync', '--disable-frame-rate-limit'];

async function openPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await page.goto(url);
  return page;
}

async function ours(browser: Browser): Promise<number[]> {
  const server = await serveHarness();
  const page = await openPage(browser, server.url);
  await page.evaluate(
    async ([count, zoom]) => {
      window.harness.open({});
      window.harness.map().setMarkers(await window.harness.cases(count, 11));
      await new Promise((done) => setTimeout(done, 1_500));
      window.harness.map().zoomTo(zoom);
      await new Promise((done) => setTimeout(done, 2_000));
    },
    [CASES, ZOOM] as const,
  );
  await page.evaluate((count) => window.harness.pan(count), WARM_UP);
  const frames = await page.evaluate((count) => window.harness.pan(count), FRAMES);
  await page.close();
  await server.close();
  return frames;
}

async function peer(browser: Browser): Promise<number[]> {
  const server = await serveHarness('peerHarness.ts');
  const page = await openPage(browser, server.url);
  await page.evaluate(
    async ([count, zoom]) => {
      const cases = (await (await fetch(`/cases/${count}/11`)).json()) as never;
      await window.peer.open(cases, zoom);
      await new Promise((done) => setTimeout(done, 3_000));
    },
    [CASES, ZOOM] as const,
  );
  await page.evaluate((count) => window.peer.pan(count), WARM_UP);
  const frames = await page.evaluate((count) => window.peer.pan(count), FRAMES);
  await page.close();
  await server.close();
  return frames;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1);
  return Math.round((sorted[at] ?? 0) * 10) / 10;
}

const browser = await chromium.launch({
  executablePath: chromiumPath(),
  args: [...chromiumArguments, ...FREE_RUNNING],
});
const own = await ours(browser);
const other = await peer(browser);
await browser.close();
const p95 = quantile(own, 0.95);
const peerP95 = quantile(other, 0.95);
process.stdout.write(
  `${JSON.stringify({
    name: 'map-pan',
    p50: quantile(own, 0.5),
    p95,
    p99: quantile(own, 0.99),
    unit: 'ms',
    peer: { what: 'ol/source/Cluster + ol/layer/Vector', p50: quantile(other, 0.5), p95: peerP95 },
    ratio: Math.round((p95 / peerP95) * 100) / 100,
  })}\n`,
);
