import { expect } from '@playwright/test';
import { logIn } from './fixtures/logIn.ts';
import { test } from './fixtures/town.ts';
import { DispatchDesk } from './pages/dispatchDesk.ts';

/** A case of the district that a unit has just signed. */
async function takeInHand(desk: DispatchDesk): Promise<void> {
  await desk.filter(4);
  await desk.walkTo(/^签收/, '区级');
  await desk.press('s');
  await expect(desk.form('签收')).toBeVisible();
  await desk.press('Control+Enter');
  await expect(desk.stage('处置')).toBeVisible();
}

test.describe('acts on a case', () => {
  test('what becomes known in the course of handling is recorded by keys', async ({
    openConsole,
  }) => {
    const { page } = await openConsole({ device: 'hall-2' });
    await logIn(page, 'dispatcher');
    const desk = new DispatchDesk(page);
    await desk.ready();
    await takeInHand(desk);
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
    // Taken back by its counter-act, which stands in the timeline too.
    await desk.press('Control+z');
    await expect(timeline.getByText(/标签 去 夜间、复查/)).toBeVisible();

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
      name: '现场.jpg',
      mimeType: 'image/jpeg',
      buffer: Buffer.from('a picture'),
    });
    await desk.press('Control+Enter');
    await expect(attach).toBeHidden();
    await expect(timeline.getByText(/附件 .*现场\.jpg/)).toBeVisible();
  });

  test('a place is found by name, a unit is added by name and recalled, urgency is raised', async ({
    openConsole,
  }) => {
    const { page } = await openConsole({ device: 'hall-2' });
    await logIn(page, 'dispatcher');
    const desk = new DispatchDesk(page);
    await desk.ready();
    await takeInHand(desk);
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
    await add.getByRole('combobox', { name: '单位' }).fill('区园林');
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

  test('the list of all acts has each with its key and says why one is not possible', async ({
    openConsole,
  }) => {
    const chief = await openConsole({ device: 'hall-1' });
    await logIn(chief.page, 'chief');
    const desk = new DispatchDesk(chief.page);
    await desk.ready();
    await desk.filter(1);
    await desk.walkTo(/^(立案|核查|结案|派发核查)/);
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
