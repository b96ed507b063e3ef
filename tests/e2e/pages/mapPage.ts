import { expect, type Locator, type Page } from '@playwright/test';

const CASE_NUMBER = /[A-Z]{2,4}\d{6}-\d{4}/u;

/** The live map as a person sees it. */
export class MapPage {
  readonly page: Page;
  readonly map: Locator;
  readonly selected: Locator;
  readonly responsible: Locator;

  constructor(page: Page) {
    this.page = page;
    this.map = page.getByRole('application');
    this.selected = page.getByRole('option', { selected: true });
    this.responsible = page.locator('.responsible dd');
  }

  /** By the key of the screen; the shapes have come when the legend counts them. */
  async open(): Promise<void> {
    await this.page.keyboard.press('g');
    await this.page.keyboard.press('m');
    await this.page.waitForURL(/#\/map/);
    await expect(this.layer('单元网格')).toContainText('2,322', { timeout: 40_000 });
    await expect(this.layer('其余在办')).toContainText(/[1-9]/);
  }

  layer(name: string): Locator {
    return this.page.getByRole('checkbox', { name: new RegExp(`^${name}`, 'u') });
  }

  /** Number of the selected case, once its row has come. */
  async selectedNumber(): Promise<string> {
    await expect(this.selected).toContainText(CASE_NUMBER);
    return CASE_NUMBER.exec((await this.selected.textContent()) ?? '')?.[0] ?? '';
  }

  /** Cases in view of one kind, as the legend counts them. */
  async count(name: string): Promise<number> {
    const text = (await this.layer(name).textContent()) ?? '';
    return Number((/([\d,]+)\s*$/u.exec(text)?.[1] ?? '').replaceAll(',', ''));
  }
}
