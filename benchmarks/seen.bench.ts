import { chromium, type Page } from '@playwright/test';
import { chromiumArguments, chromiumPath } from '#tests/e2e/fixtures/chromium.ts';
import {
  DISPATCHER,
  openBenchStage,
  openDistrictFolder,
  waitForReplica,
} from './support/benchStage.ts';
import { benchLine, type BenchLine } from './support/quantiles.ts';

/** Of them a street holds 4 in 100, and each of its acts takes one. */
const CASES = 4_000;
const ACTS = 60;
const WARM_UP = 8;
const SEEN_BOUND_MS = 10_000;

/**
 * From the key press on one console to the changed row in another's window, both connected: two hosts,
 * one district, two pages; the same machine's clock reads both ends. The key dispatches a case; the row
 * is seen when the other board no longer shows it as waiting for dispatch.
 */
export async function seen(): Promise<readonly BenchLine[]> {
  const stage = await openBenchStage(await openDistrictFolder(CASES));
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [...chromiumArguments],
  });
  try {
    const pages: Page[] = [];
    for (const [device, login] of [
      ['dzm-1', { ...DISPATCHER, login: 'dzm-dispatcher', seat: 'DZM-1' }],
      ['dzm-2', { ...DISPATCHER, login: 'dzm-chief', seat: 'DZM-2' }],
    ] as const) {
      const { client, running } = await stage.openConsole(device);
      const entered = await client.do('session.login', login);
      if (!entered.ok) throw new Error(`login: ${entered.error.code}`);
      await waitForReplica(client, ACTS + WARM_UP);
      const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
      said(page, device);
      await page.goto(`http://127.0.0.1:${running.port}/#/board`);
      await page.getByRole('group', { name: '筛选' }).waitFor();
      await page.waitForTimeout(1_000);
      await page.keyboard.press('2');
      await page.locator('.line .no').first().waitFor();
      pages.push(page);
    }
    const [near, far] = pages as [Page, Page];
    await near.waitForTimeout(1_000);
    const times: number[] = [];
    for (let i = 0; i < ACTS + WARM_UP; i += 1) {
      const took = await dispatchAndSee(near, far);
      if (i >= WARM_UP) times.push(took);
    }
    return [benchLine('seen', times, null)];
  } finally {
    await browser.close();
    await stage.close();
  }
}

/** A page that is gone is told as such, not as whatever was asked of it next. */
function said(page: Page, device: string): void {
  page.on('crash', () => process.stderr.write(`bench: the page of ${device} crashed\n`));
  page.on('pageerror', ({ message }) => process.stderr.write(`bench: ${device}: ${message}\n`));
}

async function dispatchAndSee(near: Page, far: Page): Promise<number> {
  // The list keeps its order under the hand; 0 lets go of it.
  for (const page of [near, far]) await page.keyboard.press('0');
  for (const page of [near, far]) await page.keyboard.press('Home');
  await near.waitForTimeout(500);
  const current = near.locator('.line.current .no');
  // Only what the street holds can be dispatched here; the rest would become a proposal.
  for (let passed = 0; !(await current.innerText()).startsWith('DZM'); passed += 1) {
    if (passed === CASES) throw new Error('no case of the street is left to be dispatched');
    // The other one goes along: it draws only those rows that it shows.
    for (const page of [near, far]) await page.keyboard.press('j');
  }
  await near.waitForTimeout(300);
  const caseNo = await current.innerText();
  const gone = far.evaluate(
    (no) =>
      new Promise<number>((resolve, reject) => {
        // No named function in here: the loader would wrap it in a helper that the page lacks.
        const isThere = [...document.querySelectorAll('.line')].some(
          ({ textContent }) => textContent.includes(no) && textContent.includes('待派遣'),
        );
        if (!isThere) reject(new Error(`${no} does not stand on the other board`));
        const observer = new MutationObserver(() => {
          for (const row of document.querySelectorAll('.line')) {
            const text = row.textContent;
            if (text.includes(no) && text.includes('待派遣')) return;
          }
          observer.disconnect();
          requestAnimationFrame(() => resolve(Date.now()));
        });
        observer.observe(document.body, { subtree: true, childList: true, characterData: true });
      }),
    caseNo,
  );
  const pressedAt = near.evaluate(
    () =>
      new Promise<number>((resolve) => {
        addEventListener('keydown', () => resolve(Date.now()), { capture: true, once: true });
      }),
  );
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(`case ${caseNo} was not seen to change`)), SEEN_BOUND_MS);
  });
  // Awaited together from here on: when one of them fails its own words are told, and not what becomes of the others.
  const [[seenAt, from]] = await Promise.all([
    Promise.race([Promise.all([gone, pressedAt]), late]),
    near.waitForTimeout(300).then(() => near.keyboard.press('d')),
  ]);
  return seenAt - from;
}
