import { expect, type Locator, type Page } from '@playwright/test';

/** What the key is told when the ring that it was meant for is gone. */
const GONE = /^来电已不在本席/;

/** The seat as an operator knows it: ring, form, sent case. Nothing here needs a mouse. */
export class IntakeSeat {
  readonly phone: Locator;
  readonly form: Locator;
  readonly words: Locator;
  readonly history: Locator;
  readonly place: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.phone = page.getByRole('region', { name: '席位状态' });
    this.form = page.getByRole('region', { name: '新工单' });
    this.words = page.getByRole('textbox', { name: /^诉求内容/ });
    this.history = page.getByRole('region', { name: '历史工单' }).getByRole('listitem');
    this.place = page.getByRole('region', { name: '地点', exact: true });
  }

  async ready(): Promise<void> {
    await this.page.waitForURL(/#\/intake/);
    await expect(this.phone).toBeVisible();
  }

  /** Goes there from another screen. */
  async go(): Promise<void> {
    await this.press('g', 'i');
    await this.ready();
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /**
   * A form without a call. Where a ring has just gone, the key is told to have meant that call, and opens
   * the form when it is pressed again.
   */
  async openBlank(): Promise<void> {
    await this.press('F2');
    const gone = this.page.getByText(GONE).first();
    await expect(this.words.or(gone).first()).toBeVisible();
    if (!(await this.words.isVisible())) await this.press('F2');
    await expect(this.words).toBeFocused();
  }

  /**
   * Takes the call that rings here. A caller may give up in the very moment of the key, or a colleague be
   * quicker: then the next one is taken.
   */
  async answer(): Promise<void> {
    await expect(async () => {
      if (!((await this.phone.textContent()) ?? '').includes('通话中')) {
        await expect(this.phone).toContainText('来电 · 振铃');
        await this.press('F2');
      }
      await expect(this.phone).toContainText('通话中', { timeout: 5_000 });
    }).toPass({ timeout: 90_000 });
    await this.page.waitForURL(/#\/intake/);
    await expect(this.words).toBeFocused();
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  /** The first matter that a query finds, by words or pinyin initials. */
  async takeMatter(query: string, name: string): Promise<void> {
    await this.press('Alt+m');
    await this.type(query);
    const first = this.form.getByRole('listitem').getByRole('button').first();
    await expect(first).toContainText(name);
    await this.press('Alt+1');
    await expect(this.form.getByText('已选事项')).toBeAttached();
  }

  async takePlace(query: string): Promise<string> {
    await this.press('Alt+l');
    await this.type(query);
    const first = this.place.getByRole('listitem').getByRole('button').first();
    await expect(first).toContainText(query);
    await this.press('Alt+q');
    const chosen = this.place.getByText(/^已落点/);
    await expect(chosen).toBeVisible();
    return (await chosen.textContent()) ?? '';
  }

  /** The number that the caller can be told before anything is sent. */
  async toldNumber(): Promise<string> {
    // The number of the caller's last case stands below it.
    const shown = this.form.getByText(/^[A-Z]{2,4}\d{6}-\d{4}$/).first();
    await expect(shown).toBeVisible();
    return (await shown.textContent())?.trim() ?? '';
  }

  /** A whole case from a blank form, as one types it when nobody calls. */
  async makeCase(what: {
    readonly words: string;
    readonly matter: readonly [query: string, name: string];
    readonly place: string;
    readonly number?: string;
  }): Promise<string> {
    await this.openBlank();
    if (what.number !== undefined) {
      await this.page.getByRole('textbox', { name: '号码', exact: true }).fill(what.number);
      await this.press('Alt+c');
    }
    await this.type(what.words);
    await this.takeMatter(...what.matter);
    await this.takePlace(what.place);
    return this.send();
  }

  /** With its number: a console that was just enrolled is still being given its own. */
  async send(): Promise<string> {
    await this.toldNumber();
    await this.press('Control+Enter');
    return this.sentAs('已发送');
  }

  async sentAs(word: string): Promise<string> {
    const toast = this.page.getByText(new RegExp(`^${word} [A-Z]{2,4}\\d{6}-\\d{4}`)).last();
    await expect(toast).toBeVisible();
    return /[A-Z]{2,4}\d{6}-\d{4}/.exec((await toast.textContent()) ?? '')?.[0] ?? '';
  }
}
