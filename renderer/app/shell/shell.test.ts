import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CallRow } from '#core/protocol/console/rows.ts';
import type { AlarmsView, CallsView, SessionView, SyncView } from '#core/protocol/console/views.ts';
import { mountScreen, type MountedScreen } from '#tests/component/mountScreen.ts';
import { createScriptedHost, type ScriptedHost } from '#tests/support/scriptedLink.ts';
import { callRow, callsView, sessionView } from '#tests/support/seatViews.ts';
import { useSelectionStore } from '#renderer/client/selectionStore.ts';
import { useToastStore } from '#renderer/ui/toastStore.ts';
import App from '../App.vue';
import { useCommandStore } from '../command/commandStore.ts';
import { LOCK_AFTER_MS } from './useSeatLock.ts';

const NOW = Date.UTC(2026, 10, 21, 2, 24, 33);
const MINUTE = 60_000;
const administrator = [{ role: 'administrator', scope: 'district' }];
const session = (more: Partial<SessionView> = {}): SessionView =>
  sessionView({ roles: administrator, ...more });
const sync = (more: Partial<SyncView> = {}): SyncView => ({
  line: 'online',
  since: NOW - 90 * MINUTE,
  lastHeard: NOW,
  cutByHand: false,
  heldBack: null,
  pendingOps: 0,
  pendingCases: 0,
  oldestPendingAt: null,
  byOutcome: {},
  clockOffsetMs: 0,
  clockErrMs: 0,
  numbersLeft: 99,
  cursor: 1,
  outbox: [],
  healing: null,
  checks: { compared: 0, repaired: 0, repairedAt: null },
  streets: [],
  device: null,
  ...more,
});
const call = (state: CallRow['state']): CallRow => callRow(state, NOW);
type Town = {
  session: SessionView;
  sync: SyncView;
  alarms: AlarmsView['alarms'];
  calls: CallRow[];
  seatState: CallsView['seatState'] | null;
};
const town = (more: Partial<Town> = {}): Town => ({
  session: session(),
  sync: sync(),
  alarms: [],
  calls: [],
  seatState: null,
  ...more,
});

function hostOf(now: Town): ScriptedHost {
  const host = createScriptedHost({
    views: {
      session: () => now.session,
      sync: () => now.sync,
      alarms: () => ({ alarms: now.alarms }),
      calls: () => {
        const told = callsView(now.calls);
        return { ...told, seatState: now.seatState ?? told.seatState };
      },
      conflicts: () => ({ open: [], resolvedToday: [], merged: [], asOf: NOW }),
    },
    calls: {
      'seat.state': () => ({}),
      'session.lock': () => ({}),
      'session.logout': () => (now.calls.length > 0 ? { error: { code: 'session/in-call' } } : {}),
      'session.unlock': ({ password }) =>
        password === 'right' ? {} : { error: { code: 'session/bad-login' } },
      'alarm.acknowledge': ({ id }) =>
        id === 'refused' ? { error: { code: 'storage/busy' } } : {},
      'call.claim': () => {
        now.calls = [call('answered')];
        host.refresh('calls');
        return {};
      },
      'call.hold': () => ({}),
      'call.end': () => ({}),
      'call.pass': () => ({}),
      'draft.list': () => ({ drafts: [] }),
    },
  });
  return host;
}
const alarm = (id: string, since: number): AlarmsView['alarms'][number] => ({
  id,
  level: 'A1',
  code: 'unsigned',
  caseId: `case-${id}`,
  caseNo: `DC261121-${id}`,
  title: '燃气气味',
  since,
  acknowledged: false,
});
const askedFor = (host: ScriptedHost, name: string) =>
  host.asked.filter((each) => each.name === name);

let mounted: MountedScreen | null = null;
async function open(host: ScriptedHost): Promise<MountedScreen> {
  mounted = mountScreen(host, App);
  await mounted.settle();
  return mounted;
}
beforeEach(() => {
  location.hash = '#/settings';
});
afterEach(() => {
  mounted?.unmount();
  mounted = null;
  vi.useRealTimers();
});

