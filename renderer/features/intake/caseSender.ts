import { err, ok, type Result } from '#core/kernel/result.ts';
import type { CallerRef } from '#core/domain/operation/args.ts';
import type { Receipt } from '#core/protocol/console/calls.ts';
import type { WireError } from '#core/protocol/console/envelope.ts';
import type { ConsoleClient } from '#renderer/client/consoleClient.ts';
import type { IntakeForm } from './intakeForm.ts';
import type { SentCase } from './sentCases.ts';
import { createArgs, type SendWay } from './sendCase.ts';

type Sent = Promise<Result<Receipt, WireError>>;

/** A form as operations: every way it can go to the host. The tokens make each act happen once. */
export function createCaseSender(client: ConsoleClient, mayFile: () => boolean) {
  const create = async (form: IntakeForm, way: SendWay, answer: string | null): Sent => {
    const caller = await sealed(client, form);
    if (!caller.ok) return caller;
    const args = createArgs(form, way, { caller: caller.value, answer, mayFile: mayFile() });
    return client.do('op.submit', { kind: 'case.create', caseId: null, args, once: form.once });
  };
  return {
    on: (form: IntakeForm): Sent => create(form, 'on', null),
    answer: (form: IntakeForm, text: string): Sent => create(form, 'answer', text),
    /** Registered all the same, then refused with its reason. The receipt is that of the case. */
    async refuse(form: IntakeForm, reason: string, text: string): Sent {
      const made = await create(form, 'queue', null);
      if (!made.ok) return made;
      const reply = await client.do('op.submit', {
        kind: 'case.refuse',
        caseId: made.value.caseId,
        args: { reason, text },
        once: `${form.once}-refuse`,
      });
      return reply.ok ? made : err(reply.error);
    },
    /** What the caller adds while he is still on the line; each note is one act, however often sent. */
    note: ({ caseId, form, note, notes }: SentCase): Sent =>
      client.do('op.submit', {
        kind: 'case.note',
        caseId,
        args: { text: note.trim(), public: false },
        once: `${form.once}-said-${notes}`,
      }),
    /** What was said and who said it. The receipt is that of the note. */
    async append(form: IntakeForm, caseId: string): Sent {
      const caller = await sealed(client, form);
      if (!caller.ok) return caller;
      const noted = await client.do('op.submit', {
        kind: 'case.note',
        caseId,
        args: { text: form.text.trim(), public: false },
        once: `${form.once}-note`,
      });
      if (!noted.ok || caller.value === null) return noted;
      const reply = await client.do('op.submit', {
        kind: 'caller.add',
        caseId,
        args: { caller: caller.value },
        once: `${form.once}-caller`,
      });
      return reply.ok ? noted : err(reply.error);
    },
  };
}

async function sealed(
  client: ConsoleClient,
  form: IntakeForm,
): Promise<Result<CallerRef | null, WireError>> {
  if (form.number.trim() === '' && form.callerName.trim() === '') return ok(null);
  const reply = await client.do('caller.seal', {
    number: form.number.trim(),
    name: form.callerName.trim() === '' ? null : form.callerName.trim(),
    kind: form.callerKind,
    confidential: form.confidential,
  });
  // The host made it; the operation's schema checks it there once more.
  return reply.ok ? ok(reply.value.caller as CallerRef) : reply;
}
