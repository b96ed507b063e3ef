import { afterEach, beforeEach, expect, test } from 'vitest';
import { useKeymap } from '#renderer/app/keymap/useKeymap.ts';
import UiToasts from '#renderer/ui/UiToasts.vue';
import { mountScreen, type MountedScreen } from '#tests/component/mountScreen.ts';
import type { ScriptedHost } from '#tests/support/scriptedLink.ts';
import { AT, call, hostOf, type Town } from '#tests/support/seatTown.ts';
import { defineComponent, h } from 'vue';
import IntakeScreen from './IntakeScreen.vue';
import { newForm } from './intakeForm.ts';
import { usePhoneActions } from './usePhoneActions.ts';

const Seat = defineComponent(() => () => [h(IntakeScreen), h(UiToasts)]);
const open = (host: ScriptedHost): MountedScreen =>
  mountScreen(host, Seat, {
    setup: () => {
      useKeymap(() => undefined);
      usePhoneActions();
    },
  });
let mounted: MountedScreen | null = null;
const words = (): HTMLTextAreaElement => {
  const area = document.querySelector('textarea');
  if (area === null) throw new Error('no form is open');
  return area;
};
const type = async (text: string): Promise<void> => {
  const area = words();
  area.value = text;
  area.dispatchEvent(new Event('input', { bubbles: true }));
  await new Promise((resolve) => setTimeout(resolve, 450));
  await mounted?.settle();
};
const submitted = (host: ScriptedHost) => host.asked.filter((asked) => asked.name === 'op.submit');

function onceOf(draft: unknown): string {
  const { form } = draft as { readonly form: { readonly once: string } };
  return form.once;
}

beforeEach(() => {
  location.hash = '#/intake';
});
afterEach(() => {
  mounted?.unmount();
  mounted = null;
});

test('from ring to sent case on the keyboard alone', async () => {
  const town: Town = { calls: [call('ringing')], drafts: [] };
  const host = hostOf(town);
  mounted = open(host);
  await mounted.settle();
  expect(mounted.root.textContent).toContain('您好，请讲。');
  await mounted.press({ code: 'F2', key: 'F2' });
  expect(document.activeElement).toBe(words());
  expect(mounted.root.textContent).toContain('DC261121-1067');
  await type('来电人称家住新中西里 11 号楼，从昨晚起暖气不热');
  await mounted.press({ code: 'Digit1', key: '1', altKey: true });
  await mounted.press({ code: 'KeyQ', key: 'q', altKey: true });
  await mounted.press({ code: 'Enter', key: 'Enter', ctrlKey: true });
  expect(submitted(host)).toHaveLength(1);
  expect(submitted(host)[0]?.input).toMatchObject({
    kind: 'case.create',
    caseId: null,
    args: {
      title: '关于市民反映新中西里 11 号楼从昨晚起暖气不热的问题',
      matter: 'm1',
      condition: 'c1',
      channel: 'hotline',
      urgency: 'urgent',
      next: 'file',
      callId: 'call-1',
      place: { point: { lonE6: 116_431_000, latE6: 39_942_000 }, cell: '110101009001021' },
      caller: { tail: '5521' },
    },
  });
  expect(mounted.root.textContent).toContain('已发送 DC261121-1067');
  expect(town.drafts).toEqual([]);
});

test('a form that was opened without a number has one as soon as there are numbers again', async () => {
  const town: Town = { calls: [call('ringing')], drafts: [], numbersLeft: 0 };
  const host = hostOf(town);
  mounted = open(host);
  await mounted.settle();
  await mounted.press({ code: 'F2', key: 'F2' });
  expect(mounted.root.textContent).toContain('号码待发');
  town.numbersLeft = 100;
  host.refresh('sync');
  await mounted.settle();
  expect(mounted.root.textContent).toContain('DC261121-1067');
  expect(mounted.root.textContent).not.toContain('号码待发');
});

