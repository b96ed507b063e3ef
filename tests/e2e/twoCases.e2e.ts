// Acts that are about more than one case or more than one department: links, merges, whistles.
import { expect, type Page } from '@playwright/test';
import { openBlackHole } from '#scripts/drill/blackHole.ts';
import { logIn } from './fixtures/logIn.ts';
import { test } from './fixtures/town.ts';
import { DispatchDesk } from './pages/dispatchDesk.ts';

/** Another case looked for by its number in the form of an act about two. */
async function chooseOther(page: Page, form: string, number: string): Promise<void> {
  const field = page.getByRole('form', { name: form }).getByRole('combobox', { name: '另一案' });
  await field.fill(number);
  await expect(page.getByRole('option', { name: new RegExp(number) })).toBeVisible();
  await page.keyboard.press('Enter');
}

test('two reports of one thing are linked, then merged, and the merge is taken back, by keys', async ({
  openConsole,
  given,
}) => {
  const { page } = await openConsole({ device: 'hall-2' });
  await logIn(page, 'dispatcher');
  const desk = new DispatchDesk(page);
  await desk.ready();
  const first = await given.aCase({ stage: 'filed', title: '井盖松动的第一次反映' });
  const second = await given.aCase({ stage: 'filed', title: '井盖松动的再次反映' });
  await desk.openNumber(second);

  await desk.press('Shift+L');
  await chooseOther(page, '关联', first);
  await desk.press('Control+Enter');
  const related = desk.file.locator('dd').filter({ has: page.getByRole('link', { name: first }) });
  await expect(related).toContainText('重复反映');
  await expect(related).toContainText('井盖松动的第一次反映');

  await desk.press('Shift+M');
  await chooseOther(page, '并案', first);
  await desk.press('Control+Enter');
  await expect(related).toContainText('并入');
  await expect(desk.file.getByText('已并案').first()).toBeVisible();

  await desk.press('Control+z');
  await expect(desk.stage('派遣')).toBeVisible();
  await expect(related).toContainText('重复反映');

  // What a case names is one key away.
  await related.getByRole('link', { name: first }).press('Enter');
  await page.waitForURL(/#\/case\//);
  await expect(page.getByText('井盖松动的第一次反映').first()).toBeVisible();
});

test('[R2-16] [R2-17] [R2-36] a street that is cut off whistles; the district files it later, a department answers and is marked', async ({
  openConsole,
  district,
  given,
}) => {
  test.slow();
  const hole = await openBlackHole(district.port);
  const { page } = await openConsole({ device: 'dzm-1', port: hole.port });
  await logIn(page, 'dzm-dispatcher', { seat: 'DZM-1' });
  const street = new DispatchDesk(page);
  await street.ready();
  const number = await given.aCase({ stage: 'filed', heldBy: 'DZM', title: '供水管道爆裂漫水' });
  await street.openNumber(number);

  hole.cut();
  await expect(page.getByText(/断线 \d\d:\d\d 起/)).toBeVisible({ timeout: 60_000 });
  await street.press('Control+Shift+H');
  const form = street.form('吹哨');
  await form
    .getByRole('combobox', { name: '吹哨事项' })
    .selectOption({ label: '应急处置 · 供水管道爆裂' });
  const standards = form.getByRole('group', { name: /触发标准/ }).getByRole('checkbox');
  // An item of the list is not enough: every one of its standards is ticked.
  await street.press('Control+Enter');
  await expect(form).toBeVisible();
  for (const one of await standards.all()) await one.check();
  await street.press('Control+Enter');
  await expect(form).toBeHidden();
  await expect(street.file.getByText('待备案', { exact: true })).toBeVisible();

  const hall = await openConsole({ device: 'hall-3' });
  await logIn(hall.page, 'chief');
  const chief = new DispatchDesk(hall.page);
  await chief.ready();
  await chief.openNumber(number);
  await expect(chief.file.getByText('吹哨', { exact: true })).toHaveCount(0);
  hole.heal();
  await expect(chief.file.getByText('待备案', { exact: true })).toBeVisible({ timeout: 60_000 });
  await chief.act('Control+Shift+F', '吹哨备案');
  await expect(street.file.getByText('已备案', { exact: true })).toBeVisible();

  await expect(street.file.getByText(/已通知/)).toHaveCount(2);
  for (const left of [1, 0]) {
    await street.act('Control+Shift+Y', '登记报到', { 何人: '值班工程师' });
    await street.act('Shift+J', '登记应哨结果', { 结果: '管道已修复' });
    await expect(street.file.getByText(/已通知/)).toHaveCount(left);
  }
  await street.act('y', '答复来电人', { 内容: '已恢复供水' });
  await expect(chief.file.getByText(/已恢复供水/).first()).toBeVisible();
  await chief.act('Control+Shift+K', '核查吹哨', { 结论: { choose: '通过' } });
  await expect(street.file.getByText('核查通过', { exact: true })).toBeVisible();
  await chief.act('Control+Shift+U', '评响应度', { 响应度: { choose: /^5/ } });
  await expect(street.file.getByText('响应度 5', { exact: true })).toBeVisible();
});
