import { afterEach, beforeEach, expect, test } from 'vitest';
import { defineComponent, h } from 'vue';
import type { CallRow } from '#core/protocol/console/rows.ts';
import { useKeymap } from '#renderer/app/keymap/useKeymap.ts';
import { useShellActions } from '#renderer/app/shell/useShellActions.ts';
import UiToasts from '#renderer/ui/UiToasts.vue';
import { mountScreen, type MountedScreen } from '#tests/component/mountScreen.ts';
import { AT, call, hostOf } from '#tests/support/seatTown.ts';
import IntakeScreen from './IntakeScreen.vue';
import { newForm } from './intakeForm.ts';

const Seat = defineComponent(() => () => [h(IntakeScreen), h(UiToasts)]);
const UNDO = { code: 'KeyZ', key: 'z', ctrlKey: true };
const SEND = { code: 'Enter', key: 'Enter', ctrlKey: true };
let mounted: MountedScreen | null = null;
const told = (): string => mounted?.root.querySelector('.toasts')?.textContent ?? '';

beforeEach(() => {
  location.hash = '#/intake';
});
afterEach(() => {
  mounted?.unmount();
  mounted = null;
});

async function openSeat(calls: CallRow[]): Promise<MountedScreen> {
  const draft = { ...newForm('blank:1', 'once-1', AT), text: '路灯不亮', title: '路灯不亮' };
  const body = { v: 1, form: draft };
  const host = hostOf({ calls, drafts: [{ key: 'intake:blank:1', body, savedAt: AT }] });
  mounted = mountScreen(host, Seat, {
    setup: () => {
      useKeymap(() => undefined);
      useShellActions({ openKeySheet: () => undefined });
    },
  });
  await mounted.settle();
  return mounted;
}

function write(words: string): void {
  const area = document.querySelector('textarea');
  if (area === null) throw new Error('nothing to write in');
  area.value = words;
  area.dispatchEvent(new Event('input', { bubbles: true }));
}

test('Ctrl+Z after a send says that it stays sent, and what this person can do instead', async () => {
  const seat = await openSeat([]);
  await seat.press(SEND);
  expect(told()).toContain('已发送');
  await seat.press(UNDO);
  expect(told()).toContain('DC261121-1067 已登记，不能撤销 · 看案里可以：');
  expect(told()).toContain('更正');
  expect(told()).not.toContain('作废');
});

test('while the caller adds something, Ctrl+Z is for his words once there are any', async () => {
  const seat = await openSeat([call('answered')]);
  write('路灯不亮');
  await new Promise((resolve) => setTimeout(resolve, 450));
  await seat.press(SEND);
  const note = document.querySelector('textarea');
  expect(document.activeElement).toBe(note);
  await seat.press(UNDO);
  expect(told()).toContain('不能撤销');
  write('灯杆也歪了');
  const undo = new KeyboardEvent('keydown', { ...UNDO, bubbles: true, cancelable: true });
  note?.dispatchEvent(undo);
  expect(undo.defaultPrevented).toBe(false);
  await seat.press(SEND);
  expect(document.activeElement).toBe(note);
  expect(note?.value).toBe('');
  await seat.press(UNDO);
  expect(told()).toContain('已写进 DC261121-1067 的话不能撤销');
});

test('where nothing was done, Ctrl+Z says that there is nothing to undo', async () => {
  const seat = await openSeat([]);
  (document.activeElement as HTMLElement | null)?.blur();
  await seat.press(UNDO);
  expect(told()).toContain('没有可以撤销的步骤');
});
