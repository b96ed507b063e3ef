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

  await seat.answer();

  // Another screen takes neither the clock nor the keys of the call.
  await seat.press('Control+y');
  await page.waitForURL(/#\/sync/);
  await expect(seat.phone).toContainText(/通话中\s*\d+:\d\d/);
  await seat.press('F3');
  await expect(seat.phone).toContainText('保持中');
  await seat.press('F3', 'F2');
  await page.waitForURL(/#\/intake/);
  await expect(seat.words).toBeFocused();
  await seat.press('F8');
  await expect(seat.phone).toContainText('话后整理');
});

test('what is sent stays in view until the caller hangs up, although another form waits', async ({
  openConsole,
}) => {
  const operator = await openConsole({ device: 'hall-1' });
  const { page } = operator;
  await logIn(page, 'operator', { seat: 'S01' });
  const seat = new IntakeSeat(page);
  await seat.ready();
  await seat.press('Alt+b');
  // A call may just have been ringing here: F2 would have been for it.
  await expect(seat.phone.getByRole('status')).toHaveText('小休');
  // What rang until now rings here no more: F2 answers nobody.
  await expect(seat.phone).not.toContainText('振铃');
  await seat.openBlank();
  await seat.type('另一张没写完的单子');
  await seat.press('Alt+r');
  await seat.answer();
  await expect(seat.words).toHaveValue('');
  await seat.type('楼道照明又坏了');
  const number = await seat.send();

  const sent = page.getByRole('region', { name: '已发送' });
  await expect(sent).toContainText(number);
  await expect(sent).toContainText('楼道照明又坏了');
  await expect(sent).toContainText('来电人还在线');
  await expect(seat.phone).toContainText('通话中');
  const note = sent.getByRole('textbox', { name: '来电人还说了' });
  await expect(note).toBeFocused();
  await seat.type('老人上下楼很危险');
  await seat.press('Control+Enter');
  await expect(page.getByText(`已补记 ${number}`)).toBeVisible();
  await expect(note).toHaveValue('');
  await seat.press('F8');
  await expect(seat.words).toHaveValue('另一张没写完的单子');
  await seat.press('Alt+b');
});