test('a ring that ends as F2 goes down opens no form, and says so; it stays named in the bar', async () => {
  const town: Town = { calls: [call('ringing')], drafts: [] };
  const host = hostOf(town);
  mounted = open(host);
  await mounted.settle();
  town.calls = [];
  host.refresh('calls');
  await mounted.settle();
  await mounted.press({ code: 'F2', key: 'F2' });
  expect(document.querySelector('textarea')).toBeNull();
  expect(mounted.root.textContent).toContain('来电已不在本席');
  expect(mounted.root.textContent).toMatch(/没有来电 · \d\d:\d\d 138\*\*\*\*5521 未在本席接听/);
  await mounted.press({ code: 'F2', key: 'F2' });
  expect(document.activeElement).toBe(words());
});

test('a call that was passed on is not counted as missed', async () => {
  const town: Town = { calls: [call('ringing')], drafts: [] };
  const host = hostOf(town);
  mounted = open(host);
  await mounted.settle();
  await mounted.press({ code: 'Escape', key: 'Escape' });
  expect(mounted.root.textContent).not.toContain('未在本席接听');
  await mounted.press({ code: 'F2', key: 'F2' });
  expect(document.activeElement).toBe(words());
});

const form = (key: string, part: object) => ({
  key: `intake:${key}`,
  body: { v: 1, form: { ...newForm(key, `once-${key}`, AT), ...part } },
  savedAt: AT,
});

test('a sent case stays in view while its caller talks, takes what he adds, and goes when he hangs up', async () => {
  const town: Town = {
    calls: [call('answered')],
    drafts: [form('blank:1', { text: '另一张没写完的单子' })],
  };
  const host = hostOf(town);
  mounted = open(host);
  await mounted.settle();
  await type('路灯不亮');
  await mounted.press({ code: 'Enter', key: 'Enter', ctrlKey: true });
  expect(mounted.root.textContent).toContain('来电人还在线');
  expect(mounted.root.textContent).toContain('路灯不亮');
  expect(words().value).toBe('');
  expect(document.activeElement).toBe(words());
  await type('灯杆也歪了');
  await mounted.press({ code: 'Enter', key: 'Enter', ctrlKey: true });
  expect(submitted(host).map((each) => each.input)).toMatchObject([
    { kind: 'case.create', args: { text: '路灯不亮' } },
    { kind: 'case.note', caseId: 'case-1', args: { text: '灯杆也歪了' } },
  ]);
  expect(words().value).toBe('');
  town.calls = [];
  host.refresh('calls');
  await mounted.settle();
  expect(words().value).toBe('另一张没写完的单子');
});

test('the key for a new form leads to the blank one that is there, with the hand in its words', async () => {
  mounted = open(hostOf({ calls: [], drafts: [] }));
  await mounted.settle();
  await mounted.press({ code: 'F2', key: 'F2' });
  words().blur();
  await mounted.press({ code: 'F2', key: 'F2' });
  expect(document.activeElement).toBe(words());
  expect(mounted.root.querySelector('[role="tablist"]')).toBeNull();
  await type('路灯不亮');
  await mounted.press({ code: 'F2', key: 'F2' });
  expect(words().value).toBe('');
  expect(mounted.root.querySelectorAll('[role="tablist"] button')).toHaveLength(2);
});

test('a form that comes back from the disk says so and takes the keys from nobody', async () => {
  const body = { v: 1, form: { ...newForm('blank:1', 'o-1', AT), text: '路灯不亮' } };
  mounted = open(hostOf({ calls: [], drafts: [{ key: 'intake:blank:1', body, savedAt: AT }] }));
  await mounted.settle();
  expect(words().value).toBe('路灯不亮');
  expect(document.activeElement).not.toBe(words());
  expect(document.querySelector('.saved')?.textContent).toContain('上次未发的草稿，存于');
});

