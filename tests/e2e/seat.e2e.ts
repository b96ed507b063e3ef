// The seat without a telephone: answered at once, sent once, kept through a power cut.
import { expect } from '@playwright/test';
import { logIn } from './fixtures/logIn.ts';
import { test } from './fixtures/town.ts';
import { DispatchDesk } from './pages/dispatchDesk.ts';
import { IntakeSeat } from './pages/intakeSeat.ts';

test('[R3-20] a question is answered at once: closed, of its own kind, never dispatched', async ({
  openConsole,
}) => {
  const operator = await openConsole({ device: 'hall-1' });
  await logIn(operator.page, 'operator');
  const seat = new IntakeSeat(operator.page);
  await seat.ready();
  await seat.openBlank();
  await seat.type('请问周末能不能办老年人乘车卡');
  // A console that was just enrolled is still being given its numbers.
  await seat.toldNumber();
  await seat.press('Control+d');
  const dialog = operator.page.getByRole('dialog', { name: '即时办结' });
  await dialog.getByRole('textbox', { name: '答复' }).fill('周六上午可以办，请带身份证。');
  await seat.press('Control+Enter');
  const number = await seat.sentAs('已即时办结');

  await operator.page.keyboard.press('Escape');
  await seat.press('g', 'b');
  const desk = new DispatchDesk(operator.page);
  await desk.ready();
  await desk.filter(6);
  await desk.find(number);
  await expect(desk.rows).toHaveCount(1);
  await expect(desk.rows.first()).toContainText('已结案');
  await desk.first();
  await expect(desk.stage('结案')).toBeVisible();
  await expect(
    desk
      .timeline()
      .getByText(/即时答复/)
      .first(),
  ).toBeVisible();
  await expect(desk.timeline().getByText(/派遣/)).toHaveCount(0);
});

test('two quick Ctrl+Enter make one case', async ({ openConsole }) => {
  const operator = await openConsole({ device: 'hall-1' });
  await logIn(operator.page, 'operator');
  const seat = new IntakeSeat(operator.page);
  await seat.ready();
  await seat.openBlank();
  // Other stories of the same town tell of lamps, too: the search has to name this form alone.
  const stamp = String(Date.now());
  await seat.type(`双击发送 ${stamp} 路灯整夜不亮`);
  await seat.press('Control+Enter', 'Control+Enter');
  const number = await seat.sentAs('已发送');
  await seat.press('Control+z');
  await expect(
    operator.page.getByText(new RegExp(`^${number} 已登记，不能撤销 · 看案里可以：.*更正`)),
  ).toBeVisible();
  await seat.press('Escape');
  await seat.press('g', 'b');
  const desk = new DispatchDesk(operator.page);
  await desk.ready();
  await desk.filter(6);
  await desk.find(stamp);
  await expect(desk.rows).toHaveCount(1);
  expect(await desk.numbers()).toEqual([number]);
});

test('a half-typed form survives a killed program and is sent afterwards', async ({
  openConsole,
}) => {
  const operator = await openConsole({ device: 'hall-1' });
  await logIn(operator.page, 'operator');
  const before = new IntakeSeat(operator.page);
  await before.ready();
  await before.openBlank();
  await before.type('小区南门路灯坏了三盏');
  await before.takeMatter('井盖异响', '井盖异响');
  await before.takePlace('清水苑');
  await before.press('Alt+c', 'End');
  await before.type('，老人摸黑走路');
  const kept = before.form.getByRole('status').filter({ hasText: /^草稿已存本机/ });
  await expect(kept).toHaveAttribute('aria-busy', 'false');

  const page = await operator.restart('kill');
  await logIn(page, 'operator');
  const seat = new IntakeSeat(page);
  await seat.ready();
  await expect(seat.words).toHaveValue('小区南门路灯坏了三盏，老人摸黑走路');
  await expect(seat.form.getByText('已选事项')).toBeAttached();
  await expect(seat.place.getByText(/^已落点/)).toContainText('清水苑');
  const told = await seat.toldNumber();
  expect(await seat.send()).toBe(told);
  await expect(seat.words).toBeHidden();
});

test('a machine set to New York shows and records the hours of Shanghai', async ({
  openConsole,
  given,
}) => {
  const hall = await openConsole({ device: 'hall-2', zone: 'America/New_York' });
  await logIn(hall.page, 'dispatcher', { seat: 'D01' });
  const desk = new DispatchDesk(hall.page);
  await desk.ready();
  expect(await hall.page.evaluate(() => new Date().getTimezoneOffset())).toBeGreaterThan(0);
  await desk.openNumber(await given.aCase({ stage: 'filed' }));
  await desk.act('n', '备注', { 内容: '纽约时区的机器' });
  const note = desk.timeline().getByRole('listitem').filter({ hasText: '纽约时区的机器' });
  const minutes = [0, 60_000].map((back) =>
    new Date(Date.now() - back).toLocaleTimeString('zh-CN', {
      timeZone: 'Asia/Shanghai',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }),
  );
  await expect(note).toContainText(new RegExp(minutes.join('|')));
  await expect(hall.page.getByRole('banner')).toContainText(new RegExp(minutes.join('|')));
});
