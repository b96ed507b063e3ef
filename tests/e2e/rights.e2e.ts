// Who may see and do what, tried through the program's own surface.
import { expect } from '@playwright/test';
import { logIn } from './fixtures/logIn.ts';
import { test } from './fixtures/town.ts';
import { DispatchDesk } from './pages/dispatchDesk.ts';

test('an administrator sees no case, and takes the rights of a machine at once', async ({
  openConsole,
}) => {
  test.slow();
  const office = await openConsole({ device: 'hall-3' });
  await logIn(office.page, 'admin', { seat: 'D07' });
  await office.page.waitForURL(/#\/admin\/people/);
  const nav = office.page.getByRole('navigation', { name: '主导航' });
  await expect(nav.getByRole('link', { name: '人员' })).toBeVisible();
  for (const screen of ['派遣', '受理', '地图', '冲突']) {
    await expect(nav.getByRole('link', { name: screen })).toHaveCount(0);
  }
  await office.page.evaluate(() => {
    location.hash = '#/board';
  });
  await expect(office.page.getByText('你的角色没有这一页')).toBeVisible();
  await expect(office.page.getByRole('grid')).toHaveCount(0);

  const street = await openConsole({ device: 'hpl-3' });
  await logIn(street.page, 'hpl-dispatcher', { seat: 'HPL-1' });
  await new DispatchDesk(street.page).ready();
  await office.page.keyboard.press('g');
  await office.page.keyboard.press('d');
  const devices = office.page.getByRole('grid', { name: '设备' });
  const row = devices.getByRole('row').filter({ hasText: 'hpl-3' });
  await expect(devices).toBeFocused();
  // Hundreds of machines stand in the list.
  await office.page.keyboard.press('Control+f');
  await office.page.keyboard.type('hpl-3');
  await office.page.keyboard.press('Enter');
  await expect(office.page.getByRole('region', { name: 'hpl-3' })).toBeVisible();
  await office.page.getByRole('textbox', { name: '原因' }).fill('机器丢失');
  await expect(office.page.getByRole('button', { name: '停用' })).toBeEnabled();
  await office.page.keyboard.press('Enter');
  await expect(row).toContainText('停用');
  await expect(street.page.getByText('区级拒绝连线')).toBeVisible({ timeout: 40_000 });
});

test('a grant that is revoked is called so when the district has decided it', async ({
  openConsole,
}) => {
  const { page } = await openConsole({ device: 'hall-7' });
  // The seat of the last story is kept for its console a minute.
  await logIn(page, 'admin', { seat: 'D08' });
  await page.waitForURL(/#\/admin\/people/);
  await page.getByRole('searchbox', { name: '按姓名或登录名查找' }).fill('supervisor');
  const grid = page.getByRole('grid', { name: '人员' });
  await expect(grid.locator('[role="row"][aria-selected]').first()).toBeVisible();
  const revoke = page.getByRole('button', { name: '收回' }).first();
  await expect(revoke).toBeVisible();
  const before = await page.getByRole('button', { name: '收回' }).count();
  await revoke.click();
  await expect(page.getByText(/^已收回/)).toBeVisible();
  await expect(page.getByRole('button', { name: '收回' })).toHaveCount(before - 1);
  await expect(page.getByText('收回待区级裁定')).toHaveCount(0);
});

test('a street cannot read a case of another street, whatever address is typed', async ({
  openConsole,
  given,
}) => {
  const hall = await openConsole({ device: 'hall-2' });
  await logIn(hall.page, 'dispatcher', { seat: 'D01' });
  const desk = new DispatchDesk(hall.page);
  await desk.ready();
  const number = await given.aCase({ stage: 'filed', heldBy: 'HPL', at: 'HPL' });
  await desk.openNumber(number);
  await desk.press('Shift+Enter');
  await hall.page.waitForURL(/#\/case\//);
  const address = new URL(hall.page.url()).hash;

  const street = await openConsole({ device: 'dzm-3' });
  await logIn(street.page, 'dzm-dispatcher', { seat: 'DZM-1' });
  const other = new DispatchDesk(street.page);
  await other.ready();
  // What was made later is there: the other would be too.
  await other.openNumber(await given.aCase({ stage: 'filed', heldBy: 'DZM' }));
  await other.find(number);
  await expect(other.rows).toHaveCount(0);
  await street.page.evaluate((hash) => {
    location.hash = hash;
  }, address);
  await street.page.waitForURL(/#\/case\//);
  await expect(street.page.getByText('这里没有这个案件')).toBeVisible();
  expect(await street.page.locator('main').innerText()).not.toContain(number);
});

test('a page loads nothing from elsewhere and runs no script but its own', async ({
  openConsole,
}) => {
  const { page } = await openConsole({ device: 'hall-2' });
  const policy = await page.evaluate(
    async () => (await fetch(location.pathname)).headers.get('content-security-policy') ?? '',
  );
  for (const part of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"]) {
    expect(policy).toContain(part);
  }
  expect(policy).not.toContain('unsafe');
});
