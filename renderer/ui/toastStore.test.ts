import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, test, vi } from 'vitest';
import { useToastStore } from './toastStore.ts';

beforeEach(() => setActivePinia(createPinia()));

test('undoing takes the newest act that can be undone, not whatever stands beside a word', () => {
  const toasts = useToastStore();
  const undo = vi.fn();
  const see = vi.fn();
  toasts.show({ kind: 'done', text: 'dispatched', undoable: true, act: { label: '', run: undo } });
  toasts.show({ kind: 'done', text: 'sent', act: { label: 'see', run: see } });
  expect(toasts.runNewest()).toBe(true);
  expect(undo).toHaveBeenCalledOnce();
  expect(see).not.toHaveBeenCalled();
  expect(toasts.runNewest()).toBe(false);
});

test('a refusal stays on the screen where it was said; what can be undone comes along', () => {
  const toasts = useToastStore();
  const act = { label: '', run: () => undefined };
  toasts.show({ kind: 'done', text: 'dispatched', undoable: true, act });
  toasts.show({ kind: 'refused', text: 'not yours' });
  toasts.leave();
  expect(toasts.toasts.map((toast) => toast.text)).toEqual(['dispatched']);
});

test('nothing of it is left for the next person, nor for the undo key', () => {
  const toasts = useToastStore();
  const undo = vi.fn();
  toasts.show({ kind: 'done', text: 'dispatched', undoable: true, act: { label: '', run: undo } });
  toasts.show({ kind: 'notice', text: 'a call was lost' });
  toasts.clear();
  expect(toasts.toasts).toEqual([]);
  expect(toasts.runNewest()).toBe(false);
  expect(undo).not.toHaveBeenCalled();
});

test('what was done last and cannot be taken back says so, longer than its own word stands', () => {
  const toasts = useToastStore();
  const undo = vi.fn();
  const whyNot = vi.fn();
  toasts.show({ kind: 'done', text: 'tagged', undoable: true, act: { label: '', run: undo } });
  const sent = toasts.show({ kind: 'done', text: 'sent', whyNot });
  toasts.drop(sent);
  expect(toasts.runNewest()).toBe(true);
  expect(toasts.runNewest()).toBe(true);
  expect(whyNot).toHaveBeenCalledTimes(2);
  expect(undo).not.toHaveBeenCalled();
  toasts.show({ kind: 'done', text: 'linked', undoable: true, act: { label: '', run: undo } });
  toasts.runNewest();
  expect(undo).toHaveBeenCalledOnce();
  toasts.clear();
  expect(toasts.runNewest()).toBe(false);
});

test('of what cannot be taken back nothing is said any more once something newer could', () => {
  const toasts = useToastStore();
  const whyNot = vi.fn();
  const act = { label: '', run: () => undefined };
  toasts.show({ kind: 'done', text: 'sent', whyNot });
  const linked = toasts.show({ kind: 'done', text: 'linked', undoable: true, act });
  toasts.drop(linked);
  expect(toasts.runNewest()).toBe(false);
  expect(whyNot).not.toHaveBeenCalled();
});
