import { expect } from '@playwright/test';
import { logIn } from './fixtures/logIn.ts';
import { test } from './fixtures/town.ts';

test.describe('login', () => {
  test('a dispatcher enters by the keyboard and sees the board', async ({ openConsole }) => {
    const { page } = await openConsole({ device: 'hall-2' });
    await logIn(page, 'dispatcher');
    await page.waitForURL(/#\/board/);
    await expect(page.getByRole('grid', { name: '案件列表' })).toBeVisible();
  });

  test('an operator enters and sees the intake form', async ({ openConsole }) => {
    const { page } = await openConsole({ device: 'hall-1' });
    await logIn(page, 'operator');
    await page.waitForURL(/#\/intake/);
  });

  test('a wrong password is refused in words and nobody is let in', async ({ openConsole }) => {
    const { page } = await openConsole({ device: 'hall-2' });
    await logIn(page, 'dispatcher', { password: 'not-the-password' });
    const password = page.getByLabel('口令');
    await expect(password).toHaveAttribute('aria-invalid', 'true');
    await expect(password).toHaveAccessibleDescription(/.+/);
    expect(page.url()).not.toContain('#/board');
  });
});
