// The frame, the seat and the pages around them in every state that a person meets: nothing is flagged
// by axe, what never folds is there, nothing breaks the page's policy. Pictures go to out/pictures.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { axeFindings } from '#tests/support/axeFindings.ts';
import { HALF_TYPED } from '#tests/support/paperScript.ts';
import { seatScript, type SeatOptions } from '#tests/support/seatScript.ts';
import { serveScript, type ScriptedServer } from './scriptedServer.ts';
import { settled } from './settled.ts';

const PICTURES = join(import.meta.dirname, '../../out/pictures');
/** Saturday morning in Shanghai, so that pictures of two runs can be compared. */
const NOW = Date.UTC(2026, 10, 21, 2, 24, 33);
const SMALL = { width: 1366, height: 768 };
const WORDS =
  '来电人称家住新中西里 11 号楼，从昨晚八点起暖气不热，现在室内只有 14 度，家中老人独自在家';

type Picture = {
  readonly name: string;
  readonly hash: string;
  readonly options?: Partial<SeatOptions>;
  readonly size?: { readonly width: number; readonly height: number };
  /** The control that is gone to before the keys, as Tab does however many there are before it. */
  readonly on?: string;
  /** Typed where the focus is, before the keys. */
  readonly words?: string;
  readonly keys?: readonly string[];
  readonly seen: readonly (string | RegExp)[];
  /** What lies over the page and hides what is under it. */
  readonly surface?: string;
  /** The page as a whole does not scroll. */
  readonly isStill?: boolean;
};
const EN = { language: 'en' } as const;
const FORM = { words: WORDS, keys: ['Alt+1', 'Alt+q'] } as const;