test('a second form of the same call carries its caller', async () => {
  const host = hostOf({ calls: [call('answered')], drafts: [] });
  mounted = open(host);
  await mounted.settle();
  await type('路灯不亮');
  await mounted.press({ code: 'Enter', key: 'Enter', ctrlKey: true });
  await mounted.press({ code: 'F2', key: 'F2' });
  await type('还有井盖响');
  await mounted.press({ code: 'Enter', key: 'Enter', ctrlKey: true });
  const [first, second] = submitted(host).map((each) => each.input as { once: string });
  expect(second).toMatchObject({ args: { text: '还有井盖响', callId: 'call-1' } });
  expect(second?.once).not.toBe(first?.once);
});

test('places found for one form are never offered to another', async () => {
  const town: Town = {
    calls: [],
    drafts: [
      form('blank:1', { text: '东四十条 5 号楼路灯不亮' }),
      form('blank:2', { text: '家住新中西里 11 号楼，暖气不热' }),
    ],
  };
  const host = hostOf(town);
  mounted = open(host);
  await mounted.settle();
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(words().value).toContain('新中西里');
  expect(mounted.root.textContent).toContain('Alt+Q');
  const caps = (): boolean => document.body.textContent.includes('Alt+Q');
  await mounted.press({ code: 'Period', key: '.', altKey: true });
  expect(words().value).toBe('东四十条 5 号楼路灯不亮');
  expect(caps()).toBe(false);
  await mounted.press({ code: 'KeyQ', key: 'q', altKey: true });
  await mounted.press({ code: 'Enter', key: 'Enter', ctrlKey: true });
  expect(submitted(host)[0]?.input).toMatchObject({ args: { place: { point: null } } });
});

test('a ring that ends because the seat takes a break is not missed', async () => {
  const town: Town = { calls: [call('ringing')], drafts: [] };
  const host = hostOf(town);
  mounted = open(host);
  await mounted.settle();
  Object.assign(town, { calls: [], seatState: 'break' });
  host.refresh('calls');
  await mounted.settle();
  await mounted.press({ code: 'F2', key: 'F2' });
  expect(document.activeElement).toBe(words());
});

test('[R3-20] the fitting ready answer is open, and the next is one key away', async () => {
  mounted = open(hostOf({ calls: [call('answered')], drafts: [] }));
  await mounted.settle();
  expect(mounted.root.textContent).not.toContain('先看');
  await type('家里暖气不热，又停水');
  expect(mounted.root.textContent).toContain('先看阀门。');
  await mounted.press({ code: 'KeyK', key: 'k', altKey: true });
  expect(mounted.root.textContent).toContain('先看通知。');
  expect(mounted.root.textContent).toContain('样例 · 供水服务');
});

test('a form is sent once, however often the key is pressed', async () => {
  const host = hostOf({ calls: [call('answered')], drafts: [] });
  mounted = open(host);
  await mounted.settle();
  await type('路灯不亮');
  const press = { code: 'Enter', key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true };
  words().dispatchEvent(new KeyboardEvent('keydown', press));
  words().dispatchEvent(new KeyboardEvent('keydown', press));
  await mounted.settle();
  await mounted.press({ code: 'Enter', key: 'Enter', ctrlKey: true });
  expect(submitted(host)).toHaveLength(1);
});

test('a half-typed form is there again after the page died, with the same token', async () => {
  const town: Town = { calls: [], drafts: [] };
  const first = hostOf(town);
  mounted = open(first);
  await mounted.settle();
  await mounted.press({ code: 'F2', key: 'F2' });
  await type('门口井盖缺失');
  expect(town.drafts).toHaveLength(1);
  const firstDraft = town.drafts[0]?.body;
  mounted.unmount();
  const again = hostOf(town);
  mounted = open(again);
  await mounted.settle();
  expect(words().value).toBe('门口井盖缺失');
  await mounted.press({ code: 'Enter', key: 'Enter', ctrlKey: true });
  const draft = town.drafts.length === 0 ? firstDraft : null;
  expect(submitted(again)[0]?.input).toMatchObject({
    args: { text: '门口井盖缺失' },
    once: onceOf(draft),
  });
});