test('the frame names person, line and figures, and only the screens of the role', async () => {
  const { root } = await open(hostOf(town()));
  expect(root.textContent).toContain('李静');
  expect(root.textContent).toContain('区级在线');
  const nav = root.querySelector('nav')?.textContent ?? '';
  expect(nav).toContain('人员');
  expect(nav).not.toContain('受理');
  expect(document.title).toContain('设置');
});

test('nobody logged in sees the login page, whatever the address says', async () => {
  await open(hostOf(town({ session: session({ state: 'login', person: null, roles: [] }) })));
  expect(location.hash).toBe('#/login');
});

test('a screen that the role has not says so and leads home', async () => {
  location.hash = '#/intake';
  const { root } = await open(hostOf(town()));
  expect(root.textContent).toContain('你的角色没有这一页');
});

test('a cut line stands as a band: since when, how long, what waits', async () => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date'] });
  const now = town({
    sync: sync({ line: 'cut', pendingOps: 63, pendingCases: 17, oldestPendingAt: NOW - MINUTE }),
  });
  const { root } = await open(hostOf(now));
  expect(root.textContent).toContain('断线 08:54 起');
  expect(root.textContent).toContain('待上报 17 案 63 步');
  expect(root.textContent).toContain('本站照常工作');
});

test('what a healing did is said once when it is done, with the way to where it stands', async () => {
  const healing = {
    cutAt: NOW - 40 * MINUTE,
    healedAt: NOW,
    sent: 63,
    received: 5,
    merged: 2,
    conflicts: 3,
    settleMs: 900,
  };
  const before = { ...healing, healedAt: NOW - 300 * MINUTE, sent: 7 };
  const now = town({ sync: sync({ line: 'cut', healing: before }) });
  const host = hostOf(now);
  const { root, settle } = await open(host);
  const foot = (): string => root.querySelector('footer .toasts')?.textContent ?? '';
  expect(foot()).not.toContain('补送');
  now.sync = sync({ healing: before });
  host.refresh('sync');
  await settle();
  expect(foot()).not.toContain('补送');
  now.sync = sync({ healing });
  host.refresh('sync');
  await settle();
  expect(foot()).toContain('线路已恢复 · 补送 63 步 · 冲突 3 件');
  root.querySelector<HTMLButtonElement>('footer .toasts button')?.click();
  await settle();
  expect(location.hash).toBe('#/sync');
  expect(foot()).not.toContain('补送');
  host.refresh('sync');
  await settle();
  expect(foot()).not.toContain('补送');
});

test('one A1 alarm at a time, the oldest, with how many more; F10 acknowledges it', async () => {
  const host = hostOf(town({ alarms: [alarm('0002', NOW), alarm('0001', NOW - 5 * MINUTE)] }));
  const { root, press } = await open(host);
  const band = root.querySelector('.bands [role="alert"]')?.textContent ?? '';
  expect(band).toContain('DC261121-0001');
  expect(band).toContain('特急逾时未签收');
  expect(band).toContain('还有 1');
  await press({ code: 'F10', key: 'F10' });
  expect(askedFor(host, 'alarm.acknowledge')[0]?.input).toEqual({ id: '0001' });
});

test('the key sheet opens by its key and lists what works here', async () => {
  const { press } = await open(hostOf(town()));
  await press({ code: 'Slash', key: '?', shiftKey: true });
  const dialog = document.querySelector('[role="dialog"]');
  expect(dialog?.textContent).toContain('F10');
  expect(dialog?.textContent).toContain('确认报警');
  const lines = [...document.querySelectorAll('[role="dialog"] dd')].map((dd) => dd.textContent);
  expect(lines).toContain('命令行');
  expect(new Set(lines).size).toBe(lines.length);
});

test('a screen that puts the focus nowhere has the keys itself', async () => {
  await open(hostOf(town()));
  await new Promise((done) => setTimeout(done));
  expect(document.activeElement?.closest('#main')).not.toBeNull();
});

const operator = [{ role: 'operator', scope: 'district' }];
const band = (): string => document.querySelector('.bands [role="region"]')?.textContent ?? '';