const PICTURED: readonly Picture[] = [
  { name: 'login', hash: '#/login', options: { session: 'login' }, seen: ['演示登录', '口令'] },
  {
    name: 'login-en',
    hash: '#/login',
    options: { session: 'login', settings: { ...EN, theme: 'light' } },
    seen: ['Demo logins'],
  },
  { name: 'setup', hash: '#/setup', options: { session: 'setup' }, seen: ['登记码', '试话筒'] },
  { name: 'idle', hash: '#/intake', seen: ['没有在手的单子', '我的本班'] },
  {
    name: 'ringing',
    hash: '#/intake',
    options: { call: 'ringing' },
    seen: ['15 秒内接听', '很可能还是这件事', /请讲/],
  },
  {
    name: 'ringing-away',
    hash: '#/settings',
    options: { call: 'ringing', isBurning: true },
    seen: ['来电 · 振铃', '接听', '让给他席', '特急逾时未签收'],
  },
  {
    name: 'ringing-away-small-en',
    hash: '#/settings',
    options: { call: 'ringing', settings: EN },
    size: SMALL,
    seen: ['Ringing', 'Answer', 'Pass'],
  },
  {
    name: 'in-call-away-small',
    hash: '#/map',
    options: { call: 'answered' },
    size: SMALL,
    seen: ['通话中', '回到工单', '挂断'],
  },
  {
    name: 'in-call-away-en',
    hash: '#/settings',
    options: { call: 'answered', settings: { ...EN, theme: 'light' } },
    seen: ['In call', 'Back to the form', 'Hang up'],
  },
  {
    name: 'discard-dialog-small-en',
    hash: '#/intake',
    options: { call: 'answered', settings: EN },
    size: SMALL,
    words: WORDS,
    keys: ['Alt+z'],
    seen: ['is deleted and cannot be brought back.', 'Keep it'],
  },
  {
    name: 'user-menu',
    hash: '#/settings',
    on: '.who',
    keys: ['Enter'],
    seen: ['锁定席位', '退出登录'],
    surface: '[role="menu"]',
  },
  {
    name: 'refused-in-dialog-en',
    hash: '#/intake',
    options: { call: 'answered', settings: EN },
    words: WORDS,
    keys: ['Alt+x', 'Control+Enter'],
    seen: ['Has to be filled in'],
  },
  {
    name: 'nothing-to-append',
    hash: '#/intake',
    options: { call: 'two' },
    words: WORDS,
    keys: ['Alt+j'],
    seen: ['来电人没有在办的案件'],
  },
  { name: 'away-small', hash: '#/settings', size: SMALL, seen: ['空闲', '排队'] },
  {
    name: 'in-call',
    hash: '#/intake',
    options: { call: 'answered' },
    ...FORM,
    seen: ['DC261121-1067', '五要素', '地点已确认', /^规则建议 紧急/],
  },
  {
    name: 'in-call-en',
    hash: '#/intake',
    options: { call: 'two', settings: EN },
    ...FORM,
    seen: ['can be told to the caller', 'On hold', 'Before sending'],
  },
  {
    name: 'in-call-pseudo',
    hash: '#/intake',
    options: { call: 'answered', settings: { language: 'pseudo' } },
    ...FORM,
    seen: ['DC261121-1067', 'Ctrl+Enter'],
  },
  {
    name: 'sent-in-call',
    hash: '#/intake',
    options: { call: 'answered' },
    words: WORDS,
    keys: ['Alt+1', 'Alt+q', 'Control+Enter'],
    seen: ['来电人还在线', '来电人还说了', '补记到本案', '通话中'],
  },
  {
    name: 'sent-in-call-small-en',
    hash: '#/intake',
    options: { call: 'answered', settings: EN },
    size: SMALL,
    words: WORDS,
    keys: ['Alt+1', 'Alt+q', 'Control+Enter'],
    seen: ['The caller is still on the line', 'Add to this case', 'In call'],
  },
  {
    name: 'in-call-light-cut',
    hash: '#/intake',
    options: { call: 'answered', isCut: true, settings: { theme: 'light' } },
    ...FORM,
    seen: [/^断线 08:58 起/, '待上报 17 案 63 步 · 最早 09:00'],
  },
  {
    name: 'in-call-small',
    hash: '#/intake',
    options: { call: 'answered' },
    size: SMALL,
    ...FORM,
    seen: ['DC261121-1067', '发送派遣', '挂断', '区级在线'],
  },
  ...([100, 125, 150] as const).map((textSize) => ({
    name: `in-call-small-${textSize}`,
    hash: '#/intake',
    options: { call: 'answered', settings: { textSize } } as const,
    size: SMALL,
    ...FORM,
    seen: ['发送派遣', '事项已选', '重复候选', '地点已确认'],
    isStill: true,
  })),
  {
    name: 'in-call-burning',
    hash: '#/intake',
    options: { call: 'answered', isBurning: true, isCut: true },
    ...FORM,
    seen: ['特急逾时未签收', '还有 1', '确认报警'],
  },
  {
    name: 'in-call-large',
    hash: '#/intake',
    options: { call: 'answered', settings: { textSize: 150 } },
    ...FORM,
    seen: ['DC261121-1067', '发送派遣'],
  },
  {
    name: 'answer-dialog',
    hash: '#/intake',
    options: { call: 'answered' },
    words: WORDS,
    keys: ['Control+d'],
    seen: ['把答复写进案件，当场办结，不再派遣。'],
  },
  {
    name: 'refuse-dialog',
    hash: '#/intake',
    options: { call: 'answered' },
    words: WORDS,
    keys: ['Alt+x'],
    seen: ['案件照样登记，写明原因。'],
  },
  {
    name: 'nothing-found',
    hash: '#/intake',
    options: { call: 'answered', isEmpty: true },
    words: WORDS,
    seen: [/诉求里还没有认出事项/, /诉求里还没有认出地点/],
  },
  { name: 'sync', hash: '#/sync', seen: ['被取代', '上次恢复', '龙潭'] },
  { name: 'sync-empty', hash: '#/sync', options: { isEmpty: true }, seen: ['本站还没有动作'] },
  {
    name: 'sync-station',
    hash: '#/sync',
    options: { isCut: true, station: 'open' },
    keys: ['Alt+8'],
    seen: [/代存 63 步/, '区里未定', /同街照常协同/],
  },
  {
    name: 'sync-station-gone-light-en',
    hash: '#/sync',
    options: { isCut: true, station: 'gone', settings: { ...EN, theme: 'light' } },
    seen: [/working alone$/, 'Station gone, working alone'],
  },
  {
    name: 'refused-older',
    hash: '#/intake',
    options: { isCut: true, refusedWith: 'sync/console-older' },
    seen: [/本站程序版本过旧/],
  },
  {
    name: 'refused-older-light-en',
    hash: '#/intake',
    options: {
      isCut: true,
      refusedWith: 'sync/console-older',
      settings: { ...EN, theme: 'light' },
    },
    seen: [/too old for the district/],
  },
  {
    name: 'sync-cut-small',
    hash: '#/sync',
    options: { isCut: true },
    size: SMALL,
    seen: ['切断线路（开发开关）'],
  },
  {
    name: 'catchup',
    hash: '#/catchup',
    options: { drafts: [{ key: 'catchup', body: HALF_TYPED, savedAt: NOW }] },
    keys: ['Control+Enter'],
    seen: [
      '这张卡已经补录，案号 DC261121-1032',
      '办结早于受理',
      '写处置结果或答复',
      '重打未用的 9 张',
    ],
  },
  {
    name: 'catchup-active-light-en',
    hash: '#/catchup',
    options: { isEmpty: true, settings: { ...EN, theme: 'light' } },
    keys: ['Alt+p'],
    seen: ['No blank cards printed yet', 'Enter and go on'],
  },
  {
    name: 'catchup-small-en',
    hash: '#/catchup',
    options: { settings: EN },
    size: SMALL,
    seen: ['Enter and close', 'Print blank cards'],
  },
  {
    name: 'people',
    hash: '#/admin/people',
    options: { role: 'administrator' },
    seen: ['人员 0', '956', '收回'],
  },
  {
    name: 'people-empty-en',
    hash: '#/admin/people',
    options: { role: 'administrator', isEmpty: true, settings: EN },
    seen: ['No such person'],
  },
  {
    name: 'devices',
    hash: '#/admin/devices',
    options: { role: 'administrator' },
    seen: ['受理厅 1 席', '生成登记码'],
  },
  {
    name: 'audit',
    hash: '#/audit',
    options: {
      role: 'dutyChief',
      verification: { state: 'done', done: 521_733, of: 521_733, at: NOW - 600_000 },
    },
    seen: [
      'DC261121-1066',
      /校验 521733 条，全部完好/,
      '本机见证',
      '已隔离',
      '空号 31–33',
      '已用尽',
    ],
  },
  {
    name: 'audit-administrator-running-light-en',
    hash: '#/audit',
    options: {
      role: 'administrator',
      verification: { state: 'running', done: 180_224, of: 521_733, at: NOW },
      settings: { ...EN, theme: 'light' },
    },
    seen: ['not shown', 'Verifying 180224 / 521733', 'Stop verifying'],
  },
  {
    name: 'forgetting',
    hash: '#/audit/forgetting',
    options: { role: 'administrator' },
    keys: ['J', 'J', 'X', 'J', 'X'],
    seen: ['到期 10000 件以上', '脱敏 2 件', '永久失去', '按默认年限，还没有人定过'],
  },
  {
    name: 'forgetting-ask-light-en',
    hash: '#/audit/forgetting',
    options: { role: 'administrator', settings: { ...EN, theme: 'light' } },
    keys: ['A', 'F'],
    seen: ['Redact 40 cases', 'Lost for ever', 'kept long enough'],
  },
  {
    name: 'forgetting-empty-small-en',
    hash: '#/audit/forgetting',
    options: { role: 'administrator', isEmpty: true, settings: EN },
    size: SMALL,
    seen: ['Nothing is due', 'Time of keeping'],
  },
  {
    name: 'audit-empty-small',
    hash: '#/audit',
    options: { role: 'supervisor', isEmpty: true },
    size: SMALL,
    seen: ['没有这样的查看', '当日没有用过号段'],
  },
  { name: 'settings', hash: '#/settings', seen: ['字号 · 100 %', '诊断包', 'SQLite 3.52.0'] },
  {
    name: 'settings-light-en',
    hash: '#/settings',
    options: { settings: { ...EN, theme: 'light' } },
    size: SMALL,
    seen: ['Text size · 100 %'],
  },
  { name: 'help', hash: '#/help/intake', seen: ['断线时', 'Ctrl+Enter'] },
  { name: 'key-sheet', hash: '#/settings', keys: ['?'], seen: ['打印本表'] },
  { name: 'locked', hash: '#/settings', options: { session: 'locked' }, seen: ['席位已锁'] },
  {
    name: 'locked-burning-en',
    hash: '#/intake',
    options: {
      session: 'locked',
      isBurning: true,
      alarms: [
        { level: 'A1', code: 'history-put-back' },
        { level: 'A2', code: 'line-cut' },
      ],
      settings: EN,
    },
    seen: ['Critical case not signed in time', 'Line to the district cut', '2 cases'],
  },
  {
    name: 'login-again',
    hash: '#/settings',
    options: { alarms: [{ level: 'A2', code: 'login-again' }] },
    seen: ['区级未见本次登录', '锁定席位再解锁，方可收到本人通知'],
  },
  {
    name: 'history-put-back-small',
    hash: '#/settings',
    options: { alarms: [{ level: 'A1', code: 'history-put-back' }] },
    size: SMALL,
    seen: ['区级已退回备份 · 告知管理员', '12 条记录不再有凭据', '急报'],
  },
  { name: 'no-role', hash: '#/admin/people', seen: ['你的角色没有这一页'] },
];