test('who logs in next finds no form of the one before, and a running call brings up its own', async () => {
  const town: Town = { calls: [call('answered')], drafts: [] };
  const host = hostOf(town);
  mounted = open(host);
  await mounted.settle();
  await type('只说给这个人听的话');
  const drafts = town.drafts;
  Object.assign(town, { calls: [], drafts: [], sessionState: 'login' });
  host.refresh('session');
  host.refresh('calls');
  await mounted.settle();
  expect(document.body.textContent).not.toContain('只说给这个人听的话');
  expect(document.querySelector('textarea')?.value ?? '').toBe('');
  expect(host.asked.filter((asked) => asked.name === 'draft.drop')).toEqual([]);

  mounted.unmount();
  const blank = form('blank:1', { text: '另一张没写完的单子' });
  Object.assign(town, { calls: [call('answered')], drafts: [...drafts, blank] });
  Object.assign(town, { sessionState: 'open' });
  mounted = open(hostOf(town));
  await mounted.settle();
  expect(words().value).toBe('只说给这个人听的话');
});

test('an empty form is not sent, and says what is missing', async () => {
  const host = hostOf({ calls: [call('answered')], drafts: [] });
  mounted = open(host);
  await mounted.settle();
  await mounted.press({ code: 'Enter', key: 'Enter', ctrlKey: true });
  expect(submitted(host)).toHaveLength(0);
  expect(mounted.root.textContent).toContain('诉求内容为空');
});

test('a question is answered at once on the keyboard alone', async () => {
  const host = hostOf({ calls: [call('answered')], drafts: [] });
  mounted = open(host);
  await mounted.settle();
  await type('老年卡怎么办');
  await mounted.press({ code: 'KeyD', key: 'd', ctrlKey: true });
  const answer = document.querySelector<HTMLTextAreaElement>('[role="dialog"] textarea');
  if (answer === null) throw new Error('no dialog');
  expect(document.activeElement).toBe(answer);
  answer.value = '到社区办理';
  answer.dispatchEvent(new Event('input', { bubbles: true }));
  await mounted.settle();
  await mounted.press({ code: 'Enter', key: 'Enter', ctrlKey: true });
  expect(submitted(host)[0]?.input).toMatchObject({
    args: { next: 'answer', answer: '到社区办理' },
  });
});

test('a case that is not accepted is registered first, then refused with its reason', async () => {
  const host = hostOf({ calls: [call('answered')], drafts: [] });
  mounted = open(host);
  await mounted.settle();
  await type('要求查询他人的住址');
  await mounted.press({ code: 'KeyX', key: 'x', altKey: true });
  const text = document.querySelector<HTMLTextAreaElement>('[role="dialog"] textarea');
  if (text === null) throw new Error('no dialog');
  text.value = '涉及他人隐私';
  text.dispatchEvent(new Event('input', { bubbles: true }));
  text.focus();
  await mounted.settle();
  await mounted.press({ code: 'Enter', key: 'Enter', ctrlKey: true });
  expect(submitted(host).map((each) => (each.input as { kind: string }).kind)).toEqual([
    'case.create',
    'case.refuse',
  ]);
  expect(submitted(host)[1]?.input).toMatchObject({
    caseId: 'case-1',
    args: { reason: 'not_in_scope', text: '涉及他人隐私' },
  });
});

test('refusing without a word says what is missing, in its place', async () => {
  const host = hostOf({ calls: [call('answered')], drafts: [] });
  mounted = open(host);
  await mounted.settle();
  await type('要求查询他人的住址');
  await mounted.press({ code: 'KeyX', key: 'x', altKey: true });
  document.querySelector<HTMLElement>('[role="dialog"] textarea')?.focus();
  await mounted.press({ code: 'Enter', key: 'Enter', ctrlKey: true });
  expect(document.querySelector('[role="dialog"]')?.textContent).toContain('须填');
  expect(document.activeElement?.tagName).toBe('TEXTAREA');
  expect(submitted(host)).toHaveLength(0);
});

