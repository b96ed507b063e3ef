import { expect, it } from 'vitest';
import { createApp } from 'vue';
import type { ConsoleClient } from '#renderer/client/consoleClient.ts';
import { provideClient } from '#renderer/client/useClient.ts';
import type { ActContext } from './actFields.ts';
import { type ActForm, useActForm } from './useActForm.ts';

const CASE = { doc: { caseId: 'c1' } } as ActContext;
const KEY = 'act:c1:case.note';

/** A host that reads on one line and writes on another, as the real one does. */
function slowHost() {
  const disk = new Map<string, object>([[KEY, { text: '上一次的话' }]]);
  let land = (): void => undefined;
  const answers = {
    'draft.list': () =>
      Promise.resolve({ drafts: [...disk].map(([key, body]) => ({ key, body })) }),
    'draft.drop': () =>
      new Promise<object>((resolve) => {
        land = () => resolve({ gone: disk.delete(KEY) });
      }),
  };
  const client = {
    do: async (name: keyof typeof answers) => ({ ok: true, value: await answers[name]() }),
  };
  return { client: client as unknown as ConsoleClient, land: () => land() };
}

it('never opens with the words of the form that was just sent, however slowly they leave the disk', async () => {
  const { client, land } = slowHost();
  let made: ActForm | null = null;
  const app = createApp({
    setup() {
      made = useActForm();
      return () => null;
    },
  });
  provideClient(app, client);
  app.mount(document.createElement('div'));
  const form = made as unknown as ActForm;
  await form.start('case.note', CASE);
  expect(form.values.value.text).toBe('上一次的话');
  form.finish();
  const opened = form.start('case.note', CASE);
  await Promise.resolve();
  land();
  await opened;
  expect(form.values.value.text).toBe('');
  app.unmount();
});
