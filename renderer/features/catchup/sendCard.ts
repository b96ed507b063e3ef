import type { CallerRef } from '#core/domain/operation/args.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { Receipt } from '#core/protocol/console/calls.ts';
import type { WireError } from '#core/protocol/console/envelope.ts';
import type { ConsoleClient } from '#renderer/client/consoleClient.ts';
import { createArgs, timesOf, type CardForm } from './cardForm.ts';
import type { LocalNow } from './paperTime.ts';

/** The case, then what happened in between, each a note of its time. The tokens make each act happen once. */
export async function sendCard(
  client: ConsoleClient,
  form: CardForm,
  now: LocalNow,
): Promise<Result<Receipt, WireError>> {
  const times = timesOf(form, now);
  if (times === null) return err({ code: 'op/schema' });
  const caller = await sealed(client, form);
  if (!caller.ok) return caller;
  const { once, card } = form;
  const paper = { source: 'paper', card: card.trim() } as const;
  const until = times.until === null ? {} : { until: times.until };
  const made = await client.do('op.submit', {
    ...{ kind: 'case.create', caseId: null, args: createArgs(form, caller.value) },
    ...{ how: 'paper', once, said: { ...paper, at: times.at, ...until } },
  });
  if (!made.ok) return made;
  for (const [i, step] of times.steps.entries()) {
    const noted = await client.do('op.submit', {
      ...{ kind: 'case.note', caseId: made.value.caseId },
      ...{ args: { text: step.text, public: false }, how: 'paper' },
      ...{ once: `${once}-step-${i}`, said: { ...paper, at: step.at } },
    });
    if (!noted.ok) return noted;
  }
  return made;
}

async function sealed(
  client: ConsoleClient,
  { number, name }: CardForm,
): Promise<Result<CallerRef | null, WireError>> {
  if (number.trim() === '' && name.trim() === '') return ok(null);
  const reply = await client.do('caller.seal', {
    ...{ number: number.trim(), name: name.trim() === '' ? null : name.trim() },
    ...{ kind: 'person', confidential: false },
  });
  return reply.ok ? ok(reply.value.caller as CallerRef) : reply;
}