test('a ringing call stands on every screen, and F2 answers it at the seat', async () => {
  const host = hostOf(town({ session: session({ roles: operator }), calls: [call('ringing')] }));
  const { press, root } = await open(host);
  expect(location.hash).toBe('#/settings');
  expect(band()).toContain('来电 · 振铃');
  expect(band()).toContain('13800005521');
  expect(band()).toContain('让给他席');
  // A field that is being typed in leaves the phone its keys.
  root.querySelector<HTMLInputElement>('footer input')?.focus();
  await press({ code: 'F2', key: 'F2' });
  expect(askedFor(host, 'call.claim')[0]?.input).toEqual({ callId: 'call-1' });
  expect(location.hash).toBe('#/intake');
});

test('a call in hand keeps its bar, its clock and its keys on every screen', async () => {
  const host = hostOf(town({ session: session({ roles: operator }), calls: [call('answered')] }));
  const { press } = await open(host);
  expect(band()).toContain('通话中');
  expect(band()).toMatch(/\d\d:\d\d/);
  await press({ code: 'F3', key: 'F3' });
  expect(askedFor(host, 'call.hold')[0]?.input).toEqual({ callId: 'call-1', on: true });
  await press({ code: 'F2', key: 'F2' });
  expect(location.hash).toBe('#/intake');
  await press({ code: 'F8', key: 'F8' });
  expect(askedFor(host, 'call.end')).toHaveLength(1);
});

test('away from the seat the frame says in what state it is', async () => {
  const { root } = await open(hostOf(town({ session: session({ roles: operator }) })));
  expect(root.querySelector('header')?.textContent).toMatch(/S01 空闲 · 排队\s*0/);
});

test('a district that takes no acts is said where the line is, though the line is up', async () => {
  const { root } = await open(
    hostOf(town({ sync: sync({ heldBack: 'storage/full', pendingOps: 2, pendingCases: 1 }) })),
  );
  const line = root.querySelector('header .figure[role="status"]');
  expect(line?.textContent).toContain('区级暂不收');
  expect(line?.classList.contains('pending')).toBe(true);
});

test('what is said of an act stands in the foot of the frame, over no field and no button', async () => {
  const host = hostOf(town({ alarms: [alarm('refused', NOW)] }));
  const { root, press } = await open(host);
  await press({ code: 'F10', key: 'F10' });
  expect(root.querySelector('footer .toasts')?.textContent).not.toBe('');
  expect(document.querySelectorAll('.toast')).toHaveLength(1);
});

test('the foot of the frame offers only keys that work where the hand is', async () => {
  const { root, settle } = await open(hostOf(town()));
  const foot = (): string => root.querySelector('footer')?.textContent ?? '';
  expect(foot()).toContain('全部按键?');
  root.querySelector<HTMLInputElement>('footer input')?.focus();
  await settle();
  expect(foot()).not.toContain('全部按键');
  expect(foot()).toContain('Ctrl+/');
  expect(foot()).toContain('F1');
});

test('a locked seat answers nothing by a key', async () => {
  const locked = session({ state: 'locked', roles: operator });
  const host = hostOf(town({ session: locked, calls: [call('ringing')] }));
  const { press } = await open(host);
  await press({ code: 'F2', key: 'F2' });
  expect(askedFor(host, 'call.claim')).toHaveLength(0);
});

test('a locked seat has no page in the document, and brings it back as it was', async () => {
  const now = town({ session: session({ roles: operator }), calls: [call('answered')] });
  const host = hostOf(now);
  const { root, settle, press } = await open(host);
  const line = root.querySelector<HTMLInputElement>('footer input');
  if (line === null) throw new Error('no command line');
  line.value = 'half typed';
  line.dispatchEvent(new Event('input', { bubbles: true }));
  await press({ code: 'Slash', key: '?', shiftKey: true });
  expect(document.querySelectorAll('[role="dialog"]')).toHaveLength(1);
  now.session = session({ state: 'locked', roles: operator });
  host.refresh('session');
  await settle();
  expect(document.body.textContent).toContain('席位已锁');
  for (const word of ['13800005521', '区级在线', '全部按键', '确认报警']) {
    expect(document.body.textContent).not.toContain(word);
  }
  expect(root.querySelector('header, nav, main, footer')).toBeNull();
  expect(document.querySelectorAll('[role="dialog"]')).toHaveLength(1);
  now.session = session({ roles: operator });
  host.refresh('session');
  await settle();
  expect(root.querySelector('footer input')).toBe(line);
  expect(line.value).toBe('half typed');
  expect(document.querySelector('[role="dialog"]')?.textContent).toContain('全部按键');
});

