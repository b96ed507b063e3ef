// Frames of the live map with 5,000 open cases in software rendering, against OpenLayers' own Cluster and
// VectorLayer over the same ground in the same run.
import { chromium, type Browser, type Page } from '@playwright/test';
import { chromiumArguments, chromiumPath } from '#tests/e2e/fixtures/chromium.ts';
import { serveHarness, type HarnessServer } from '#tests/visual/mapHarness/serveHarness.ts';
import { benchLine, type BenchLine } from './support/quantiles.ts';

const CASES = 5_000;
const ROUNDS = 6;
const FRAMES = 60;
const ZOOM = 14.4;
const SETTLE_MS = 2_000;
const PEER = 'ol/source/Cluster + ol/layer/Vector';

/** Frames as fast as they are made: without a frame limit the time between two is the cost of one. */
const FREE_RUNNING = ['--disable-gpu', '--disable-gpu-vsync', '--disable-frame-rate-limit'];

type Movement = 'pan' | 'zoom';
type Side = { readonly entry: string; readonly open: (page: Page) => Promise<void> };

const OURS: Side = {
  entry: 'harness.ts',
  open: (page) =>
    page.evaluate(async (count) => {
      window.harness.open({});
      window.harness.map().setMarkers(await window.harness.cases(count, 11));
    }, CASES),
};
const THEIRS: Side = {
  entry: 'peerHarness.ts',
  open: (page) =>
    page.evaluate(
      async ([count, zoom]) => {
        const cases = (await (await fetch(`/cases/${count}/11`)).json()) as never;
        await window.peer.open(cases, zoom);
      },
      [CASES, ZOOM] as const,
    ),
};

export async function mapPan(): Promise<readonly BenchLine[]> {
  return [await measure('pan')];
}

export async function mapZoom(): Promise<readonly BenchLine[]> {
  return [await measure('zoom')];
}

/** Both sides take turns, so that whatever else this machine does falls on both alike. */
async function measure(movement: Movement): Promise<BenchLine> {
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [...chromiumArguments, ...FREE_RUNNING],
  });
  const stages = [await openStage(browser, OURS), await openStage(browser, THEIRS)];
  try {
    const own: number[] = [];
    const values: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const { page, side } of stages) {
        await page.bringToFront();
        const times = await move(page, { side, movement, count: FRAMES });
        // The first round warms up.
        if (round > 0) (side === OURS ? own : values).push(...times);
      }
    }
    return benchLine(`map-${movement}`, own, { what: PEER, values });
  } finally {
    await browser.close();
    for (const stage of stages) await stage.server.close();
  }
}

type Stage = { readonly page: Page; readonly side: Side; readonly server: HarnessServer };

async function openStage(browser: Browser, side: Side): Promise<Stage> {
  const server = await serveHarness(side.entry);
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await page.goto(server.url);
  await side.open(page);
  await page.waitForTimeout(SETTLE_MS);
  if (side === OURS) await page.evaluate((zoom) => window.harness.map().zoomTo(zoom), ZOOM);
  await page.waitForTimeout(SETTLE_MS);
  return { page, side, server };
}

function move(
  page: Page,
  wish: { readonly side: Side; readonly movement: Movement; readonly count: number },
): Promise<number[]> {
  const { side, movement, count } = wish;
  return page.evaluate(
    ([isOurs, how, frameCount, zoom]) => {
      const map = isOurs ? window.harness : window.peer;
      return how === 'pan' ? map.pan(frameCount) : map.zoom(frameCount, zoom);
    },
    [side === OURS, movement, count, ZOOM] as const,
  );
}
