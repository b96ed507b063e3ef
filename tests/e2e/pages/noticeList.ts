import { expect, type Locator, type Page } from '@playwright/test';
import { currentOf, walkTo } from './walkTo.ts';

/** What a person was told: the line in the command bar, the list on the page of the line. */
export class NoticeList {
  readonly line: Locator;
  readonly list: Locator;
  readonly detail: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.line = page.locator('#command-preview');
    this.list = page.getByRole('grid', { name: '告知' });
    this.detail = page.getByRole('region', { name: '告知' }).locator('section');
  }

  async open(): Promise<void> {
    await this.page.keyboard.press('g');
    await this.page.keyboard.press('n');
    await this.page.waitForURL(/#\/sync\/notices/);
    await expect(this.list).toBeFocused();
  }

  get rows(): Locator {
    return this.list.locator('[role="row"][aria-selected]');
  }

  row(caseNo: string): Locator {
    return this.rows.filter({ hasText: caseNo });
  }

  async choose(caseNo: string): Promise<void> {
    await this.page.keyboard.press('Home');
    await expect.poll(() => currentOf(this.rows)).toBe(0);
    await walkTo(this.page, { rows: this.rows, row: this.row(caseNo).first() });
  }
}
