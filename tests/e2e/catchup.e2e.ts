// What was written on paper while the program was down: blank cards before it, entered card by card after.
import { expect, type Page } from '@playwright/test';
import { logIn } from './fixtures/logIn.ts';
import { test } from './fixtures/town.ts';
import { IntakeSeat } from './pages/intakeSeat.ts';

/** As a person writes it on a card: to the minute, in the district's zone. */
const clock = (): string =>
  new Date().toLocaleTimeString('en-GB', { timeZone: 'Asia/Shanghai' }).slice(0, 5);

async function fill(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(fields)) {
    await page.getByRole('textbox', { name, exact: true }).fill(value);
  }
}

test('cards are printed before an outage and entered after it: one over, one that goes on, none twice', async ({
  openConsole,
}) => {
  const { page } = await openConsole({ device: 'hall-1' });
  await logIn(page, 'operator');
  const seat = new IntakeSeat(page);
  await seat.ready();
  await seat.press('g', 'k');
  await page.waitForURL(/#\/catchup/);
  await page.evaluate(() => (window.print = () => undefined));
  await fill(page, { 张数: '3' });
  const sheet = page.getByRole('region', { name: '空白卡' });
  // A console that was just enrolled is still being given its numbers.
  await expect(sheet.getByText(/还余 [1-9]/)).toBeVisible();
  await page.keyboard.press('Control+p');
  await expect(sheet.getByRole('listitem')).toHaveCount(3);
  // What goes to paper: each card with its number, and nothing of it on the screen.
  await expect(page.locator('.blank-cards .no')).toHaveCount(3);
  await expect(page.locator('.blank-cards')).toBeHidden();

  const card = page.getByRole('textbox', { name: '卡号', exact: true });
  await page.keyboard.press('Alt+k');
  await expect(card).toHaveValue(/^[A-Z]{2,4}\d{6}-\d{4}/);
  const first = await card.inputValue();
  const now = clock();
  await fill(page, {
    ...{ 受理时间: now, 办结时间: now, 来电号码: '13800001234', 来电人: '王先生' },
    ...{ 标题: '路灯不亮', 诉求内容: '楼前路灯整夜不亮', 经过: `${now} 电工到场` },
  });
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('写处置结果或答复')).toBeVisible();
  await fill(page, { 处置结果或答复: '已更换灯泡' });
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(`已补录 ${first}`)).toBeVisible();
  await expect(sheet.getByRole('link', { name: first })).toBeVisible();

  await page.keyboard.press('Alt+p');
  await page.keyboard.press('Alt+k');
  await expect(card).not.toHaveValue('');
  const second = await card.inputValue();
  expect(second).not.toBe(first);
  await fill(page, { 受理时间: clock(), 标题: '积水', 诉求内容: '桥下积水半尺' });
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(`已补录 ${second}`)).toBeVisible();

  await card.fill(first);
  await expect(page.getByText(`这张卡已经补录，案号 ${first}`)).toBeVisible();
  await sheet.getByRole('link', { name: first }).click();
  await page.waitForURL(/#\/case\//);
  const file = page.getByRole('region', { name: `案卷 ${first}` });
  await expect(file.getByText('电工到场')).toBeVisible();
  await expect(file.getByText('已更换灯泡').first()).toBeVisible();
});
