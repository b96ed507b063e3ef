import { expect, type Locator, type Page } from '@playwright/test';
import { walkTo } from './walkTo.ts';

/** The conflict desk: what met, both versions, one key to accept. */
export class ConflictDesk {
  readonly list: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.list = page.getByRole('grid', { name: '冲突' });
  }

  async open(): Promise<void> {
    await this.page.keyboard.press('g');
    await this.page.keyboard.press('c');
    await this.page.waitForURL(/#\/conflicts/);
  }

  get rows(): Locator {
    return this.list.getByRole('row');
  }

  row(caseNo: string): Locator {
    return this.rows.filter({ hasText: caseNo });
  }

  get versions(): Locator {
    return this.page.getByRole('article');
  }

  get inForce(): Locator {
    return this.versions.filter({ hasText: '默认生效中' });
  }

  async choose(caseNo: string): Promise<void> {
    await expect(this.row(caseNo)).toBeVisible();
    await this.list.focus();
    await walkTo(this.page, { rows: this.rows, row: this.row(caseNo).first() });
  }
}