async function open(page: Page, picture: Picture, server: ScriptedServer): Promise<string[]> {
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  await page.setViewportSize(picture.size ?? { width: 1920, height: 1080 });
  await page.clock.setFixedTime(NOW);
  await page.goto(`${server.url}${picture.hash}`);
  await settled(page, server);
  if (picture.words !== undefined) {
    // The form of a call opens when the call has come, and takes the focus then.
    await expect(page.locator('textarea:focus')).toBeVisible();
    await page.keyboard.insertText(picture.words);
    // After a pause what was typed is looked up, and then kept on disk.
    await expect.poll(() => server.host.asked.map((one) => one.name)).toContain('draft.save');
    await settled(page, server);
  }
  if (picture.on !== undefined) await page.locator(picture.on).focus();
  for (const key of picture.keys ?? []) {
    await settled(page, server);
    await page.keyboard.press(key);
  }
  return problems;
}

for (const picture of PICTURED) {
  test(`${picture.name} is whole, named and readable`, async ({ page }) => {
    const server = await serveScript(seatScript({ now: NOW, ...picture.options }));
    try {
      const problems = await open(page, picture, server);
      for (const text of picture.seen) {
        await expect(page.getByText(text).filter({ visible: true }).first()).toBeVisible();
      }
      if (picture.surface !== undefined) {
        const ground = page.locator(picture.surface);
        await expect(ground).not.toHaveCSS('background-color', 'rgba(0, 0, 0, 0)');
      }
      await settled(page, server);
      await mkdir(PICTURES, { recursive: true });
      await page.screenshot({ path: join(PICTURES, `seat-${picture.name}.png`) });
      expect(await axeFindings(page)).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wide).toBeLessThanOrEqual(0);
      if (picture.isStill === true) {
        const tall = await page.evaluate(() => document.documentElement.scrollHeight - innerHeight);
        expect(tall).toBeLessThanOrEqual(0);
      }
      expect(problems).toEqual([]);
    } finally {
      await server.close();
    }
  });
}

for (const query of ['', 'theme=light&language=en', 'language=pseudo&density=dense']) {
  test(`the kit is readable in all its states: ${query === '' ? 'dark' : query}`, async ({
    page,
  }) => {
    const server = await serveScript(seatScript({ now: NOW }));
    try {
      await page.setViewportSize({ width: 1920, height: 1080 });
      await page.goto(`${server.url}gallery.html?${query}`);
      await expect(page.locator('#UiButton')).toBeVisible();
      await settled(page, server);
      const file = `gallery-${query === '' ? 'dark' : query.replace(/\W/g, '-')}.png`;
      await mkdir(PICTURES, { recursive: true });
      await page.screenshot({ path: join(PICTURES, file) });
      expect(await axeFindings(page)).toEqual([]);
      await page.locator('#UiForm button').last().click();
      await expect(page.getByRole('dialog')).toBeVisible();
      expect(await axeFindings(page)).toEqual([]);
    } finally {
      await server.close();
    }
  });
}