const dialogText = (): string => document.querySelector('[role="dialog"]')?.textContent ?? '';
const writeAnswer = async (text: string): Promise<void> => {
  const answer = document.querySelector<HTMLTextAreaElement>('[role="dialog"] textarea');
  if (answer === null) throw new Error('no dialog');
  answer.value = text;
  answer.dispatchEvent(new Event('input', { bubbles: true }));
  await mounted?.settle();
};
const F2 = { code: 'F2', key: 'F2' };
const NEXT_TAB = { code: 'Period', key: '.', altKey: true };

test('before a draft is lost it is named, and the key that answers everything keeps it', async () => {
  mounted = open(hostOf({ calls: [call('answered')], drafts: [] }));
  await mounted.settle();
  await type('打错了');
  await mounted.press({ code: 'KeyZ', key: 'z', altKey: true });
  expect(dialogText()).toContain('DC261121-1067');
  expect(document.activeElement?.textContent).toBe('保留Enter');
  if (document.activeElement instanceof HTMLElement) document.activeElement.click();
  await mounted.settle();
  expect(words().value).toBe('打错了');
  await mounted.press({ code: 'KeyZ', key: 'z', altKey: true });
  await mounted.press({ code: 'Delete', key: 'Delete' });
  expect(document.querySelector('[role="dialog"]')).toBeNull();
  expect(document.querySelector<HTMLTextAreaElement>('textarea')?.value ?? '').toBe('');
});

test('a question about one form is gone when another is opened over it: no key deletes either', async () => {
  const town: Town = { calls: [], drafts: [] };
  mounted = open(hostOf(town));
  await mounted.settle();
  await mounted.press(F2);
  await type('占道摆摊');
  await mounted.press({ code: 'KeyZ', key: 'z', altKey: true });
  await mounted.press(F2);
  expect(document.querySelector('[role="dialog"]')).toBeNull();
  const tabs = [...mounted.root.querySelectorAll('[role="tablist"] button')];
  expect(tabs.map((tab) => tab.textContent)).toEqual([
    expect.stringMatching(/^占道摆摊 /),
    expect.stringMatching(/^空白单 /),
  ]);
  await mounted.press({ code: 'Delete', key: 'Delete' });
  await mounted.press(NEXT_TAB);
  expect(words().value).toBe('占道摆摊');
  expect(document.querySelector('[role="dialog"]')).toBeNull();
});

test('an answer that is half written waits with its form while another is open, and closes only that', async () => {
  const town: Town = { calls: [], drafts: [] };
  const host = hostOf(town);
  mounted = open(host);
  await mounted.settle();
  await mounted.press(F2);
  await type('请问周末能不能办证');
  await mounted.press({ code: 'KeyD', key: 'd', ctrlKey: true });
  await writeAnswer('已告知办证地点。');
  await mounted.press(F2);
  expect(document.querySelector('[role="dialog"]')).toBeNull();
  expect(words().value).toBe('');
  await mounted.press({ code: 'Enter', key: 'Enter', ctrlKey: true });
  expect(submitted(host)).toHaveLength(0);
  await mounted.press(NEXT_TAB);
  expect(document.querySelector('[role="dialog"]')).not.toBeNull();
  await mounted.press({ code: 'Enter', key: 'Enter', ctrlKey: true });
  expect(submitted(host).map((each) => each.input)).toMatchObject([
    { args: { text: '请问周末能不能办证', next: 'answer', answer: '已告知办证地点。' } },
  ]);
});

test('only a final answer is proposed, and never to a complaint', async () => {
  mounted = open(hostOf({ calls: [call('answered')], drafts: [] }));
  await mounted.settle();
  const answerNow = async (): Promise<string> => {
    await mounted?.press({ code: 'KeyD', key: 'd', ctrlKey: true });
    const found = document.querySelector<HTMLTextAreaElement>('[role="dialog"] textarea')?.value;
    await mounted?.press({ code: 'Escape', key: 'Escape' });
    return found ?? 'no dialog';
  };
  const nextType = (): Promise<void> | undefined =>
    mounted?.press({ code: 'KeyY', key: 'y', altKey: true });
  await type('家里暖气不热');
  expect(mounted.root.textContent).toContain('先看阀门。');
  expect(await answerNow()).toBe('');
  await type('办理老年卡');
  expect(await answerNow()).toBe('持身份证到社区申请。');
  await nextType();
  expect(mounted.root.querySelector('[role="radio"][aria-checked="true"]')?.textContent).toBe(
    '投诉',
  );
  expect(await answerNow()).toBe('');
});

