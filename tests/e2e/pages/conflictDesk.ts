import { expect, type Locator, type Page } from '@playwright/test';

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
    for (let step = 0; step < 30; step += 1) {
      if ((await this.row(caseNo).first().getAttribute('aria-selected')) === 'true') return;
      await this.page.keyboard.press('j');
    }
    throw new Error(`${caseNo} cannot be reached by J`);
  }
}
