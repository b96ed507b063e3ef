// The dispatch desk, the case file and the conflict desk in every state that a person meets: nothing is
// flagged by axe, nothing that never folds is missing, nothing breaks the page's policy. Pictures go to
// out/pictures for people to look at.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { samplePicture } from '#core/demo/samplePicture.ts';
import { axeFindings } from '#tests/support/axeFindings.ts';
import { deskScript, type DeskOptions } from '#tests/support/deskScript.ts';
import { serveScript, type ScriptedServer } from './scriptedServer.ts';
import { settled } from './settled.ts';

const PICTURES = join(import.meta.dirname, '../../out/pictures');
/** Saturday morning in Shanghai, so that pictures of two runs can be compared. */
const NOW = Date.UTC(2026, 10, 21, 2, 22, 7);
const painted = (grey: number): Uint8Array => samplePicture({ width: 240, height: 180, grey });

type Picture = {
  readonly name: string;
  readonly hash: string;
  readonly options?: Partial<DeskOptions>;
  readonly size?: { readonly width: number; readonly height: number };
  readonly keys?: readonly string[];
  /** What must be seen. */
  readonly seen: readonly (string | RegExp)[];
};

const SMALL = { width: 1366, height: 768 };
const PICTURED: readonly Picture[] = [
  {
    name: 'board',
    hash: '#/board',
    keys: ['j', 'j', 'j', 'j', 'j', 'j', 'j', 'j'],
    seen: ['立即', '推荐承办', /^派遣 1/],
  },
  { name: 'board-light', hash: '#/board', options: { theme: 'light' }, seen: ['立即'] },
  {
    name: 'board-en',
    hash: '#/board',
    options: { language: 'en' },
    seen: ['Returned', 'Timeline'],
  },
  { name: 'board-pseudo', hash: '#/board', options: { language: 'pseudo' }, seen: [/^\[Timeline/] },
  {
    name: 'board-cut',
    hash: '#/board',
    options: { cut: true, station: 'open' },
    seen: [/^断线 .*经站点/, '与区级断线', '待上报', /同街照常协同/],
  },
  {
    name: 'board-empty',
    hash: '#/board',
    options: { empty: true },
    seen: ['没有等我处理的案件', '选一个案件看案卷'],
  },
  {
    name: 'board-50000',
    hash: '#/board',
    options: { inHand: 50_000 },
    keys: ['End'],
    seen: [/共 50,063/],
  },
  {
    name: 'board-small',
    hash: '#/board',
    size: SMALL,
    keys: ['j'],
    seen: ['立即', '案卷', /签收/],
  },
  {
    name: 'board-small-en',
    hash: '#/board',
    size: SMALL,
    options: { language: 'en', theme: 'light' },
    keys: ['j'],
    seen: ['Now'],
  },
  { name: 'form', hash: '#/board', keys: ['j', 'r'], seen: ['建议改派', '怎样得知'] },
  { name: 'form-small', hash: '#/board', size: SMALL, keys: ['j', 'r'], seen: ['怎样得知'] },
  { name: 'all-acts', hash: '#/board', keys: ['j', 'z'], seen: ['全部动作', '改紧急程度'] },
  { name: 'refused', hash: '#/board', keys: ['j', 'h'], seen: [/^不能登记处置/] },
  {
    name: 'look-reason',
    hash: '#/case/case-9',
    options: { confidential: true },
    keys: ['w'],
    seen: ['打开保密来电人', '理由'],
  },
  {
    name: 'look-reason-en',
    hash: '#/case/case-9',
    options: { language: 'en', theme: 'light', confidential: true },
    keys: ['w'],
    seen: ['Open a confidential caller'],
  },
  { name: 'saved-filters', hash: '#/board', keys: ['Control+s'], seen: ['已存筛选'] },
  { name: 'case', hash: '#/case/case-9', seen: ['推荐承办'] },
  { name: 'case-handled', hash: '#/case/case-31', seen: ['证据', /^结案还差 /] },
  { name: 'evidence', hash: '#/case/case-9', keys: ['p'], seen: ['第 1 份，共 3 份'] },
  {
    name: 'evidence-en',
    hash: '#/case/case-9',
    options: { language: 'en' },
    keys: ['p'],
    seen: ['1 of 3'],
  },
  {
    name: 'evidence-cut',
    hash: '#/case/case-9',
    options: { cut: true },
    keys: ['p', 'ArrowRight'],
    seen: ['断线，文件不在本机 · 恢复后可看', '再取一次'],
  },
  {
    name: 'case-cold-cut',
    hash: '#/case/case-9',
    options: { cold: true, cut: true },
    seen: ['只存摘要', '办结已久，全文在区级；线路恢复后自动取回', '已结案'],
  },
  { name: 'case-small', hash: '#/case/case-9', size: SMALL, seen: ['推荐承办'] },
  { name: 'conflicts', hash: '#/conflicts', seen: ['两边派了不同单位', '默认生效中', '采纳默认'] },
  {
    name: 'conflicts-accept-all',
    hash: '#/conflicts',
    keys: ['Shift+Enter'],
    seen: ['下列各案的默认将成为裁定', '还可撤销 26 分钟'],
  },
  {
    name: 'conflicts-accepted-all',
    hash: '#/conflicts',
    keys: ['Shift+Enter', 'Enter'],
    seen: ['已采纳默认 2 条'],
  },
  {
    name: 'form-merge-en',
    hash: '#/case/case-9',
    options: { language: 'en' },
    keys: ['Shift+M'],
    seen: ['This case ends here as a duplicate'],
  },
  {
    name: 'conflicts-light-en',
    hash: '#/conflicts',
    options: { theme: 'light', language: 'en' },
    keys: ['j'],
    seen: ['Accept default'],
  },
  {
    name: 'notices',
    hash: '#/sync/notices',
    keys: ['j'],
    seen: ['告知 4', '已作为建议送交 东直门', '规则 2 · 派遣甲 × 派遣乙', '标为已读'],
  },
  {
    name: 'notices-light-en',
    hash: '#/sync/notices',
    options: { theme: 'light', language: 'en' },
    seen: ['4 unread', /^Rule 7/, 'Sent to Dongzhimen as a proposal'],
  },
  { name: 'notices-small', hash: '#/sync/notices', size: SMALL, seen: ['标为已读', '4 条未读'] },
  {
    name: 'held-back',
    hash: '#/sync',
    options: { heldBack: true },
    seen: ['区级暂不收', '留在本机，稍后自动补送', '切断线路（开发开关）'],
  },
  {
    name: 'held-back-light-en',
    hash: '#/sync',
    options: { heldBack: true, theme: 'light', language: 'en' },
    seen: ['District takes no acts', 'Online · the district cannot write'],
  },
  { name: 'conflicts-small', hash: '#/conflicts', size: SMALL, seen: ['采纳默认'] },
];

async function open(page: Page, picture: Picture, url: string): Promise<string[]> {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  await page.setViewportSize(picture.size ?? { width: 1920, height: 1080 });
  await page.clock.setFixedTime(NOW);
  await page.goto(`${url}${picture.hash}`);
  return problems;
}

/** As a person does: once the case or the list can be read, and each key after what the last one did. */
async function press(page: Page, server: ScriptedServer, picture: Picture): Promise<void> {
  if (picture.keys === undefined) return;
  if (/board|case/.test(picture.hash)) {
    await expect(page.getByText(/(DC|DZM)261121-\d/).first()).toBeVisible();
  }
  for (const key of picture.keys) {
    await settled(page, server);
    await page.keyboard.press(key);
  }
}

for (const picture of PICTURED) {
  test(`${picture.name} is whole, named and readable`, async ({ page }) => {
    const server = await serveScript(
      deskScript({ now: NOW, picture: painted, ...picture.options }),
    );
    try {
      const problems = await open(page, picture, server.url);
      await expect(page.locator('#main')).toBeVisible();
      await settled(page, server);
      await press(page, server, picture);
      for (const text of picture.seen) await expect(page.getByText(text).first()).toBeVisible();
      await settled(page, server);
      await mkdir(PICTURES, { recursive: true });
      await page.screenshot({ path: join(PICTURES, `desk-${picture.name}.png`) });

      expect(await axeFindings(page)).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wide).toBeLessThanOrEqual(0);
      expect(problems).toEqual([]);
    } finally {
      await server.close();
    }
  });
}

test('a case sheet and a run slip print on A4, the slip without a whole number', async ({
  page,
}) => {
  const server = await serveScript(deskScript({ now: NOW, picture: painted }));
  try {
    await open(page, { name: 'print', hash: '#/case/case-9', seen: [] }, server.url);
    await expect(page.getByRole('region', { name: /^案卷 DC/ })).toBeFocused();
    await page.evaluate(() => {
      window.print = () => undefined;
    });
    for (const [key, name] of [
      ['Control+p', '案件单'],
      ['Control+Shift+P', '派遣单'],
    ] as const) {
      await page.keyboard.press(key);
      const paper = page.locator('.paper');
      await expect(paper.getByText(name, { exact: true })).toBeAttached();
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
      // A4 in points.
      expect(pdf).toMatch(/\/MediaBox \[0 0 59[45][.\d]* 84[12][.\d]*\]/);
      expect((await paper.textContent()) ?? '').not.toMatch(/\b1\d{10}\b/);
    }
  } finally {
    await server.close();
  }
});