test('a place that is only a street is kept as one: no point, no cell, nothing ticked off', async () => {
  const host = hostOf({ calls: [call('answered')], drafts: [] });
  mounted = open(host);
  await mounted.settle();
  await type('东直门外大街48号门口井盖破损');
  await mounted.press({ code: 'KeyQ', key: 'q', altKey: true });
  expect(mounted.root.textContent).toContain('只到街道，可在地图上点选');
  expect(mounted.root.textContent).not.toContain('地点已确认');
  expect(host.asked.filter((asked) => asked.name === 'case.near')).toEqual([]);
  await mounted.press({ code: 'Enter', key: 'Enter', ctrlKey: true });
  expect(submitted(host)[0]?.input).toMatchObject({
    args: { place: { point: null, cell: null, street: '110101009', text: '东直门街道' } },
  });
});

test('what is no number is told so where it stands, and nothing is sent', async () => {
  const host = hostOf({ calls: [], drafts: [form('blank:1', { text: '路灯不亮' })] });
  mounted = open(host);
  await mounted.settle();
  const field = document.querySelector<HTMLInputElement>('input[type="tel"]');
  if (field === null) throw new Error('no field for the number');
  const write = async (number: string): Promise<void> => {
    field.value = number;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await mounted?.settle();
  };
  await write('abc电话😀');
  expect(mounted.root.textContent).toContain('写 3 至 20 位数字');
  await mounted.press({ code: 'Enter', key: 'Enter', ctrlKey: true });
  expect(submitted(host)).toEqual([]);
  expect(document.body.textContent).toContain('来电人号码不对，不能发送');
  await write('010-64012345转802');
  expect(mounted.root.textContent).not.toContain('写 3 至 20 位数字');
  await mounted.press({ code: 'Enter', key: 'Enter', ctrlKey: true });
  expect(submitted(host)).toHaveLength(1);
});

test('closing a danger to life at once is warned of, with the words that say so', async () => {
  mounted = open(hostOf({ calls: [call('answered')], drafts: [] }));
  await mounted.settle();
  await type('楼道里有煤气味');
  await mounted.press({ code: 'KeyD', key: 'd', ctrlKey: true });
  expect(dialogText()).toContain('特急：话里说到“煤气味”');
  expect(dialogText()).toContain('仍然办结');
});

test('appending where nothing is open says why, on the button and by its key', async () => {
  const past = { caseId: 'old', caseNo: 'DC261101-0001', at: AT - 9e8, title: '路灯不亮' };
  const closed = { ...past, stage: 'closed' as const, dueAt: null, satisfied: 5 };
  const town: Town = { calls: [{ ...call('answered'), history: [closed] }], drafts: [] };
  const host = hostOf(town);
  mounted = open(host);
  await mounted.settle();
  await type('路灯又不亮');
  expect(mounted.root.querySelector('.acts')?.textContent).toContain('上案已结');
  await mounted.press({ code: 'KeyJ', key: 'j', altKey: true });
  expect(mounted.root.querySelector('.toasts')?.textContent).toContain('没有可追加的在办案件');
  expect(submitted(host)).toHaveLength(0);
});

test('a letter typed into the words is text, not an act', async () => {
  const host = hostOf({ calls: [call('answered')], drafts: [] });
  mounted = open(host);
  await mounted.settle();
  const event = new KeyboardEvent('keydown', {
    code: 'KeyG',
    key: 'g',
    bubbles: true,
    cancelable: true,
  });
  words().dispatchEvent(event);
  expect(event.defaultPrevented).toBe(false);
});
