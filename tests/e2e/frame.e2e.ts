// What every screen has: settings that stay, lock, keys, command line, help.
import { expect } from '@playwright/test';
import { DEMO_PASSWORD, logIn } from './fixtures/logIn.ts';
import { test } from './fixtures/town.ts';
import { DispatchDesk } from './pages/dispatchDesk.ts';

test('language, theme, density and text size are kept over a restart', async ({ openConsole }) => {
  const hall = await openConsole({ device: 'hall-2' });
  await logIn(hall.page, 'dispatcher', { seat: 'D01' });
  const before = hall.page;
  await new DispatchDesk(before).ready();
  await before.keyboard.press('g');
  await before.keyboard.press('s');
  await before.waitForURL(/#\/settings/);
  // As long as a finger stays on a key.
  const right = () => before.keyboard.press('ArrowRight', { delay: 60 });
  await before.getByRole('radio', { name: '深色' }).focus();
  await right();
  await before.getByRole('radio', { name: '常 28' }).focus();
  await right();
  const size = before.getByRole('slider', { name: '字号' });
  await size.focus();
  await right();
  await right();
  await before.getByRole('radio', { name: '中文' }).focus();
  await right();
  await expect(before.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
  await expect(before.locator('html')).toHaveAttribute('lang', 'en');

  const page = await hall.restart('stop');
  const html = page.locator('html');
  await expect(html).toHaveAttribute('lang', 'en');
  await expect(html).toHaveAttribute('data-theme', 'light');
  await expect(html).toHaveAttribute('data-density', 'relaxed');
  await expect(html).toHaveCSS('font-size', '110px');
});

test('a locked seat shows nothing, opens by the password alone, and is as it was left', async ({
  openConsole,
}) => {
  const { page } = await openConsole({ device: 'hall-2' });
  await logIn(page, 'dispatcher', { seat: 'D01' });
  const desk = new DispatchDesk(page);
  await desk.ready();
  await desk.filter(6);
  const number = await desk.first();
  await desk.press('n');
  const words = desk.form('备注').getByRole('textbox', { name: '内容' });
  await words.fill('半句');
  await desk.press('Control+Shift+L');
  const lock = page.getByRole('dialog', { name: '席位已锁' });
  await expect(lock.getByLabel('口令')).toBeFocused();
  // Out of the document, not only under something.
  await expect(page.locator('header, nav, main, footer')).toHaveCount(0);
  expect(await page.locator('body').textContent()).not.toContain(number);
  await desk.press('Escape');
  await page.keyboard.type('not-the-password');
  await desk.press('Enter');
  await expect(lock.getByLabel('口令')).toHaveAccessibleDescription(/.+/);
  await expect(lock).toBeVisible();
  await page.keyboard.type(DEMO_PASSWORD);
  await desk.press('Enter');
  await expect(lock).toBeHidden();
  // As it was left, and the hand goes on where it was.
  await expect(words).toHaveValue('半句');
  await expect(words).toBeFocused();
  await page.keyboard.type('话');
  await desk.press('Control+Enter');
  await expect(desk.timeline().getByText(/备注 .*半句话/)).toBeVisible();
});

test('the key sheet, the help page and a command line that does all of an act or nothing', async ({
  openConsole,
  given,
}) => {
  const { page } = await openConsole({ device: 'hall-2' });
  await logIn(page, 'dispatcher', { seat: 'D01' });
  const desk = new DispatchDesk(page);
  await desk.ready();
  await desk.openNumber(await given.aCase({ stage: 'filed' }));
  await expect(desk.timeline().getByRole('listitem')).not.toHaveCount(0);
  await desk.grid.focus();
  await desk.press('Shift+?');
  const sheet = page.getByRole('dialog', { name: '全部按键' });
  await expect(sheet.getByText('筛选本表').first()).toBeVisible();
  await desk.press('Escape');
  await expect(sheet).toBeHidden();

  const line = page.getByRole('textbox', { name: '命令行' });
  const url = page.url();
  const steps = await desk.timeline().getByRole('listitem').count();
  for (const words of ['没有这个', 'gd 不存在的案号']) {
    await desk.press('/');
    await expect(line).toBeFocused();
    await page.keyboard.type(words);
    await desk.press('Enter');
    await expect(page.getByText('没有这个动作 · 什么都没做')).toBeVisible();
    expect(page.url()).toBe(url);
    await desk.press('Escape');
  }
  await expect(desk.timeline().getByRole('listitem')).toHaveCount(steps);
  await desk.press('/');
  await page.keyboard.type('tb');
  await expect(page.getByText('将执行：同步')).toBeVisible();
  await desk.press('Enter');
  await page.waitForURL(/#\/sync/);
  await desk.press('F1');
  await page.waitForURL(/#\/help/);
  await expect(page.getByRole('heading', { name: /同步/ }).first()).toBeVisible();
});
