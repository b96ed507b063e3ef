// A district without demo data, from an empty folder to a case, as a newcomer does it: the commands of
// docs/programs.md, real processes, the desktop window.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { expect, test as base, type Page } from '@playwright/test';
import { logIn } from '../e2e/fixtures/logIn.ts';
import { openDesktop, withDataFolder } from '../e2e/fixtures/desktop.ts';
import { DispatchDesk } from '../e2e/pages/dispatchDesk.ts';
import { IntakeSeat } from '../e2e/pages/intakeSeat.ts';

const test = base.extend<{ folder: string; consoleFolder: string }>({
  folder: async ({}, use) => withDataFolder(use),
  consoleFolder: async ({}, use) => withDataFolder(use),
});

type Ended = { readonly code: number | null; readonly text: string };

/** A command with words on its standard input, to its end. */
function run(words: readonly string[], input = ''): Promise<Ended> {
  const child = spawn(process.execPath, words, { stdio: ['pipe', 'pipe', 'pipe'] });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  }
  child.stdin.end(input);
  return new Promise((resolve) =>
    child.once('close', (code) => resolve({ code, text: said.join('') })),
  );
}

type Serving = {
  readonly port: number;
  readonly code: string;
  readonly stop: () => Promise<void>;
};

/** The district as its administrator starts it the first time: with a code for the first console. */
async function serve(home: string): Promise<Serving> {
  const words = ['out/district/main.js', '--data', home, '--port', '0', '--code', 'district'];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', (code) => reject(new Error(`the district ended with ${String(code)}`)));
  });
  const said = JSON.parse(line) as { listening: number; codes: Record<string, string> };
  return {
    port: said.listening,
    code: said.codes['district'] ?? '',
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** The first login asks for a password of one's own; a weak one is named and keeps the rest. */
async function chooseOwnPassword(page: Page, weak: string, own: string): Promise<void> {
  const next = page.getByRole('textbox', { name: '新口令', exact: true });
  await expect(next).toBeFocused();
  await page.keyboard.type(weak);
  await page.keyboard.press('Enter');
  await expect(page.getByText('新口令不足 10 个字符')).toBeVisible();
  await next.fill(own);
  await page.getByRole('textbox', { name: '再输一遍' }).fill(own);
  await page.keyboard.press('Enter');
}

test('an empty district gets its first administrator, who lets an operator in, who files a case', async ({
  folder,
  consoleFolder,
}) => {
  test.setTimeout(120_000);
  const home = join(folder, 'district');
  const first = ['out/district/main.js', '--data', home, '--first-administrator', 'zhou'];
  const made = await run(['out/seed.js', '--profile', 'dongcheng', '--data', folder, '--empty']);
  expect(made.text).toContain('no people, no cases');
  const weak = await run(first, 'zhou12345678\n');
  expect(weak).toMatchObject({ code: 4 });
  expect(weak.text).toContain('too weak');
  const done = await run([...first, '--name', '周敏'], 'first-of-all\n');
  expect(done).toMatchObject({ code: 0 });
  const again = await run(first, 'another-one-44\n');
  expect(again).toMatchObject({ code: 4 });
  expect(again.text).toContain('has an administrator already');

  const district = await serve(home);
  const desktop = await openDesktop(consoleFolder);
  const { page } = desktop;
  await page.getByRole('textbox', { name: '区级地址' }).fill(`ws://127.0.0.1:${district.port}`);
  await page.getByRole('textbox', { name: '登记码' }).fill(district.code);
  await page.getByRole('textbox', { name: '本机名称' }).fill('受理厅 1 席');
  await page.keyboard.press('Enter');
  await logIn(page, 'zhou', { password: 'first-of-all' });
  await chooseOwnPassword(page, 'short', 'green-tea-77');

  await page.waitForURL(/#\/admin\/people/);
  await expect(page.getByRole('button', { name: '新增人员' })).toBeVisible();
  await page.keyboard.press('n');
  const dialog = page.getByRole('dialog', { name: '新增人员' });
  await dialog.getByRole('textbox', { name: '姓名' }).fill('李岚');
  await dialog.getByRole('textbox', { name: '登录名' }).fill('zhou');
  await dialog.getByRole('textbox', { name: '初始口令' }).fill('tell-her-4711');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('这个登录名已有人用')).toBeVisible();
  await dialog.getByRole('textbox', { name: '登录名' }).fill('lilan');
  await page.keyboard.press('Enter');
  await expect(page.getByText('已新增 李岚，请为其授权')).toBeVisible();
  await page.getByRole('button', { name: '授权' }).click();
  await expect(page.getByRole('grid', { name: '人员' })).toContainText('坐席 ·');
  await page.keyboard.press('/');
  await page.keyboard.type('logout');
  await page.keyboard.press('Enter');

  await logIn(page, 'lilan', { password: 'tell-her-4711', seat: 'S01' });
  await chooseOwnPassword(page, 'kurz', 'white-cloud-9');
  const seat = new IntakeSeat(page);
  await seat.ready();
  await seat.openBlank();
  await seat.type('路灯整夜不亮，请派人看看');
  await seat.press('Control+Enter');
  const number = await seat.sentAs('已发送');
  await seat.press('Escape', 'g', 'b');
  const desk = new DispatchDesk(page);
  await desk.ready();
  await desk.filter(6);
  await desk.find(number);
  await expect(desk.rows).toHaveCount(1);
  await desk.first();
  await expect(desk.timeline()).toContainText('李岚');
  await desktop.close();
  await district.stop();
});