test('a seat that was free is free again after the lock, and says so with the way to a break', async () => {
  const now = town({ session: session({ state: 'locked', roles: operator }), seatState: 'break' });
  const host = hostOf(now);
  const { root, settle } = await open(host);
  now.session = session({ roles: operator });
  host.refresh('session');
  await settle();
  now.seatState = 'idle';
  host.refresh('calls');
  await settle();
  const toast = root.querySelector('footer .toast');
  expect(toast?.textContent).toContain('本席恢复空闲');
  toast?.querySelector('button')?.click();
  await settle();
  expect(askedFor(host, 'seat.state')[0]?.input).toEqual({ state: 'break' });
});

test('what sounds at a locked seat is told by its level and kind, without a word of a case', async () => {
  const alarms = [
    alarm('0001', NOW - 5 * MINUTE),
    alarm('0002', NOW),
    { ...alarm('0003', NOW), level: 'A2' as const, code: 'overdue' },
  ];
  await open(hostOf(town({ session: session({ state: 'locked' }), alarms })));
  const told = document.querySelectorAll('[role="dialog"] [role="alert"] li');
  expect([...told].map((each) => each.textContent)).toEqual([
    expect.stringMatching(/^急报特急逾时未签收2 件已 /),
    expect.stringMatching(/^提示已超时限已 /),
  ]);
  expect(document.body.textContent).not.toMatch(/DC261121|燃气/);
});

test('a login that the district has not seen is told with the act that mends it', async () => {
  const unseen = { ...alarm('0', NOW), level: 'A2' as const, code: 'login-again', caseId: null };
  const host = hostOf(town({ alarms: [{ ...unseen, caseNo: null, title: '' }] }));
  const { root, settle } = await open(host);
  const told = root.querySelector('.bands .login-again');
  expect(told?.textContent).toContain('区级未见本次登录');
  told?.querySelector('button')?.click();
  await settle();
  expect(askedFor(host, 'session.lock')).toHaveLength(1);
});

test('an alarm about no case says what its number means', async () => {
  const put = { ...alarm('0', NOW), code: 'history-put-back', caseId: null, caseNo: null };
  const { root } = await open(hostOf(town({ alarms: [{ ...put, title: '12' }] })));
  const text = root.querySelector('.bands [role="alert"]')?.textContent ?? '';
  expect(text).toContain('区级已退回备份');
  expect(text).toContain('12 条记录不再有凭据');
});

test('a command does nothing until it is understood, and says so', async () => {
  const { root, press, settle } = await open(hostOf(town()));
  await press({ code: 'Slash', key: '、' });
  const input = root.querySelector<HTMLInputElement>('footer input');
  expect(document.activeElement).toBe(input);
  const write = async (text: string): Promise<void> => {
    if (input === null) throw new Error('no command line');
    input.value = text;
    input.dispatchEvent(new Event('input', { bubbles: true }));
    await settle();
  };
  await write('xyz');
  await press({ code: 'Enter', key: 'Enter' });
  expect(root.textContent).toContain('没有这个动作');
  expect(location.hash).toBe('#/settings');
  await write('tb');
  expect(root.textContent).toContain('将执行：同步');
  await press({ code: 'Enter', key: 'Enter' });
  expect(location.hash).toBe('#/sync');
});

test('g and a letter go to a screen', async () => {
  const { press } = await open(hostOf(town()));
  await press({ code: 'KeyG', key: 'g' });
  await press({ code: 'KeyY', key: 'y' });
  expect(location.hash).toBe('#/sync');
});

test('a locked seat shows nothing but the way in, and a wrong password is said', async () => {
  const host = hostOf(town({ session: session({ state: 'locked' }) }));
  const { settle } = await open(host);
  const dialog = document.querySelector('[role="dialog"]');
  expect(dialog?.textContent).toContain('席位已锁');
  const input = dialog?.querySelector('input');
  if (input === null || input === undefined) throw new Error('no password field');
  input.value = 'wrong';
  input.dispatchEvent(new Event('input', { bubbles: true }));
  dialog
    ?.querySelector('form')
    ?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
  await settle();
  expect(askedFor(host, 'session.unlock')).toHaveLength(1);
  expect(dialog?.textContent).toContain('登录名或口令不对');
});

