import { chromium, type Page } from '@playwright/test';
import { chromiumArguments, chromiumPath } from '#tests/e2e/fixtures/chromium.ts';
import {
  DISPATCHER,
  openBenchStage,
  openDistrictFolder,
  waitForReplica,
} from './support/benchStage.ts';
import { benchLine, type BenchLine } from './support/quantiles.ts';

const CASES = 50_000;
const RUNS = 60;
const WARM_UP = 6;
const SETTLE_MS = 250;
const WAIT_MS = 60_000;
/** After the last case came, the host still counts and indexes. */
const CALM_MS = 10_000;

/** What the rows of the list must have become, beside being all there. */
type Change = 'rows' | 'total';

/**
 * The board over 50,000 open cases, from the key to the painted rows, in the page that people use: its
 * host, its link, its list, in Chromium without a graphics card (software rendering). The key's own time
 * stamp is the beginning; the end is the second frame after the last row of the view was there, which an
 * observer sees at once: a timer would wait behind the very frame that paints the rows.
 */
export async function boardPixels(): Promise<readonly BenchLine[]> {
  const stage = await openBenchStage(await openDistrictFolder(CASES));
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [...chromiumArguments, '--disable-gpu'],
  });
  try {
    const { client, running } = await stage.openConsole('hall-1');
    const login = await client.do('session.login', DISPATCHER);
    if (!login.ok) throw new Error(`login: ${login.error.code}`);
    await waitForReplica(client, CASES);
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    await page.goto(`http://127.0.0.1:${running.port}/#/board`);
    await page.locator('.line .no').first().waitFor();
    await page.keyboard.press('6');
    await page.waitForTimeout(CALM_MS);
    return [
      benchLine('board-pixels-open', await opened(page), null),
      benchLine('board-pixels-filter', await pressed(page, ['2', '6'], 'total'), null),
      benchLine('board-pixels-page', await pressed(page, ['PageDown'], 'rows'), null),
      benchLine('board-pixels-jump', await pressed(page, ['End', 'Home'], 'rows'), null),
    ];
  } finally {
    await browser.close();
    await stage.close();
  }
}

/** The list is gone to by its address and comes with its rows. */
async function opened(page: Page): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < WARM_UP + RUNS; i += 1) {
    await page.evaluate(() => {
      location.hash = '#/settings';
    });
    await page.locator('.line .no').first().waitFor({ state: 'detached' });
    await page.waitForTimeout(SETTLE_MS);
    const took = page.evaluate(
      (bound) =>
        new Promise<number>((resolve, reject) => {
          const from = performance.now();
          setTimeout(() => reject(new Error('the board did not open')), bound);
          const observer = new MutationObserver(() => {
            if (document.querySelector('.line .no') === null) return;
            if (document.querySelector('[role="grid"] .waiting') !== null) return;
            observer.disconnect();
            requestAnimationFrame(() =>
              requestAnimationFrame(() => resolve(performance.now() - from)),
            );
          });
          observer.observe(document.body, { childList: true, subtree: true });
          location.hash = '#/board';
        }),
      WAIT_MS,
    );
    times.push(await took);
  }
  return times.slice(WARM_UP);
}

async function pressed(page: Page, keys: readonly string[], change: Change): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < WARM_UP + RUNS; i += 1) {
    const key = keys[i % keys.length] ?? '';
    const took = untilPainted(page, change);
    // Awaited below; what goes wrong before that is the failure to tell.
    took.catch(() => undefined);
    // The listener stands in the page before the key comes.
    await page.waitForTimeout(SETTLE_MS);
    await page.keyboard.press(key);
    times.push(await took);
  }
  return times.slice(WARM_UP);
}

function untilPainted(page: Page, change: Change): Promise<number> {
  // No named function in here: the loader would wrap it in a helper that the page lacks.
  return page.evaluate(
    ([wanted, bound]) =>
      new Promise<number>((resolve, reject) => {
        addEventListener(
          'keydown',
          (event) => {
            const from = event.timeStamp;
            const grid = document.querySelector('[role="grid"]');
            const total = grid?.getAttribute('aria-rowcount');
            // The rows drawn, and the one that the person stands on.
            const rows = [...document.querySelectorAll('.line .no')]
              .map((one) => `${one.textContent}${String(one.closest('.current') !== null)}`)
              .join();
            setTimeout(() => reject(new Error(`no other ${wanted} after ${event.key}`)), bound);
            const observer = new MutationObserver(() => {
              const now = [...document.querySelectorAll('.line .no')]
                .map((one) => `${one.textContent}${String(one.closest('.current') !== null)}`)
                .join();
              const isOther =
                wanted === 'total' ? grid?.getAttribute('aria-rowcount') !== total : now !== rows;
              if (!isOther || grid?.querySelector('.waiting') !== null) return;
              observer.disconnect();
              requestAnimationFrame(() =>
                requestAnimationFrame(() => resolve(performance.now() - from)),
              );
            });
            observer.observe(document.body, {
              childList: true,
              subtree: true,
              attributes: true,
              characterData: true,
            });
          },
          { capture: true, once: true },
        );
      }),
    [change, WAIT_MS] as const,
  );
}
