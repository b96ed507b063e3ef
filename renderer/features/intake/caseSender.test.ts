import { expect, test } from 'vitest';
import { createConsoleClient } from '#renderer/client/consoleClient.ts';
import { ACT_REPLIES, SEALED_CALLER } from '#tests/support/actReplies.ts';
import { createScriptedHost, scriptedLink } from '#tests/support/scriptedLink.ts';
import { createCaseSender } from './caseSender.ts';
import { newForm, type IntakeForm } from './intakeForm.ts';

async function appended(
  more: Partial<IntakeForm>,
): Promise<readonly (readonly [string, unknown])[]> {
  const host = createScriptedHost({ views: {}, calls: ACT_REPLIES });
  const client = createConsoleClient({
    open: () => Promise.resolve(scriptedLink(host)),
    body: 'console',
    schedule: () => () => undefined,
  });
  const form = { ...newForm('blank:1', 'once-1', 1_000), text: '还是不热', ...more };
  const reply = await createCaseSender(client, () => false).append(form, 'case-1');
  expect(reply).toMatchObject({ ok: true, value: { caseId: 'case-1' } });
  return host.asked.map(({ name, input }) => [name, input] as const);
}

test('a call added to an earlier case brings its caller along, each act once', async () => {
  const asked = await appended({ number: '13800005521', callerName: '陈女士', confidential: true });
  expect(asked).toMatchObject([
    ['caller.seal', { number: '13800005521', name: '陈女士', confidential: true }],
    ['op.submit', { kind: 'case.note', once: 'once-1-note' }],
    [
      'op.submit',
      {
        kind: 'caller.add',
        once: 'once-1-caller',
        args: { caller: SEALED_CALLER },
      },
    ],
  ]);
});

test('a name without a number is kept as well; nobody is added for nobody', async () => {
  const named = await appended({ callerName: '陈女士' });
  expect(named.map(([name]) => name)).toEqual(['caller.seal', 'op.submit', 'op.submit']);
  const unnamed = await appended({});
  expect(unnamed).toMatchObject([['op.submit', { kind: 'case.note' }]]);
});
