import { expect, type Locator, type Page } from '@playwright/test';

const STEPS_MOST = 60;

/** Down a list by J, a row at a time, until this row is the current one. */
export async function walkTo(
  page: Page,
  list: { readonly rows: Locator; readonly row: Locator },
): Promise<void> {
  await expect(list.row).toBeVisible();
  for (let step = 0; step < STEPS_MOST; step += 1) {
    if ((await list.row.getAttribute('aria-selected')) === 'true') return;
    const before = await currentOf(list.rows);
    await page.keyboard.press('j');
    await expect.poll(() => currentOf(list.rows)).not.toBe(before);
  }
  throw new Error('the row cannot be reached by J');
}

/** Which of the rows drawn is the current one. */
export function currentOf(rows: Locator): Promise<number> {
  return rows.evaluateAll((all) =>
    all.findIndex((row) => row.getAttribute('aria-selected') === 'true'),
  );
}