test('whoever logs in finds nothing chosen by the one before, and nothing said to him', async () => {
  const now = town();
  const host = hostOf(now);
  const { settle } = await open(host);
  const selection = useSelectionStore();
  selection.select('case-9', 'board');
  useToastStore().show({ kind: 'notice', text: '已派遣 三队', seconds: 60 });
  useCommandStore().say({ text: '新告知：两步撞在一起', chord: 'G N' });
  now.session = session({ state: 'locked' });
  host.refresh('session');
  await settle();
  now.session = session();
  host.refresh('session');
  await settle();
  expect(selection.caseId).toBe('case-9');
  expect(document.body.textContent).toContain('已派遣 三队');
  expect(document.body.textContent).toContain('新告知');
  now.session = session({ state: 'login', person: null, seat: null, roles: [] });
  host.refresh('session');
  await settle();
  now.session = session();
  host.refresh('session');
  await settle();
  expect(selection.caseId).toBeNull();
  expect(document.body.textContent).not.toContain('已派遣 三队');
  expect(document.body.textContent).not.toContain('新告知');
});

test('whoever has a caller on the line is told why he cannot log out', async () => {
  const host = hostOf(town({ calls: [call('answered')] }));
  const { settle } = await open(host);
  const menu = document.querySelector<HTMLElement>('header button[aria-haspopup="menu"]');
  menu?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true }));
  await settle();
  document.querySelectorAll<HTMLElement>('[role="menuitem"]')[1]?.click();
  await settle();
  expect(askedFor(host, 'session.logout')).toHaveLength(1);
  expect(document.body.textContent).toContain('通话中不能退出登录');
});

test('a seat locked by hand does not speak of ten minutes', async () => {
  const now = town();
  const host = hostOf(now);
  const { settle } = await open(host);
  const menu = document.querySelector<HTMLElement>('header button[aria-haspopup="menu"]');
  expect(menu?.textContent).toBe('李静 · 东城区');
  menu?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true }));
  await settle();
  const items = [...document.querySelectorAll<HTMLElement>('[role="menuitem"]')];
  expect(items.map((item) => item.textContent)).toEqual(['锁定席位Ctrl+Shift+L', '退出登录']);
  items[0]?.click();
  await settle();
  expect(askedFor(host, 'session.lock')).toHaveLength(1);
  now.session = session({ state: 'locked' });
  host.refresh('session');
  await settle();
  const dialog = document.querySelector('[role="dialog"]')?.textContent ?? '';
  expect(dialog).toContain('后台照常工作');
  expect(dialog).not.toContain('十分钟');
});

test('a seat at which a call rings locks when the ring is over, not before', async () => {
  const now = town({ session: session({ roles: operator }), calls: [call('ringing')] });
  const host = hostOf(now);
  vi.useFakeTimers({ now: NOW, toFake: ['setInterval', 'clearInterval', 'performance', 'Date'] });
  await open(host);
  vi.advanceTimersByTime(LOCK_AFTER_MS + MINUTE);
  expect(askedFor(host, 'session.lock')).toHaveLength(0);
  now.calls = [];
  host.refresh('calls');
  await mounted?.settle();
  vi.advanceTimersByTime(MINUTE);
  await mounted?.settle();
  expect(askedFor(host, 'session.lock').length).toBeGreaterThan(0);
});

test('the seat locks ten minutes after the last key', async () => {
  const now = town();
  const host = hostOf(now);
  vi.useFakeTimers({ now: NOW, toFake: ['setInterval', 'clearInterval', 'performance', 'Date'] });
  const { press } = await open(host);
  vi.advanceTimersByTime(LOCK_AFTER_MS - MINUTE);
  await press({ code: 'KeyX', key: 'x' });
  vi.advanceTimersByTime(LOCK_AFTER_MS - MINUTE);
  expect(askedFor(host, 'session.lock')).toHaveLength(0);
  vi.advanceTimersByTime(2 * MINUTE);
  await mounted?.settle();
  expect(askedFor(host, 'session.lock').length).toBeGreaterThan(0);
  now.session = session({ state: 'locked' });
  host.refresh('session');
  await mounted?.settle();
  expect(document.querySelector('[role="dialog"]')?.textContent).toContain('十分钟没有按键');
});
