// People who read their own cases only, at their own console and at one of the hall.
import { expect } from '@playwright/test';
import { logIn } from './fixtures/logIn.ts';
import { test } from './fixtures/town.ts';
import { DispatchDesk } from './pages/dispatchDesk.ts';

/** The sanitation department has a console and, in the demo, a login. */
const UNIT = { device: 'unit-dep31', login: 'unit', id: 'u-DEP31' };

test('a unit sees its own work, signs, responds and handles it, and opens no other case', async ({
  openConsole,
  given,
}) => {
  const own = await given.aCase({ stage: 'dispatched', unit: UNIT.id });
  const elsewhere = await given.aCase({ stage: 'dispatched', unit: 'u-DEP07' });
  const hall = await openConsole({ device: 'hall-2' });
  await logIn(hall.page, 'dispatcher', { seat: 'D01' });
  const other = new DispatchDesk(hall.page);
  await other.ready();
  // The newest case comes last: with it the list is whole.
  await other.openNumber(elsewhere);
  const all = await total(other);
  await other.press('Shift+Enter');
  await hall.page.waitForURL(/#\/case\//);
  const address = new URL(hall.page.url()).hash;

  const { page } = await openConsole({ device: UNIT.device });
  await logIn(page, UNIT.login);
  const desk = new DispatchDesk(page);
  await desk.ready();
  await desk.openNumber(own);
  expect(await total(desk)).toBeLessThan(all / 4);
  await desk.press('s');
  await expect(desk.form('签收')).toBeVisible();
  await desk.press('Control+Enter');
  await expect(desk.stage('处置')).toBeVisible();
  await desk.press('a');
  await desk.press('Control+Enter');
  await expect(desk.form('到场')).toBeHidden();
  await desk.press('h');
  const handled = desk.form('登记处置');
  await handled.getByRole('textbox', { name: '结果' }).fill('已清运');
  await handled.getByRole('textbox', { name: '措施' }).fill('两车一次清完');
  await desk.choose(handled, '已解决', '是');
  await desk.press('Control+Enter');
  await expect(handled).toBeHidden();
  await expect(
    desk
      .timeline()
      .getByText(/已清运/)
      .first(),
  ).toBeVisible();

  // The number of another's case finds nothing, its address opens nothing.
  await desk.find(elsewhere);
  await expect(desk.rows).toHaveCount(0);
  await page.evaluate((hash) => {
    location.hash = hash;
  }, address);
  await page.waitForURL(/#\/case\//);
  await expect(page.getByText('这里没有这个案件')).toBeVisible();
  expect(await page.locator('main').innerText()).not.toContain(elsewhere);
});

test('an inspector and a call-back clerk see what is theirs, at a console of the hall', async ({
  openConsole,
  given,
}) => {
  const closed = await given.aCase({ stage: 'closed' });
  const hall = await openConsole({ device: 'hall-2' });
  await logIn(hall.page, 'dispatcher', { seat: 'D01' });
  const desk = new DispatchDesk(hall.page);
  await desk.ready();
  await desk.openNumber(closed);
  const all = await total(desk);

  const inspector = await openConsole({ device: 'hall-4' });
  await logIn(inspector.page, 'inspector');
  await inspector.page.waitForURL(/#\/board/);
  // He reported nothing today, and has nothing to verify.
  const found = new DispatchDesk(inspector.page);
  await expect.poll(() => total(found)).toBeLessThan(all / 4);
  await found.find('110101');
  await expect(found.rows).toHaveCount(0);

  const clerk = await openConsole({ device: 'hall-5' });
  await logIn(clerk.page, 'callback');
  const back = new DispatchDesk(clerk.page);
  await back.ready();
  await back.openNumber(closed);
  const waiting = await total(back);
  expect(waiting).toBeLessThan(all);
  // All that a clerk may read waits for a call-back, or was called back by that clerk.
  const mine = await back.counted(/^我的待办/);
  expect(mine).toBeGreaterThan(0);
  expect(mine).toBeLessThanOrEqual(waiting);
});

test('a second login at one seat is told who sits there, and may take the seat over', async ({
  openConsole,
}) => {
  const one = await openConsole({ device: 'hall-6' });
  await logIn(one.page, 'operator', { seat: 'S07' });
  await one.page.waitForURL(/#\/intake/);

  const two = await openConsole({ device: 'hall-7' });
  const seat = two.page.getByRole('combobox', { name: '席位' });
  await expect(seat).toHaveText(/^S0[1-6]/);
  await logIn(two.page, 'operator2', { seat: 'S07' });
  await expect(two.page.getByText(/^S07 席有人：/)).toBeVisible();
  expect(two.page.url()).not.toContain('#/intake');
  await two.page.getByRole('button', { name: '接管席位' }).click();
  await two.page.waitForURL(/#\/intake/);
  await expect(one.page.getByText('离席').first()).toBeVisible();
  // Alarms are shown one by one: a case that nobody signed may stand before it.
  const lost = one.page.getByRole('alert').filter({ hasText: '席位已被接管' });
  await expect(async () => {
    if ((await lost.count()) === 0) {
      await one.page.getByRole('button', { name: '确认报警' }).click({ timeout: 1_000 });
    }
    await expect(lost).toBeVisible({ timeout: 1_000 });
  }).toPass();
});

/** All that this person may read here. */
function total(desk: DispatchDesk): Promise<number> {
  return desk.counted(/^全部/);
}
