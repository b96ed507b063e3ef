// A street's console loses its line: packets vanish, nothing is refused. Work goes on at both ends.
import { expect, type Page } from '@playwright/test';
import { openBlackHole } from '#scripts/drill/blackHole.ts';
import { logIn } from './fixtures/logIn.ts';
import { test } from './fixtures/town.ts';
import { ConflictDesk } from './pages/conflictDesk.ts';
import { DispatchDesk } from './pages/dispatchDesk.ts';
import { IntakeSeat } from './pages/intakeSeat.ts';

async function logOut(page: Page): Promise<void> {
  await page.keyboard.press('Control+/');
  await page.keyboard.type('tc');
  await page.keyboard.press('Enter');
}

async function newCase(page: Page, words: string): Promise<string> {
  const seat = new IntakeSeat(page);
  await seat.go();
  const number = await seat.makeCase({
    words,
    matter: ['井盖异响', '井盖异响'],
    place: '清水苑',
  });
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('b');
  return number;
}

test('[R1-40] [R2-35] [R4-40] [R4-42] a street whose line is cut takes, dispatches, works and closes; after healing all are equal and the conflict is judged', async ({
  openConsole,
  district,
}) => {
  test.setTimeout(400_000);
  const hole = await openBlackHole(district.port);
  const street = await openConsole({ device: 'dzm-1', port: hole.port });
  const page = street.page;
  const desk = new DispatchDesk(page);
  await logIn(page, 'dzm-dispatcher', { seat: 'DZM-1' });
  await desk.ready();
  await logOut(page);
  await logIn(page, 'dzm-chief', { seat: 'DZM-2' });
  await desk.ready();
  const shared = await newCase(page, '东直门外大街井盖松动');
  const colleague = await openConsole({ device: 'dzm-2' });
  await logIn(colleague.page, 'dzm-dispatcher', { seat: 'DZM-3' });
  const online = new DispatchDesk(colleague.page);
  await online.ready();
  await online.openNumber(shared);
  const hall = await openConsole({ device: 'hall-2' });
  await logIn(hall.page, 'dispatcher', { seat: 'D01' });
  const center = new DispatchDesk(hall.page);
  await center.ready();
  await center.openNumber(shared);

  hole.cut();
  const own = await newCase(page, '断线时接到的井盖来电');
  await desk.openNumber(own);
  await expect(desk.rows.first().getByText('仅在本站')).toBeAttached();
  await desk.openNumber(shared);
  await desk.act('i', '更正', { 改为: '断线一侧的标题' });
  await online.act('i', '更正', { 改为: '联线一侧的标题' });
  await center.act('n', '备注', { 内容: '区级收到第二个来电' });
  await expect(online.timeline().getByText('区级收到第二个来电')).toBeVisible();
  await expect(page.getByText(/断线 \d\d:\d\d 起/)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/待上报 \d+ 案 \d+ 步/).first()).toBeVisible();

  await logOut(page);
  await logIn(page, 'dzm-dispatcher', { seat: 'DZM-1' });
  await desk.ready();
  await desk.openNumber(own);
  await desk.dispatch();
  await expect(desk.stage('派遣')).toBeVisible();
  await desk.act('s', '签收');
  await desk.act('h', '登记处置', { 结果: '井盖已固定', 已解决: { choose: '是' } });
  await desk.act('v', '核查', { 结论: { choose: '通过' }, 说明: '来电人电话确认' });
  // Photos are attached without a line as with one; their bytes follow.
  await desk.supplyForClosing();
  await logOut(page);
  await logIn(page, 'dzm-chief', { seat: 'DZM-2' });
  await desk.ready();
  await desk.openNumber(own);
  await desk.act('e', '结案', { 公开答复: '井盖已固定。' });
  await expect(desk.stage('结案')).toBeVisible();
  await expect(desk.rows.first().getByText('仅在本站')).toBeAttached();

  const ownSteps = async (of: DispatchDesk): Promise<readonly string[]> => {
    const all = await of.timeline().getByRole('listitem').allTextContents();
    // A console also marks in its own file where its line was lost, and where it came back.
    return all.filter((step) => !step.includes('与区级断线') && !step.endsWith('已恢复'));
  };
  await expect.poll(async () => (await ownSteps(desk)).length).toBe(9);
  const pending = await ownSteps(desk);
  expect(pending.filter((step) => !step.endsWith('未上报'))).toEqual([]);
  // The clock is corrected when the line is back, by the second at most; the words stay.
  const wordsOf = (step: string): string => step.replace(/未上报$/, '').slice('00:00:00'.length);

  hole.heal();
  await expect(page.getByText(/断线 \d\d:\d\d 起/)).toBeHidden({ timeout: 60_000 });
  await expect(page.getByText(/待上报 \d+ 案 \d+ 步/)).toHaveCount(0);
  await expect(desk.rows.first().getByText('仅在本站')).toHaveCount(0);
  await center.openNumber(own);
  await expect(center.stage('结案')).toBeVisible();
  await expect
    .poll(async () => (await ownSteps(center)).map(wordsOf))
    .toEqual(pending.map(wordsOf));
  await expect.poll(() => ownSteps(desk)).toEqual(await ownSteps(center));

  const conflicts = new ConflictDesk(page);
  await conflicts.open();
  await conflicts.choose(shared);
  await expect(conflicts.versions).toHaveCount(2);
  await expect(conflicts.inForce).toContainText('联线一侧的标题');
  await expect(conflicts.versions.filter({ hasText: '断线一侧的标题' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(conflicts.row(shared)).toBeHidden();
  await expect(online.file.getByRole('heading', { name: '联线一侧的标题' })).toBeVisible();
  await expect(online.timeline().getByText('裁定冲突')).toBeVisible();
  await hole.close();
});
