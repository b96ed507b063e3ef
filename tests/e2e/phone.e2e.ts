// The telephone away from the seat's own screen, and the caller who is still there after sending.
import { expect } from '@playwright/test';
import { logIn } from './fixtures/logIn.ts';
import { test } from './fixtures/town.ts';
import { IntakeSeat } from './pages/intakeSeat.ts';

test.use({ calls: 1000 });

test('a call rings on every screen, is answered by F2 from there, and keeps its bar while it is on', async ({
  openConsole,
}) => {
  const operator = await openConsole({ device: 'hall-1' });
  const { page } = operator;
  await logIn(page, 'operator', { seat: 'S01' });
  const seat = new IntakeSeat(page);
  await seat.ready();
  await seat.press('Alt+r');
  await seat.press('g', 's');
  await page.waitForURL(/#\/settings/);

  await expect(seat.phone).toContainText('来电 · 振铃');
  await seat.press('F2');
  await page.waitForURL(/#\/intake/);
  await expect(seat.words).toBeFocused();
  await expect(seat.phone).toContainText('通话中');

  // Another screen takes neither the clock nor the keys of the call.
  await seat.press('Control+y');
  await page.waitForURL(/#\/sync/);
  await expect(seat.phone).toContainText(/通话中\s*\d\d:\d\d/);
  await seat.press('F3');
  await expect(seat.phone).toContainText('保持中');
  await seat.press('F3', 'F2');
  await page.waitForURL(/#\/intake/);
  await expect(seat.words).toBeFocused();
  await seat.press('F8');
  await expect(seat.phone).toContainText('话后整理');
});
