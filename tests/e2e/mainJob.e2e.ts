// The main job: a call rings, becomes a case, stands on another desk's board and on the wall.
import { expect, type Browser, type Page } from '@playwright/test';
import { logIn } from './fixtures/logIn.ts';
import { test } from './fixtures/town.ts';
import { DispatchDesk } from './pages/dispatchDesk.ts';
import { IntakeSeat } from './pages/intakeSeat.ts';

test.use({ calls: 1000 });

async function openWall(browser: Browser, port: number): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${port}/wall.html`);
  await expect(openFigure(page)).toHaveText(/\d/);
  return page;
}

const openFigure = (wall: Page) =>
  wall.locator('.head').filter({ hasText: '在办' }).locator('.value').first();

async function openCount(wall: Page): Promise<number> {
  return Number(((await openFigure(wall).textContent()) ?? '').replaceAll(/\D/g, ''));
}

/** Takes the call of a known caller. Whoever rang when the key went down may be another: then once more. */
async function answerKnownCaller(seat: IntakeSeat): Promise<void> {
  await expect(async () => {
    await waitForKnownCaller(seat);
    await seat.answer();
    const isKnown = await seat.history
      .first()
      .waitFor({ timeout: 5_000 })
      .then(
        () => true,
        () => false,
      );
    if (isKnown) return;
    await seat.press('F8');
    await expect(seat.phone).toContainText('话后整理');
    expect(isKnown).toBe(true);
  }).toPass({ timeout: 200_000, intervals: [0] });
}

/** Ready for calls, and passes them on until one rings whose caller is known: one in six is. */
async function waitForKnownCaller(seat: IntakeSeat): Promise<void> {
  await seat.press('Alt+r');
  await expect(seat.phone).toContainText('来电 · 振铃');
  await expect(async () => {
    if ((await seat.history.count()) === 0) await seat.press('Escape');
    await expect(seat.history.first()).toBeVisible({ timeout: 400 });
  }).toPass({ timeout: 120_000, intervals: [0] });
}

test('[R0-33] a call becomes a case: ring, F2, form by keys, number told, sent, seen on the board and the wall', async ({
  openConsole,
  district,
  browser,
}) => {
  test.setTimeout(300_000);
  const wall = await openWall(browser, district.port);
  const operator = await openConsole({ device: 'hall-1' });
  await logIn(operator.page, 'operator', { seat: 'S01' });
  const other = await openConsole({ device: 'hall-2' });
  await logIn(other.page, 'dispatcher', { seat: 'D01' });
  const desk = new DispatchDesk(other.page);
  await desk.ready();
  const seat = new IntakeSeat(operator.page);
  await seat.ready();

  await answerKnownCaller(seat);
  const told = await seat.toldNumber();
  const before = await openCount(wall);

  await seat.type('我姓刘，楼下的井盖从昨天晚上开始一压就响，车一过全楼都听得见');
  await seat.takeMatter('jgyx', '井盖异响');
  await seat.takePlace('清水苑');
  const urgency = seat.form.getByRole('radiogroup', { name: /^紧急程度/ });
  const proposed = await urgency.getByRole('radio', { checked: true }).innerText();
  await seat.press('Alt+u');
  await expect(urgency.getByRole('radio', { checked: true })).not.toHaveText(proposed);
  const number = await seat.send();
  expect(number).toBe(told);

  await desk.filter(6);
  await desk.find(number);
  await expect(desk.rows).toHaveCount(1);
  await expect(desk.rows.first()).toContainText('一压就响');
  await expect.poll(() => openCount(wall)).toBeGreaterThan(before);
  const shown = await wall.locator('body').innerText();
  expect(shown).not.toContain('姓刘');
  expect(shown).not.toMatch(/\b1\d{10}\b/);
  expect(shown).not.toContain(number);
  await wall.close();

  // The next call rings while the operator types: it takes neither the form nor the keys.
  await seat.press('F8');
  await expect(seat.phone).toContainText('话后整理');
  await seat.openBlank();
  await seat.type('先记一笔');
  await seat.press('Alt+r');
  await expect(seat.phone).toContainText('来电 · 振铃');
  await seat.type('，再接下一个电话');
  await expect(seat.words).toHaveValue('先记一笔，再接下一个电话');
  await seat.press('Alt+b');
});
