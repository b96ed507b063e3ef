import { afterEach, expect, test } from 'vitest';
import { createApp, defineComponent, h, ref, type App } from 'vue';
import UiSegmented from './UiSegmented.vue';

let app: App | null = null;
afterEach(() => {
  app?.unmount();
  document.body.replaceChildren();
});

test('a short press of an arrow moves the choice together with the focus', async () => {
  const chosen = ref('one');
  const options = ['one', 'two', 'three'].map((value) => ({ value, label: value }));
  const root = document.createElement('div');
  document.body.append(root);
  app = createApp(
    defineComponent(
      () => () =>
        h(UiSegmented, {
          label: 'which',
          options,
          modelValue: chosen.value,
          'onUpdate:modelValue': (value: string) => (chosen.value = value),
        }),
    ),
  );
  app.mount(root);
  const radios = [...root.querySelectorAll<HTMLElement>('[role="radio"]')];
  radios[0]?.focus();
  const press = { key: 'ArrowRight', code: 'ArrowRight', bubbles: true, cancelable: true };
  radios[0]?.dispatchEvent(new KeyboardEvent('keydown', press));
  radios[0]?.dispatchEvent(new KeyboardEvent('keyup', press));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(document.activeElement).toBe(radios[1]);
  expect(chosen.value).toBe('two');
});
