import { join } from 'node:path';
import { startDisplay, type Display } from '#scripts/display.mjs';
import { openDesktop } from '#tests/e2e/fixtures/desktop.ts';
import {
  DISPATCHER,
  openBenchStage,
  openDistrictFolder,
  waitForReplica,
} from './support/benchStage.ts';
import { benchLine, type BenchLine } from './support/quantiles.ts';

const CASES = 50_000;
const STARTS = 7;

/**
 * The second start of the desktop console over a replica of 50,000 cases: from the start of the process
 * to the login page, and from the login key to the first rows painted and an arrow key moving among
 * them. What a person needs to type in between is not counted.
 */
export async function start(): Promise<readonly BenchLine[]> {
  const stage = await openBenchStage(await openDistrictFolder(CASES));
  const display = await someDisplay();
  try {
    const first = await stage.openConsole('hall-1');
    const entered = await first.client.do('session.login', DISPATCHER);
    if (!entered.ok) throw new Error(`login: ${entered.error.code}`);
    await waitForReplica(first.client, CASES);
    first.client.close();
    await first.running.stop();
    const times: number[] = [];
    for (let i = 0; i < STARTS; i += 1) {
      times.push(await oneStart(first.data, stage.line.port, display.display));
    }
    return [benchLine('start', times, null)];
  } finally {
    await display.stop();
    await stage.close();
  }
}

/** The display at hand, or one of our own that nobody sees. */
async function someDisplay(): Promise<Display> {
  const display = process.env['DISPLAY'];
  if (display !== undefined && display !== '') {
    return { display, stop: () => Promise.resolve() };
  }
  return startDisplay();
}

async function oneStart(data: string, port: number, display: string): Promise<number> {
  const from = performance.now();
  const words = [
    ...['--district', `ws://127.0.0.1:${port}`],
    ...['--enrol-demo', join(data, '..', 'demo'), '--demo-device', 'hall-1'],
  ];
  const { page, close } = await openDesktop(data, words, display);
  const password = page.locator('input[type=password]');
  await password.waitFor();
  const toLogin = performance.now() - from;
  await page.locator('input').first().fill(DISPATCHER.login);
  await password.fill(DISPATCHER.password);
  const again = performance.now();
  await password.press('Enter');
  await page.locator('.line.current .no').waitFor();
  const before = await page.locator('.line.current .no').innerText();
  await page.keyboard.press('ArrowDown');
  await page.waitForFunction(
    (no) => document.querySelector('.line.current .no')?.textContent !== no,
    before,
  );
  const toRows = performance.now() - again;
  await close();
  process.stderr.write(
    `start: login page ${Math.round(toLogin)} ms, rows ${Math.round(toRows)} ms\n`,
  );
  return toLogin + toRows;
}
