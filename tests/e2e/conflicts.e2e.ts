import { expect, type Page } from '@playwright/test';
import { logIn } from './fixtures/logIn.ts';
import { test } from './fixtures/town.ts';
import { ConflictDesk } from './pages/conflictDesk.ts';
import { DispatchDesk } from './pages/dispatchDesk.ts';
import { NoticeList } from './pages/noticeList.ts';

async function switchLine(page: Page): Promise<void> {
  await page.evaluate(() => {
    location.hash = '#/sync';
  });
  await page.getByRole('switch', { name: '切断线路（开发开关）' }).click();
}

async function backToBoard(page: Page, desk: DispatchDesk, number: string): Promise<void> {
  await page.evaluate(() => {
    location.hash = '#/board';
  });
  await expect(desk.grid).toBeVisible();
  await desk.openNumber(number);
}

async function retitle(page: Page, desk: DispatchDesk, title: string): Promise<void> {
  await page.keyboard.press('i');
  const form = desk.form('更正');
  await form.getByRole('textbox', { name: '改为' }).fill(title);
  await page.keyboard.press('Control+Enter');
  await expect(form).toBeHidden();
}

test.describe('conflict desk', () => {
  test('two titles given on both sides of a cut stand side by side; Enter accepts the default', async ({
    openConsole,
    given,
  }) => {
    const first = await openConsole({ device: 'hall-2' });
    await logIn(first.page, 'dispatcher');
    const cut = new DispatchDesk(first.page);
    await cut.ready();
    const number = await given.aCase({ stage: 'filed' });
    await cut.openNumber(number);

    await switchLine(first.page);
    await expect(first.page.getByText(/断线 \d\d:\d\d 起/)).toBeVisible();
    await backToBoard(first.page, cut, number);
    await retitle(first.page, cut, '断线一侧的标题');
    await expect(cut.file.getByRole('heading', { name: '断线一侧的标题' })).toBeVisible();
    await expect(cut.file.getByText('仅在本站').first()).toBeVisible();
    await expect(cut.timeline().getByText('与区级断线')).toBeVisible();

    const second = await openConsole({ device: 'hall-3' });
    await logIn(second.page, 'dispatcher');
    const online = new DispatchDesk(second.page);
    await online.ready();
    await backToBoard(second.page, online, number);
    await retitle(second.page, online, '联线一侧的标题');
    await expect(online.file.getByRole('heading', { name: '联线一侧的标题' })).toBeVisible();

    await switchLine(first.page);
    const desk = new ConflictDesk(second.page);
    await desk.open();
    await desk.choose(number);
    await expect(desk.versions).toHaveCount(2);
    await expect(desk.inForce).toContainText('联线一侧的标题');
    await expect(desk.versions.filter({ hasText: '断线一侧的标题' })).toBeVisible();
    await expect(second.page.getByText('规则 7 · 同一字段 × 同一字段')).toBeVisible();

    await second.page.keyboard.press('Enter');
    await expect(desk.row(number)).toBeHidden();
    await backToBoard(first.page, cut, number);
    await expect(cut.file.getByRole('heading', { name: '联线一侧的标题' })).toBeVisible();
    await expect(cut.timeline().getByText('裁定冲突')).toBeVisible();
  });
});

test.describe('notices', () => {
  test('whoever met another is told once: a line, a count, the list; what is read stays read', async ({
    openConsole,
    given,
  }) => {
    test.slow();
    const first = await openConsole({ device: 'hall-4' });
    await logIn(first.page, 'dispatcher');
    const cut = new DispatchDesk(first.page);
    await cut.ready();
    const number = await given.aCase({ stage: 'filed' });
    await cut.openNumber(number);
    await switchLine(first.page);
    await backToBoard(first.page, cut, number);
    await retitle(first.page, cut, '先断线一侧改的标题');

    const second = await openConsole({ device: 'hall-5' });
    await logIn(second.page, 'chief');
    const online = new DispatchDesk(second.page);
    await online.ready();
    await backToBoard(second.page, online, number);
    await retitle(second.page, online, '值班长改的标题');
    await expect(online.file.getByRole('heading', { name: '值班长改的标题' })).toBeVisible();

    const notices = new NoticeList(first.page);
    const others = new NoticeList(second.page);
    await switchLine(first.page);
    for (const desk of [notices, others]) {
      await expect(desk.line).toContainText('新告知：两步撞在一起，默认生效中，等人裁定');
      await expect(desk.line).toContainText(number);
    }
    await notices.open();
    await expect(notices.row(number)).toHaveCount(1);
    await expect(notices.row(number)).toContainText('我 更正 ×');
    await expect(notices.row(number).getByRole('img', { name: '未读' })).toBeVisible();
    await notices.choose(number);
    await expect(notices.detail).toContainText('规则 7 · 同一字段 × 同一字段');
    await expect(notices.detail).toContainText('记录时间');
    await expect(notices.detail).toContainText('校正时间');

    await first.page.keyboard.press('m');
    await expect(notices.row(number).getByRole('img', { name: '未读' })).toHaveCount(0);
    await first.page.keyboard.press('Enter');
    await first.page.waitForURL(/#\/case\//);
    await expect(first.page.getByText(number).first()).toBeVisible();

    const page = await first.restart('stop');
    await logIn(page, 'dispatcher');
    const again = new NoticeList(page);
    await new DispatchDesk(page).ready();
    await again.open();
    await expect(again.row(number)).toHaveCount(1);
    await expect(again.row(number).getByRole('img', { name: '未读' })).toHaveCount(0);
    await others.open();
    await expect(others.row(number).getByRole('img', { name: '未读' })).toBeVisible();
  });

  test('a dispatch of what a street holds says that it became a proposal, and the street is told', async ({
    openConsole,
    given,
  }) => {
    const street = await openConsole({ device: 'dzm-2' });
    await logIn(street.page, 'dzm-dispatcher', { seat: 'DZM-1' });
    const own = new DispatchDesk(street.page);
    await own.ready();
    const number = await given.aCase({ stage: 'filed', heldBy: 'DZM' });
    await own.openNumber(number);

    const hall = await openConsole({ device: 'hall-6' });
    await logIn(hall.page, 'dispatcher');
    const center = new DispatchDesk(hall.page);
    await center.ready();
    await center.openNumber(number);
    // Dashed: what the hall says here, the holder decides.
    await expect(hall.page.getByRole('button', { name: /派遣 1/ })).toBeVisible();
    await center.press('d');
    await expect(center.toast('派遣 已作为建议送交 东直门街道')).toBeVisible();
    await expect(hall.page.getByText(/^已派遣/)).toHaveCount(0);
    await expect(new NoticeList(hall.page).line).toContainText('已作为建议送交 东直门街道');

    const notices = new NoticeList(street.page);
    await notices.open();
    await expect(notices.row(number).first()).toContainText('有一条建议等处理');
    await notices.choose(number);
    await expect(notices.detail).toContainText('给本单位');
    // The holder takes it up by one key, in the case file that the notice opens.
    await street.page.keyboard.press('Enter');
    await expect(street.page.getByRole('region', { name: '待采纳的建议' })).toBeVisible();
    await own.press('b');
    await expect(own.toast('已采纳 派遣')).toBeVisible();
    await expect(street.page.getByRole('region', { name: '待采纳的建议' })).toHaveCount(0);
    await expect(new NoticeList(hall.page).line).toContainText('你的建议已采纳');
  });
});
