import { expect } from '@playwright/test';
import { logIn } from './fixtures/logIn.ts';
import { test } from './fixtures/town.ts';
import { DispatchDesk } from './pages/dispatchDesk.ts';

test.describe('dispatch desk', () => {
  test('three keys send a waiting case to a lead and a co-handler, one takes it back (R4-13, R4-26)', async ({
    openConsole,
    given,
  }) => {
    const { page } = await openConsole({ device: 'hall-2' });
    await logIn(page, 'dispatcher');
    const desk = new DispatchDesk(page);
    await desk.ready();
    await desk.openNumber(await given.aCase({ stage: 'filed' }));
    await expect(desk.clocks()).not.toHaveCount(0);
    const clocks = await desk.clocks().allTextContents();
    expect(clocks).toContainEqual(expect.stringMatching(/^派遣/));

    await desk.press('Alt+2', 'd');
    await expect(desk.toast(/^已派遣 .+ · .+/)).toBeVisible();
    await expect(desk.stage('派遣')).toBeVisible();
    await expect(desk.timeline().getByText(/主办.*协办/)).toBeVisible();

    await desk.press('Control+z');
    await expect(desk.toast('已撤销 派遣')).toBeVisible();
    // As before: the dispatcher's clock goes on, and nothing that nobody did is done.
    await expect(desk.clocks()).toHaveText(clocks);
    await expect(desk.clockOf('派遣')).not.toContainText('完成');
  });

  test('a case goes from signing to closing, recorded for its unit by phone', async ({
    openConsole,
    given,
  }) => {
    // Two consoles, one after the other, and all that closing demands.
    test.slow();
    const { page } = await openConsole({ device: 'hall-2' });
    await logIn(page, 'dispatcher');
    const desk = new DispatchDesk(page);
    await desk.ready();
    const number = await given.aCase({ stage: 'dispatched' });
    await desk.openNumber(number);

    await desk.press('s');
    await expect(desk.form('签收')).toBeVisible();
    await desk.press('Control+Enter');
    await expect(desk.form('签收')).toBeHidden();
    await expect(desk.stage('处置')).toBeVisible();
    await expect(
      desk
        .timeline()
        .getByText(/电话报/)
        .first(),
    ).toBeVisible();

    await desk.press('a');
    await desk.press('Control+Enter');
    await expect(desk.form('到场')).toBeHidden();
    await expect(
      desk
        .timeline()
        .getByText(/响应 .*到场/)
        .first(),
    ).toBeVisible();

    await desk.press('h');
    const handled = desk.form('登记处置');
    await handled.getByRole('textbox', { name: '结果' }).fill('井盖已更换');
    await desk.choose(handled, '已解决', '是');
    await desk.press('Control+Enter');
    await expect(handled).toBeHidden();
    await expect(desk.stage('反馈')).toBeVisible();

    await desk.press('v');
    const check = desk.form('核查');
    await desk.choose(check, '结论', '通过');
    await check.getByRole('textbox', { name: '说明' }).fill('电话核实，已恢复');
    await desk.press('Control+Enter');
    await expect(check).toBeHidden();
    await desk.supplyForClosing();

    const chief = await openConsole({ device: 'hall-3' });
    await logIn(chief.page, 'chief');
    const chiefDesk = new DispatchDesk(chief.page);
    await chiefDesk.ready();
    await chiefDesk.openNumber(number);
    await chiefDesk.press('e');
    const close = chiefDesk.form('结案');
    await close.getByRole('textbox', { name: '公开答复' }).fill('已更换井盖，感谢反映。');
    await chiefDesk.press('Control+Enter');
    await expect(close).toBeHidden();
    await expect(chiefDesk.stage('结案')).toBeVisible();
    await expect(desk.stage('结案')).toBeVisible();
  });

  test('a unit asks to return a case and the district grants it (R2-33)', async ({
    openConsole,
    given,
  }) => {
    const { page } = await openConsole({ device: 'hall-2' });
    await logIn(page, 'dispatcher');
    const desk = new DispatchDesk(page);
    await desk.ready();
    await desk.openNumber(await given.aCase({ stage: 'dispatched' }));

    await desk.press('r');
    const ask = desk.form('回退');
    await ask.getByRole('textbox', { name: '内容' }).fill('不在本单位管养范围');
    await desk.press('Control+Enter');
    await expect(ask).toBeHidden();
    await expect(desk.timeline().getByText(/申请回退 .*不属本单位职责/)).toBeVisible();
    await expect(page.getByRole('button', { name: /^裁定申请/ })).toBeVisible();

    await desk.press('q');
    const judge = desk.form('裁定申请');
    await judge.getByRole('textbox', { name: '理由' }).fill('情况属实');
    // Nothing is granted that nobody chose.
    await desk.press('Control+Enter');
    await expect(judge).toBeVisible();
    await desk.choose(judge, '裁定', '同意');
    await desk.press('Control+Enter');
    await expect(judge).toBeHidden();
    await expect(desk.stage('派遣')).toBeVisible();
    await expect(desk.timeline().getByText(/裁定申请 .*同意/)).toBeVisible();
  });

  test('what is not possible says why, and nothing is recorded', async ({ openConsole, given }) => {
    const { page } = await openConsole({ device: 'hall-2' });
    await logIn(page, 'dispatcher');
    const desk = new DispatchDesk(page);
    await desk.ready();
    await desk.openNumber(await given.aCase({ stage: 'filed' }));
    const steps = desk.timeline().getByRole('listitem');
    await expect(steps).not.toHaveCount(0);
    const before = await steps.count();
    await desk.press('e');
    await expect(desk.toast(/^不能结案：.+/)).toBeVisible();
    await expect(desk.form('结案')).toBeHidden();
    await expect(steps).toHaveCount(before);
  });

  test('Esc leaves a form and keeps its words, a reload keeps them too', async ({
    openConsole,
    given,
  }) => {
    const { page } = await openConsole({ device: 'hall-2' });
    await logIn(page, 'dispatcher');
    const desk = new DispatchDesk(page);
    await desk.ready();
    const number = await given.aCase({ stage: 'filed' });
    await desk.openNumber(number);
    await desk.press('n');
    const note = desk.form('备注').getByRole('textbox', { name: '内容' });
    await note.fill('来电人说明早再看一次');
    await desk.press('Escape');
    await expect(desk.form('备注')).toBeHidden();
    await expect(desk.grid).toBeFocused();
    await desk.press('n');
    await expect(note).toHaveValue('来电人说明早再看一次');

    await expect(desk.form('备注').getByText('草稿已留')).toBeVisible();
    await page.reload();
    await desk.ready();
    await desk.openNumber(number);
    await desk.press('n');
    await expect(note).toHaveValue('来电人说明早再看一次');
    await desk.press('Control+Enter');
    await expect(desk.form('备注')).toBeHidden();
    await expect(desk.timeline().getByText('来电人说明早再看一次')).toBeVisible();
    await desk.press('n');
    await expect(note).toHaveValue('');
  });

  test('rows stay where they are while another desk works, and let the change in by a key', async ({
    openConsole,
    given,
  }) => {
    for (const place of ['甲', '乙', '丙']) {
      await given.aCase({ stage: 'filed', title: `同看一表 ${place}` });
    }
    const first = await openConsole({ device: 'hall-2' });
    const second = await openConsole({ device: 'hall-3' });
    await logIn(first.page, 'dispatcher');
    await logIn(second.page, 'dispatcher');
    const mine = new DispatchDesk(first.page);
    const other = new DispatchDesk(second.page);
    for (const desk of [mine, other]) {
      await desk.ready();
      await desk.filter(2);
      await desk.find('同看一表');
      // A console that was just enrolled is still fetching its cases; the newest come last.
      await expect(desk.rows).toHaveCount(3, { timeout: 60_000 });
      await desk.first();
    }
    const before = await mine.numbers();
    const taken = await other.number();
    await other.press('d');
    await expect(other.toast(/^已派遣/)).toBeVisible();

    const chip = first.page.getByRole('button', { name: /条新/ });
    await expect(chip).toBeVisible();
    await expect(mine.rows.filter({ hasText: taken })).toContainText('已移出');
    expect(await mine.numbers()).toEqual(before);
    await mine.press('0');
    await expect(chip).toBeHidden();
    expect(await mine.numbers()).not.toContain(taken);
    await expect(mine.rows).toHaveCount(2);
    await expect(mine.grid).toBeFocused();
    await other.press('Control+z');
    await expect(other.toast('已撤销 派遣')).toBeVisible();
  });

  test('a list of thousands is walked by keys alone', async ({ openConsole, given }) => {
    const { page } = await openConsole({ device: 'hall-2' });
    await logIn(page, 'dispatcher');
    const desk = new DispatchDesk(page);
    await desk.ready();
    // The newest case comes last: with it the list is whole.
    await desk.openNumber(await given.aCase({ stage: 'filed' }));
    await desk.find('');
    await expect(desk.rows).not.toHaveCount(1);
    await desk.first();
    const total = Number(await desk.grid.getAttribute('aria-rowcount')) - 1;
    expect(total).toBeGreaterThan(500);
    expect(await desk.rows.count()).toBeLessThan(120);
    await desk.press('End');
    await expect(desk.currentRow).toHaveAttribute('aria-rowindex', String(total + 1));
    await expect(desk.currentRow).toBeInViewport();
    await desk.press('k');
    await expect(desk.currentRow).toHaveAttribute('aria-rowindex', String(total));
    await desk.number();
    await desk.press('Home');
    await expect(desk.currentRow).toHaveAttribute('aria-rowindex', '2');
  });

  test('the case file stands alone and prints a sheet and a slip without the frame', async ({
    openConsole,
    given,
  }) => {
    const { page } = await openConsole({ device: 'hall-2' });
    await logIn(page, 'dispatcher');
    const desk = new DispatchDesk(page);
    await desk.ready();
    const number = await given.aCase({ stage: 'dispatched' });
    await desk.openNumber(number);
    await desk.press('Shift+Enter');
    await page.waitForURL(/#\/case\//);
    await expect(page.getByRole('region', { name: `案卷 ${number}` })).toBeFocused();
    await page.evaluate(() => {
      window.print = () => undefined;
    });
    await page.emulateMedia({ media: 'print' });
    await desk.press('Control+p');
    await expect(page.getByRole('heading', { name: '案件单' })).toBeVisible();
    await expect(page.locator('#app')).toBeHidden();
    await desk.press('Control+Shift+P');
    await expect(page.getByRole('heading', { name: '派遣单' })).toBeVisible();
    const slip = await page.locator('.paper').innerText();
    expect(slip).toContain(number);
    // A crew's paper never carries a whole number.
    expect(slip).not.toMatch(/\b1\d{10}\b/);
    await page.emulateMedia({ media: 'screen' });
  });
});
