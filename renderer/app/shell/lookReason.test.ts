import { afterEach, beforeEach, expect, it } from 'vitest';
import { defineComponent, h } from 'vue';
import { useCallerStore } from '#renderer/client/callerStore.ts';
import UiButton from '#renderer/ui/UiButton.vue';
import { mountScreen, type MountedScreen } from '#tests/component/mountScreen.ts';
import { deskScript } from '#tests/support/deskScript.ts';
import { createScriptedHost, type ScriptedHost } from '#tests/support/scriptedLink.ts';
import LookReasonDialog from './LookReasonDialog.vue';

const TOLD = { number: '13900002222', name: '王小明' };
let host: ScriptedHost;
let screen: MountedScreen;

/** A case whose caller is confidential: the host tells nothing without a reason. */
const Desk = defineComponent(() => {
  const callers = useCallerStore();
  return () => [
    h(UiButton, { label: 'open', onClick: () => void callers.open('case-7') }),
    h('p', { id: 'caller' }, callers.of('case-7')?.number ?? 'masked'),
    h(LookReasonDialog),
  ];
});

beforeEach(async () => {
  const script = deskScript({ now: Date.UTC(2026, 10, 22) });
  script.calls['caller.open'] = ({ why = '' }) =>
    why.trim() === '' ? { error: { code: 'caller/needs-reason' } } : TOLD;
  host = createScriptedHost(script);
  screen = mountScreen(host, Desk);
  await screen.settle();
  screen.root.querySelector('button')?.click();
  await screen.settle();
});
afterEach(() => screen.unmount());

const area = (): HTMLTextAreaElement => {
  const found = document.querySelector<HTMLTextAreaElement>('[role="dialog"] textarea');
  if (found === null) throw new Error('no question');
  return found;
};
const looks = (): unknown[] =>
  host.asked.filter((each) => each.name === 'caller.open').map((each) => each.input);
const send = async (): Promise<void> => {
  area().focus();
  await screen.press({ code: 'Enter', key: 'Enter', ctrlKey: true });
};

it('asks what the look is for, and gives the reason with it', async () => {
  await send();
  expect(looks()).toHaveLength(1);
  area().value = ' 回访核实 ';
  area().dispatchEvent(new Event('input'));
  await send();
  expect(looks().at(-1)).toEqual({ caseId: 'case-7', to: 'look', why: '回访核实' });
  expect(screen.root.querySelector('#caller')?.textContent).toBe(TOLD.number);
  expect(document.querySelector('[role="dialog"]')).toBeNull();
});

it('opens nobody for whoever goes back', async () => {
  area().focus();
  await screen.press({ code: 'Escape', key: 'Escape' });
  expect(document.querySelector('[role="dialog"]')).toBeNull();
  expect(looks()).toHaveLength(1);
  expect(screen.root.querySelector('#caller')?.textContent).toBe('masked');
});
