import { expect, type Locator, type Page } from '@playwright/test';

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

  row(caseNo: string): Locator {
    return this.list.locator('[role="row"][aria-selected]').filter({ hasText: caseNo });
  }

  async choose(caseNo: string): Promise<void> {
    await this.page.keyboard.press('Home');
    for (let step = 0; step < 60; step += 1) {
      if ((await this.row(caseNo).first().getAttribute('aria-selected')) === 'true') return;
      await this.page.keyboard.press('j');
    }
    throw new Error(`${caseNo} cannot be reached by J`);
  }
}
