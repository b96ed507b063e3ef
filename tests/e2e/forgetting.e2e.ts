// A person asks that his case be forgotten: an administrator says so once, and no desk finds his words again.
import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import { logIn } from './fixtures/logIn.ts';
import { test } from './fixtures/town.ts';
import { DispatchDesk } from './pages/dispatchDesk.ts';

test('an administrator forgets an archived case, and no other console shows or finds its words', async ({
  openConsole,
  given,
}) => {
  test.slow();
  const words = `渗水${randomUUID().slice(0, 8)}`;
  const number = await given.aCase({ stage: 'filed', title: words });
  const hall = await openConsole({ device: 'hall-2' });
  await logIn(hall.page, 'chief', { seat: 'D01' });
  const desk = new DispatchDesk(hall.page);
  await desk.ready();
  await desk.openNumber(number);
  await expect(desk.file).toContainText(words);
  await desk.act('Control+Shift+X', '作废', { 理由: '来电人撤回' });
  await desk.act('Shift+Z', '归档');

  const office = await openConsole({ device: 'hall-3' });
  const { page } = office;
  await logIn(page, 'admin', { seat: 'D07' });
  await page.waitForURL(/#\/admin\/people/);
  await page.evaluate(() => {
    location.hash = '#/audit';
  });
  await page.getByRole('button', { name: '到期脱敏' }).click();
  await page.waitForURL(/#\/audit\/forgetting/);
  await page.keyboard.press('Control+f');
  await page.keyboard.type(number);
  const due = page.getByRole('grid', { name: '到期脱敏' });
  const row = due.getByRole('row').filter({ hasText: number });
  await expect(row).toContainText('未到期');
  await page.keyboard.press('Enter');
  await expect(due).toBeFocused();
  await page.keyboard.press('x');
  await page.keyboard.press('f');
  const warning = page.getByRole('dialog', { name: '1 件案件脱敏' });
  await expect(warning).toContainText('永久失去');
  await expect(warning).toContainText('不可撤销');
  await expect(page.getByRole('radio')).toHaveText(['按当事人要求']);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('已脱敏 1 件')).toBeVisible({ timeout: 30_000 });
  await expect(row).toContainText('已脱敏');

  // The other console, without a key pressed.
  await expect(desk.file).toContainText('按当事人要求', { timeout: 30_000 });
  await expect(desk.file).toContainText(/此前 \d+ 步，内容已脱敏/);
  await expect(hall.page.locator('body')).not.toContainText(words);
  await desk.find(words);
  await expect(desk.grid.getByText(words)).toHaveCount(0);
  await desk.openNumber(number);
  await expect(desk.currentRow).toContainText('已脱敏');
});
