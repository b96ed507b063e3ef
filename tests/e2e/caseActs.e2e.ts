import { expect } from '@playwright/test';
import { logIn } from './fixtures/logIn.ts';
import { test, type OpenConsole, type TownConsole } from './fixtures/town.ts';
import type { Given } from './fixtures/given.ts';
import { picture } from './fixtures/picture.ts';
import { DispatchDesk } from './pages/dispatchDesk.ts';

/** A case of the district that a unit has just signed. */
async function takeInHand(desk: DispatchDesk, given: Given): Promise<string> {
  const number = await given.aCase({ stage: 'inHand' });
  await desk.openNumber(number);
  await expect(desk.stage('处置')).toBeVisible();
  return number;
}

async function open(openConsole: OpenConsole, device: string, login: string): Promise<TownConsole> {
  const one = await openConsole({ device });
  await logIn(one.page, login);
  await new DispatchDesk(one.page).ready();
  return one;
}

test.describe('acts on a case', () => {
  test('a case that was sent without a matter is given one by keys, and can then be filed', async ({
    openConsole,
    given,
  }) => {
    const { page } = await openConsole({ device: 'hall-2' });
    await logIn(page, 'operator');
    await page.waitForURL(/#\/intake/);
    await page.evaluate(() => {
      location.hash = '#/board';
    });
    const desk = new DispatchDesk(page);
    await desk.ready();
    await desk.openNumber(await given.aCase({ stage: 'reported', matter: null }));

    // What cannot be done yet says what to do first.
    await desk.press('f');
    await expect(desk.toast('不能立案：还没有定事项，先按 Shift+I 改类')).toBeVisible();
    await desk.press('Shift+I');
    const form = desk.form('改类');
    await form.getByRole('combobox', { name: '事项' }).fill('上水井盖');
    await form.getByRole('option', { name: /^上水井盖 B0101 / }).click();
    await form.getByRole('textbox', { name: '理由' }).fill('来电人说是自来水井');
    await desk.press('Control+Enter');
    await expect(desk.timeline().getByText(/改类 上水井盖 · 来电人说是自来水井/)).toBeVisible();
    await expect(desk.file.getByText(/上水井盖/).first()).toBeVisible();

    await desk.act('f', '立案');
    await expect(desk.stage('派遣')).toBeVisible();
  });

  test('what becomes known in the course of handling is recorded by keys', async ({
    openConsole,
    given,
  }) => {
    const { page } = await openConsole({ device: 'hall-2' });
    await logIn(page, 'dispatcher');
    const desk = new DispatchDesk(page);
    await desk.ready();
    await takeInHand(desk, given);
    const timeline = desk.timeline();

    await desk.press('c');
    const contact = desk.form('先行联系');
    await contact.getByRole('textbox', { name: '何人' }).fill('王工');
    await contact.getByRole('textbox', { name: '结果' }).fill('已约下午到现场');
    await desk.press('Control+Enter');
    await expect(timeline.getByText(/先行联系 .*王工.*已约下午到现场/)).toBeVisible();

    await desk.press('Shift+H');
    await desk.form('处置进展').getByRole('textbox', { name: '内容' }).fill('围挡已设');
    await desk.press('Control+Enter');
    await expect(timeline.getByText(/处置进展 .*围挡已设/)).toBeVisible();

    await desk.press('t');
    await desk
      .form('标签')
      .getByRole('textbox', { name: /加标签/ })
      .fill('夜间、复查');
    await desk.press('Control+Enter');
    await expect(timeline.getByText(/标签 加 夜间、复查/)).toBeVisible();
    await expect(desk.file.getByText('夜间', { exact: true })).toBeVisible();
    // Taken back by an act of its own, which stands in the timeline too.
    await desk.press('Control+z');
    await expect(timeline.getByText(/撤销/)).toBeVisible();
    await expect(desk.file.getByText('夜间', { exact: true })).toHaveCount(0);

    await desk.press('Shift+F');
    const caller = desk.form('追加来电人');
    await caller.getByRole('textbox', { name: '号码' }).fill('13900004321');
    await desk.press('Control+Enter');
    await expect(timeline.getByText(/追加来电人 .*尾号 4321/)).toBeVisible();

    await desk.press('u');
    await desk.form('催办').getByRole('textbox', { name: '内容' }).fill('来电人再次来电');
    await desk.press('Control+Enter');
    await expect(desk.file.getByText('催办 1 次')).toBeVisible();

    await desk.press('y');
    await desk.form('答复来电人').getByRole('textbox', { name: '内容' }).fill('已安排处置');
    await desk.press('Control+Enter');
    await expect(timeline.getByText(/答复来电人 .*已安排处置/)).toBeVisible();

    await desk.press('Shift+N');
    const attach = desk.form('附件');
    await attach.locator('input[type="file"]').setInputFiles({
      name: '现场.png',
      mimeType: 'image/png',
      buffer: picture(90),
    });
    await desk.press('Control+Enter');
    await expect(attach).toBeHidden();
    await expect(timeline.getByText(/附件 .*现场\.png/)).toBeVisible();
  });

  test('[R4-44] before and after are attached, and another console sees them side by side', async ({
    openConsole,
    given,
  }) => {
    // Two consoles, one after the other.
    test.slow();
    const desk = new DispatchDesk((await open(openConsole, 'hall-2', 'dispatcher')).page);
    const number = await takeInHand(desk, given);
    await desk.attach('处置前', { name: '处置前.png', mimeType: 'image/png', buffer: picture(40) });
    await desk.attach('处置后', {
      name: '处置后.png',
      mimeType: 'image/png',
      buffer: picture(200),
    });
    const evidence = desk.file.getByRole('region', { name: '证据' });
    await expect(evidence.getByRole('listitem', { name: '处置前后' })).toBeVisible();
    // On this console at once, as small pictures.
    await expect(evidence.getByRole('img')).toHaveCount(0);
    await expect(evidence.locator('img')).toHaveCount(2);
    await expect(evidence.getByText('等待发送')).toHaveCount(0);

    const { page } = await open(openConsole, 'hall-3', 'chief');
    const chief = new DispatchDesk(page);
    await chief.openNumber(number);
    await chief.press('p');
    const viewer = page.getByRole('dialog', { name: '证据' });
    for (const name of ['处置前 处置前.png', '处置后 处置后.png']) {
      const shown = viewer.getByRole('img', { name });
      await expect(shown).toBeVisible();
      expect(await shown.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(160);
    }
    await chief.press('Escape');
    await expect(viewer).toBeHidden();
  });

  test('what closing demands is named before the act, and supplied', async ({
    openConsole,
    given,
  }) => {
    test.slow();
    const desk = new DispatchDesk((await open(openConsole, 'hall-2', 'dispatcher')).page);
    const number = await takeInHand(desk, given);
    const { page } = await open(openConsole, 'hall-3', 'chief');
    const chief = new DispatchDesk(page);
    await desk.act('h', '登记处置', { 结果: '已修复', 已解决: { choose: '是' } });
    await desk.act('v', '核查', { 结论: { choose: '通过' }, 说明: '现场已恢复' });
    await chief.openNumber(number);
    await expect(chief.stage('反馈')).toBeVisible();
    await chief.press('e');
    await expect(chief.toast(/^不能结案：还差 .+/)).toBeVisible();
    await expect(chief.form('结案')).toBeHidden();
    await desk.supplyForClosing();
    await expect(chief.file.getByText('结案条件已齐')).toBeVisible();
    await chief.act('e', '结案', { 公开答复: '已修复。' });
    await expect(chief.stage('结案')).toBeVisible();
  });

  test('a place is found by name, a unit is added by name and recalled, urgency is raised', async ({
    openConsole,
    given,
  }) => {
    const { page } = await openConsole({ device: 'hall-2' });
    await logIn(page, 'dispatcher');
    const desk = new DispatchDesk(page);
    await desk.ready();
    await takeInHand(desk, given);
    const timeline = desk.timeline();

    await desk.press('l');
    const locate = desk.form('定位');
    await locate.getByRole('combobox', { name: '地点' }).fill('社区');
    await expect(locate.getByRole('option').first()).toBeVisible();
    await desk.press('Enter', 'Control+Enter');
    await expect(locate).toBeHidden();
    await expect(timeline.getByText(/定位 .*来电人说明/)).toBeVisible();

    await desk.press('Shift+D');
    const add = desk.form('加派');
    await add.getByRole('combobox', { name: '单位' }).fill('区教育');
    await expect(add.getByRole('option').first()).toBeVisible();
    await desk.press('Enter');
    await add.getByRole('textbox', { name: '理由' }).fill('树木倒伏');
    await desk.press('Control+Enter');
    await expect(add).toBeHidden();
    await expect(timeline.getByText(/加派 .*协办.*树木倒伏/)).toBeVisible();

    await desk.press('Shift+R');
    const recall = desk.form('撤派');
    await recall.getByRole('radio', { name: /协办/ }).click();
    await recall.getByRole('textbox', { name: '理由' }).fill('现场无须');
    await desk.press('Control+Enter');
    await expect(recall).toBeHidden();
    await expect(timeline.getByText(/撤派 .*现场无须/)).toBeVisible();

    await desk.press('Shift+U');
    const urgency = desk.form('改紧急程度');
    await urgency.getByRole('radio', { name: '特急' }).click();
    await urgency.getByRole('textbox', { name: '理由' }).fill('学校旁');
    await desk.press('Control+Enter');
    await expect(urgency).toBeHidden();
    await expect(timeline.getByText(/紧急程度 改为 特急.*学校旁/)).toBeVisible();
  });

  test('a case is sent to a sub-center, which then holds it', async ({ openConsole, given }) => {
    const { page } = await openConsole({ device: 'hall-2' });
    await logIn(page, 'dispatcher');
    const desk = new DispatchDesk(page);
    await desk.ready();
    await desk.openNumber(await given.aCase({ stage: 'filed' }));
    await desk.press('Shift+S');
    const send = desk.form('派往分中心');
    await send.getByRole('combobox', { name: '派往' }).selectOption({ label: '东直门街道' });
    await send.getByRole('textbox', { name: '说明' }).fill('属街道职责');
    await desk.press('Control+Enter');
    await expect(send).toBeHidden();
    await expect(desk.timeline().getByText(/派往分中心 东直门街道.*属街道职责/)).toBeVisible();
    const holder = desk.file.locator('dt', { hasText: '持有' }).locator('+ dd');
    await expect(holder).toHaveText('东直门街道');
  });

  test('a handled case is given to an inspector, and the closed one is called back', async ({
    openConsole,
    given,
  }) => {
    // Three consoles, one after the other.
    test.slow();
    const desk = new DispatchDesk((await open(openConsole, 'hall-2', 'dispatcher')).page);
    const number = await takeInHand(desk, given);
    await desk.press('h');
    await desk.form('登记处置').getByRole('textbox', { name: '结果' }).fill('已修复');
    await desk.choose(desk.form('登记处置'), '已解决', '是');
    await desk.press('Control+Enter');
    await expect(desk.stage('反馈')).toBeVisible();

    const chief = new DispatchDesk((await open(openConsole, 'hall-3', 'chief')).page);
    await chief.openNumber(number);
    await chief.press('Shift+V');
    await chief.form('派发核查').getByRole('textbox', { name: '监督员' }).fill('p-02005');
    await chief.press('Control+Enter');
    await expect(chief.timeline().getByText(/派发核查/)).toBeVisible();
    await desk.press('v');
    await desk.form('核查').getByRole('textbox', { name: '说明' }).fill('现场已恢复');
    await desk.choose(desk.form('核查'), '结论', '通过');
    await desk.press('Control+Enter');
    await expect(desk.timeline().getByText(/核查 通过/)).toBeVisible();
    // The chief's own console must have heard of it.
    await expect(chief.timeline().getByText(/核查 通过/)).toBeVisible();
    await desk.supplyForClosing();
    await expect(chief.file.getByText('结案条件已齐')).toBeVisible();
    await chief.press('e');
    await chief.form('结案').getByRole('textbox', { name: '公开答复' }).fill('已修复。');
    await chief.press('Control+Enter');
    await expect(chief.stage('结案')).toBeVisible();

    const operator = await openConsole({ device: 'hall-1' });
    await logIn(operator.page, 'operator');
    await operator.page.waitForURL(/#\/intake/);
    await operator.page.evaluate(() => {
      location.hash = '#/board';
    });
    const callBack = new DispatchDesk(operator.page);
    await callBack.ready();
    await callBack.openNumber(number);
    await callBack.press('Shift+C');
    const answers = callBack.form('回访');
    await expect(answers.getByRole('radio', { name: '接通', exact: true })).toBeFocused();
    // Nothing is answered for the caller: one key writes nothing.
    await expect(answers.getByRole('radio', { checked: true })).toHaveCount(0);
    await callBack.press('Control+Enter');
    await expect(answers.getByRole('alert')).toContainText('接通');
    await callBack.choose(answers, '接通', '接通');
    await callBack.choose(answers, '已解决', '是');
    await callBack.choose(answers, '满意度', /^4 /);
    await callBack.press('Control+Enter');
    await expect(
      callBack.timeline().getByText(/回访 第 1 次 · 接通 · 已解决 · 满意/),
    ).toBeVisible();
  });

  test('the list of all acts has each with its key and says why one is not possible', async ({
    openConsole,
    given,
  }) => {
    const chief = await openConsole({ device: 'hall-1' });
    await logIn(chief.page, 'chief');
    const desk = new DispatchDesk(chief.page);
    await desk.ready();
    await desk.openNumber(await given.aCase({ stage: 'reported' }));
    await desk.press('z');
    const menu = chief.page.getByRole('region', { name: '全部动作' });
    await expect(menu.getByRole('button', { name: /签收/ })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
    await expect(menu.getByRole('button', { name: /备注/ })).not.toHaveAttribute('aria-disabled');
    await desk.press('Escape');
    await expect(menu).toBeHidden();
  });
});
