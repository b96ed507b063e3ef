import { expect } from '@playwright/test';
import { axeFindings } from '#tests/support/axeFindings.ts';
import { logIn } from './fixtures/logIn.ts';
import { test } from './fixtures/town.ts';
import { MapPage } from './pages/mapPage.ts';

test.describe('live map', () => {
  test('by the keyboard alone: to the worst case, on to the next, into its file and back', async ({
    openConsole,
    given,
  }) => {
    const critical = { stage: 'filed', urgency: 'critical' } as const;
    const worst = [
      await given.aCase({ ...critical, at: 'DZM' }),
      await given.aCase({ ...critical, at: 'HPL' }),
    ];
    const { page } = await openConsole({ device: 'hall-2' });
    await logIn(page, 'dispatcher');
    await page.waitForURL(/#\/board/);
    const map = new MapPage(page);
    await map.open();
    await expect(page.getByText('示意，非测绘成果')).toBeVisible();
    await expect.poll(() => map.count('特急未签收')).toBeGreaterThanOrEqual(worst.length);
    await page.keyboard.press('x');
    await expect(map.responsible.first()).toContainText('街道');
    const first = await map.selectedNumber();
    await page.keyboard.press('x');
    await expect(map.selected).not.toContainText(first);
    const second = await map.selectedNumber();
    expect(second).not.toBe(first);
    await page.keyboard.press('Enter');
    await page.waitForURL(/#\/case\//);
    await expect(page.getByText(second).first()).toBeVisible();
    await page.goBack();
    await expect(map.selected).toContainText(second);
  });

  test('selection is shared with the board', async ({ openConsole, given }) => {
    await given.aCase({ stage: 'filed', urgency: 'critical' });
    const { page } = await openConsole({ device: 'hall-2' });
    await logIn(page, 'dispatcher');
    await page.waitForURL(/#\/board/);
    const map = new MapPage(page);
    await map.open();
    await expect.poll(() => map.count('特急未签收')).toBeGreaterThan(0);
    await page.keyboard.press('x');
    const chosen = await map.selectedNumber();
    await page.keyboard.press('g');
    await page.keyboard.press('b');
    await page.waitForURL(/#\/board/);
    await expect(page.getByText(chosen).first()).toBeVisible();
  });

  test('[R0-11] a click beside every case says who is responsible for the cell; outside the district nobody is', async ({
    openConsole,
  }) => {
    const { page } = await openConsole({ device: 'hall-2' });
    await logIn(page, 'dispatcher');
    await page.waitForURL(/#\/board/);
    const map = new MapPage(page);
    await map.open();
    for (const kind of ['特急未签收', '超时', '快到时', '其余在办', '聚合']) {
      await map.layer(kind).click();
    }
    const box = await map.map.boundingBox();
    if (box === null) throw new Error('the map has no place');
    await page.mouse.click(box.x + box.width * 0.5, box.y + box.height * 0.55);
    await expect(map.responsible.nth(0)).toContainText('街道');
    await expect(map.responsible.nth(1)).toHaveText(/^G\d{14}$/u);
    await expect(map.responsible.nth(2)).toHaveText(/^\d{15}$/u);
    await page.mouse.click(box.x + 20, box.y + 200);
    await expect(page.locator('.responsible')).toContainText('不在本区范围内');
  });

  test('the legend counts what is in view, and its switches take kinds off the map', async ({
    openConsole,
    given,
  }) => {
    await given.aCase({ stage: 'filed', at: 'DZM' });
    const { page } = await openConsole({ device: 'hall-2' });
    await logIn(page, 'dispatcher');
    await page.waitForURL(/#\/board/);
    const map = new MapPage(page);
    await map.open();
    const whole = await map.count('其余在办');
    await map.map.focus();
    for (let i = 0; i < 3; i += 1) await page.keyboard.press('Equal');
    await expect.poll(() => map.count('其余在办')).toBeLessThan(whole);
    const part = await map.count('其余在办');
    await page.keyboard.press('Home');
    // A console that was just enrolled still receives cases: more than before, never fewer.
    await expect.poll(() => map.count('其余在办')).toBeGreaterThanOrEqual(whole);
    expect(part).toBeGreaterThan(0);
    await map.layer('其余在办').click();
    await expect(map.layer('其余在办')).toHaveAttribute('aria-checked', 'false');
    await expect.poll(() => map.count('其余在办')).toBe(0);
  });

  test('axe finds nothing on the map, with a case selected and in the light', async ({
    openConsole,
    given,
  }) => {
    await given.aCase({ stage: 'filed', urgency: 'critical' });
    const { page } = await openConsole({ device: 'hall-2' });
    await logIn(page, 'dispatcher');
    await page.waitForURL(/#\/board/);
    const map = new MapPage(page);
    await map.open();
    await expect.poll(() => map.count('特急未签收')).toBeGreaterThan(0);
    await page.keyboard.press('x');
    await map.selectedNumber();
    for (const theme of ['dark', 'light']) {
      await page.evaluate((name) => {
        document.documentElement.dataset['theme'] = name;
      }, theme);
      expect(await axeFindings(page)).toEqual([]);
    }
  });
});
