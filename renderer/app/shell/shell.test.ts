import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AlarmsView, CallsView, SessionView, SyncView } from '#core/protocol/console/views.ts';
import { mountScreen, type MountedScreen } from '#tests/component/mountScreen.ts';
import { createScriptedHost, type ScriptedHost } from '#tests/support/scriptedLink.ts';
import App from '../App.vue';
import { LOCK_AFTER_MS } from './useSeatLock.ts';

const NOW = Date.UTC(2026, 10, 21, 2, 24, 33);
const MINUTE = 60_000;
const session = (more: Partial<SessionView> = {}): SessionView => ({
  state: 'open',
  person: { id: 'p1', name: '李静' },
  seat: 'S01',
  scope: 'district',
  scopeName: '东城区',
  roles: [{ role: 'administrator', scope: 'district' }],
  profile: 'dongcheng',
  profileName: '东城区',
  zone: 'Asia/Shanghai',
  demo: true,
  demoLogins: [],
  seats: ['S01'],
  shiftSince: null,
  ...more,
});
const sync = (more: Partial<SyncView> = {}): SyncView => ({
  line: 'online',
  since: NOW - 90 * MINUTE,
  lastHeard: NOW,
  cutByHand: false,
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
  streets: [],
  device: null,
  ...more,
});
const calls = (states: readonly string[]): CallsView => ({
  seat: 'S01',
  seatState: 'idle',
  calls: states.map((state) => ({ state })) as unknown as CallsView['calls'],
  queue: 0,
  longestWaitMs: 0,
  idleSeats: 1,
  seatsTotal: 56,
  shift: { answered: 0, within15: 0, meanTalkMs: 0, toCallBack: 0, drafts: 0, answeredAtOnce: 0 },
  lastHour: [],
});
type Town = { session: SessionView; sync: SyncView; alarms: AlarmsView['alarms'] };
const town = (more: Partial<Town> = {}): Town => ({
  session: session(),
  sync: sync(),
  alarms: [],
  ...more,
});

function hostOf(now: Town): ScriptedHost {
  return createScriptedHost({
    views: {
      session: () => now.session,
      sync: () => now.sync,
      alarms: () => ({ alarms: now.alarms }),
      calls: () => calls([]),
      conflicts: () => ({ open: [], resolvedToday: [], merged: [], asOf: NOW }),
    },
    calls: {
      'session.lock': () => ({}),
      'session.unlock': ({ password }) =>
        password === 'right' ? {} : { error: { code: 'session/bad-login' } },
      'alarm.acknowledge': () => ({}),
    },
  });
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
  const now = town({
    sync: sync({ line: 'cut', pendingOps: 63, pendingCases: 17, oldestPendingAt: NOW - MINUTE }),
  });
  const { root } = await open(hostOf(now));
  expect(root.textContent).toContain('断线 08:54 起');
  expect(root.textContent).toContain('待上报 17 案 63 步');
  expect(root.textContent).toContain('本站照常工作');
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

test('the seat locks ten minutes after the last key', async () => {
  const host = hostOf(town());
  vi.useFakeTimers({ now: NOW, toFake: ['setInterval', 'clearInterval', 'performance', 'Date'] });
  const { press } = await open(host);
  vi.advanceTimersByTime(LOCK_AFTER_MS - MINUTE);
  await press({ code: 'KeyX', key: 'x' });
  vi.advanceTimersByTime(LOCK_AFTER_MS - MINUTE);
  expect(askedFor(host, 'session.lock')).toHaveLength(0);
  vi.advanceTimersByTime(2 * MINUTE);
  await mounted?.settle();
  expect(askedFor(host, 'session.lock').length).toBeGreaterThan(0);
});
