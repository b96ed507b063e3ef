// From filing to the call-back, on the desks of those who may do each step.
import { expect } from '@playwright/test';
import { logIn } from './fixtures/logIn.ts';
import { test } from './fixtures/town.ts';
import { DispatchDesk } from './pages/dispatchDesk.ts';
import { IntakeSeat } from './pages/intakeSeat.ts';

test('[R1-04] [R3-16] a case is filed, dispatched, worked, checked, closed and called back; unhappy callers open a second round', async ({
  openConsole,
}) => {
  test.setTimeout(300_000);
  const hall = await openConsole({ device: 'hall-2' });
  await logIn(hall.page, 'dispatcher', { seat: 'D01' });
  const duty = await openConsole({ device: 'hall-3' });
  await logIn(duty.page, 'chief', { seat: 'D02' });
  const desk = new DispatchDesk(hall.page);
  const chief = new DispatchDesk(duty.page);
  await desk.ready();
  await chief.ready();
  const seat = new IntakeSeat(hall.page);
  await seat.go();
  const number = await seat.makeCase({
    words: '楼前井盖一压就响，夜里睡不着',
    matter: ['井盖异响', '井盖异响'],
    place: '清水苑',
    number: '19901234567',
  });
  await hall.page.keyboard.press('Escape');
  await desk.press('g', 'b');
  await desk.ready();

  await chief.openNumber(number);
  await chief.act('f', '立案');
  await expect(chief.stage('派遣')).toBeVisible();

  await desk.openNumber(number);
  await desk.dispatch();
  await expect(desk.stage('派遣')).toBeVisible();
  await desk.act('s', '签收');
  await desk.act('a', '到场');
  await desk.act('h', '登记处置', { 结果: '井盖加了垫圈', 已解决: { choose: '是' } });
  await expect(desk.stage('反馈')).toBeVisible();

  // Not checked yet: the chief is told why the case cannot be closed.
  await expect(chief.stage('反馈')).toBeVisible();
  await chief.press('e');
  await expect(chief.toast(/^不能结案：.+/)).toBeVisible();
  await expect(chief.form('结案')).toBeHidden();
  await desk.act('v', '核查', { 结论: { choose: '通过' }, 说明: '电话核实，不响了' });
  await expect(chief.timeline().getByText(/核查/).first()).toBeVisible();
  // Checked, but the caller was not answered: his own matter ends with an answer.
  await chief.press('e');
  await expect(chief.toast(/^不能结案：还差 已答复来电人/)).toBeVisible();
  await desk.supplyForClosing();
  await expect(chief.file.getByText('结案条件已齐')).toBeVisible();
  await chief.act('e', '结案', { 公开答复: '井盖已加垫圈。' });
  await expect(chief.stage('结案')).toBeVisible();

  const back = await openConsole({ device: 'hall-4' });
  await logIn(back.page, 'callback', { seat: 'D04' });
  const clerk = new DispatchDesk(back.page);
  await clerk.ready();
  await clerk.openNumber(number);
  await clerk.press('Shift+c');
  const form = clerk.form('回访');
  await expect(form.getByRole('radio', { name: '接通', exact: true })).toBeFocused();
  // What the caller answers is asked, not proposed: every answer is chosen.
  await clerk.press('Space');
  await expect(form.getByRole('radio', { name: '接通', exact: true })).toBeChecked();
  await clerk.choose(form, '已解决', '是');
  await clerk.choose(form, '满意度', /^4 /);
  for (const grade of [3, 2]) {
    await back.page.keyboard.press('ArrowRight', { delay: 60 });
    await expect(form.getByRole('radio', { name: new RegExp(`^${grade} `) })).toBeChecked();
  }
  await form.getByRole('textbox', { name: '理由' }).fill('夜里还响');
  await clerk.press('Control+Enter');
  await expect(form).toBeHidden();
  await expect(desk.stage('派遣')).toBeVisible();
  await expect(desk.rows.first()).toContainText('第 2 轮');
});

test('[R2-33] a return is asked for a unit and judged; nothing of the case is lost', async ({
  openConsole,
  given,
}) => {
  const hall = await openConsole({ device: 'hall-2' });
  await logIn(hall.page, 'dispatcher', { seat: 'D01' });
  const desk = new DispatchDesk(hall.page);
  await desk.ready();
  await desk.openNumber(await given.aCase({ stage: 'filed' }));
  await desk.dispatch();
  await expect(desk.stage('派遣')).toBeVisible();
  await desk.act('r', '回退', { 内容: '产权属供电公司' });
  await expect(desk.timeline().getByText('产权属供电公司')).toBeVisible();
  await desk.act('q', '裁定申请', {
    裁定: { choose: '同意' },
    理由: '同意，改派供电',
  });
  await expect(desk.stage('派遣')).toBeVisible();
  await expect(desk.rows.first()).toContainText('回退 1 次');
  await expect(desk.timeline().getByText('同意，改派供电')).toBeVisible();
  await expect(desk.timeline().getByText(/派遣/).first()).toBeVisible();
});
