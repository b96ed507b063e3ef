import { createPinia } from 'pinia';
import { createApp, h, nextTick, ref } from 'vue';
import { expect, it, vi } from 'vitest';
import { useToastStore } from '#renderer/ui/toastStore.ts';
import { sayWhatBreaks } from './brokenParts.ts';

it('a part that breaks while it is drawn is told once to who sits there, and each time to the page', async () => {
  const turn = ref(0);
  const fault = new RangeError('no date');
  const app = createApp({
    setup: () => () => {
      if (turn.value > 0) throw fault;
      return h('p', 'well');
    },
  });
  const report = vi.fn();
  const reload = vi.fn();
  app.use(createPinia());
  sayWhatBreaks(app, { report, reload });
  app.mount(document.createElement('div'));
  const toasts = useToastStore();
  expect(toasts.toasts).toEqual([]);
  for (const next of [1, 2]) {
    turn.value = next;
    await nextTick();
  }
  expect(toasts.toasts.map((toast) => toast.kind)).toEqual(['failed']);
  expect(report.mock.calls).toEqual([[fault], [fault]]);
  toasts.toasts[0]?.act?.run();
  expect(reload).toHaveBeenCalledOnce();
  app.unmount();
});
