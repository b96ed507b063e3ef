import { expect, type Locator, type Page } from '@playwright/test';
import { picture } from '../fixtures/picture.ts';

/** The dispatch desk as a person at the keyboard knows it. */
/** What is chosen among a few, where others are written. */
type Chosen = { readonly choose: string | RegExp };

export class DispatchDesk {
  readonly grid: Locator;
  readonly file: Locator;
  readonly toasts: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.grid = page.getByRole('grid', { name: '案件列表' });
    this.file = page.getByRole('region', { name: '案卷', exact: true });
    this.toasts = page.locator('.toasts, [role="status"], [role="alert"]');
  }

  /** The board stands there, and its first cases have come. */
  async ready(): Promise<void> {
    await this.page.waitForURL(/#\/board/);
    // The last digit is the filter's key.
    await expect(this.filterNamed(/^全部/)).toHaveText(/[1-9].*\d$/, { timeout: 30_000 });
  }

  filterNamed(name: RegExp): Locator {
    return this.page.getByRole('group', { name: '筛选' }).getByRole('button', { name });
  }

  /** The number behind a filter as it is now. */
  async counted(name: RegExp): Promise<number> {
    const text = (await this.filterNamed(name).textContent()) ?? '';
    return Number(text.replaceAll(/\D/g, '').slice(0, -1));
  }

  /** One of the six filters by its key, with the focus in the list. */
  async filter(key: number): Promise<void> {
    await this.page.keyboard.press(String(key));
    await expect(
      this.page
        .getByRole('group', { name: '筛选' })
        .getByRole('button')
        .nth(key - 1),
    ).toHaveAttribute('aria-pressed', 'true');
    await expect(this.rows.first()).toBeVisible();
  }

  get rows(): Locator {
    return this.grid.locator('[role="row"][aria-selected]');
  }

  get currentRow(): Locator {
    return this.grid.locator('[role="row"][aria-selected="true"]');
  }

  /** Case numbers of the rows drawn, from top to bottom. */
  async numbers(): Promise<readonly string[]> {
    const drawn = await this.rows.evaluateAll((rows) =>
      rows.map((row) => ({
        no: row.querySelectorAll('[role="gridcell"]')[2]?.textContent.trim() ?? '',
        index: Number(row.getAttribute('aria-rowindex')),
      })),
    );
    return drawn.toSorted((a, b) => a.index - b.index).map((row) => row.no);
  }

  /** Puts the keys into the list and the first row under them. */
  async first(): Promise<string> {
    // A list that is still being read has no first row yet.
    await expect(async () => {
      await this.grid.focus();
      await this.page.keyboard.press('Home');
      await expect(this.currentRow).toHaveCount(1, { timeout: 1_000 });
    }).toPass();
    return this.number();
  }

  /** Number of the current case, once its file is there. */
  async number(): Promise<string> {
    const shown = this.currentRow.locator('[role="gridcell"]').nth(2);
    const text = (await shown.textContent())?.trim() ?? '';
    await expect(this.file.getByText(text, { exact: true })).toBeVisible();
    return text;
  }

  /** What was looked for last is selected, so that other words replace it. */
  async find(text: string): Promise<void> {
    await this.page.keyboard.press('Control+f');
    await this.page.keyboard.press('Delete');
    await this.page.keyboard.type(text);
    await this.page.keyboard.press('Enter');
  }

  /** Finds one case by its number among all of them and opens it. */
  async openNumber(number: string): Promise<void> {
    // Nothing may wait for this person, and then there is no list to press a key in.
    await this.filterNamed(/^全部/).focus();
    await this.page.keyboard.press('Enter');
    await this.find(number);
    // A console that was just enrolled is still fetching its cases; the newest come last.
    await expect(this.rows).toHaveCount(1, { timeout: 60_000 });
    await expect(this.rows.first()).toContainText(number);
    await this.first();
  }

  /** To the unit proposed first, by one key. */
  async dispatch(): Promise<void> {
    await expect(this.page.getByRole('button', { name: /^派遣 1/ })).toBeVisible();
    const steps = await this.timeline().getByRole('listitem').count();
    await this.press('d');
    await expect(this.page.getByText(/^已派遣/).first()).toBeVisible();
    await expect(this.timeline().getByRole('listitem')).not.toHaveCount(steps);
  }

  /** An act by its key: its form, what is typed into it, Ctrl+Enter. */
  async act(
    key: string,
    name: string,
    fields: Readonly<Record<string, string | Chosen>> = {},
  ): Promise<void> {
    const steps = await this.timeline().getByRole('listitem').count();
    await this.press(key);
    const form = this.form(name);
    await expect(form).toBeVisible();
    for (const [field, text] of Object.entries(fields)) {
      if (typeof text === 'string') await form.getByRole('textbox', { name: field }).fill(text);
      else await this.choose(form, field, text.choose);
    }
    await this.press('Control+Enter');
    await expect(form).toBeHidden();
    await expect(this.timeline().getByRole('listitem')).not.toHaveCount(steps);
  }

  /** One of a few that stand side by side; it is chosen when the person sees it so. */
  async choose(form: Locator, field: string, option: string | RegExp): Promise<void> {
    const radio = form
      .getByRole('radiogroup', { name: field, exact: true })
      .getByRole(
        'radio',
        typeof option === 'string' ? { name: option, exact: true } : { name: option },
      );
    await radio.click();
    await expect(radio).toBeChecked();
  }

  /** A file for this use, chosen by hand as fast as a program can. */
  async attach(
    use: string,
    file: { readonly name: string; readonly mimeType: string; readonly buffer: Buffer },
  ): Promise<void> {
    await this.press('Shift+N');
    const form = this.form('附件');
    await form.getByRole('radio', { name: use, exact: true }).click();
    await form.locator('input[type="file"]').setInputFiles(file);
    await this.press('Control+Enter');
    await expect(form).toBeHidden();
    const step = new RegExp(`附件 ${use} .*${file.name.replace('.', '\\.')}`);
    await expect(this.timeline().getByText(step)).toBeVisible();
  }

  /** Everything that the closing of some matter may demand. */
  async supplyForClosing(): Promise<void> {
    for (const [use, grey] of [
      ['处置前', 60],
      ['处置后', 180],
    ] as const) {
      await this.attach(use, { name: `${use}.png`, mimeType: 'image/png', buffer: picture(grey) });
    }
    await this.act('y', '答复来电人', { 内容: '已处置完毕' });
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  stage(word: string): Locator {
    return this.file
      .getByRole('listitem')
      .filter({ hasText: word })
      .and(this.page.locator('[aria-current="step"]'));
  }

  /** What runs or has ended, by its names and limits; without the times, which go on. */
  clocks(): Locator {
    return this.file.getByLabel('时钟').locator('dt');
  }

  clockOf(name: string): Locator {
    return this.file.getByLabel('时钟').locator('div').filter({ hasText: name });
  }

  form(name: string): Locator {
    return this.page.getByRole('form', { name });
  }

  timeline(): Locator {
    return this.file.getByRole('list', { name: '时间线' });
  }

  toast(text: string | RegExp): Locator {
    return this.page.getByText(text).first();
  }
}
