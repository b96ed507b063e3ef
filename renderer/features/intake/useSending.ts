import { ref } from 'vue';
import { useRouterStore } from '#renderer/app/routerStore.ts';
import type { CallerRef } from '#core/domain/operation/args.ts';
import type { Receipt } from '#core/protocol/console/calls.ts';
import type { WireError } from '#core/protocol/console/envelope.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import { useSessionStore } from '#renderer/client/sessionStore.ts';
import { useClient } from '#renderer/client/useClient.ts';
import { errorText } from '#renderer/i18n/errorText.ts';
import { useMessages } from '#renderer/i18n/useMessages.ts';
import { useToastStore } from '#renderer/ui/toastStore.ts';
import type { IntakeForm } from './intakeForm.ts';
import { useIntakeStore } from './intakeStore.ts';
import { createArgs, missingOf, type SendWay } from './sendCase.ts';

/**
 * Sends a form on. A form that is on its way cannot be sent again, and its token makes one operation
 * however often it arrives; it is put away only when the host has acknowledged.
 */
export function useSending() {
  const client = useClient();
  const session = useSessionStore();
  const store = useIntakeStore();
  const router = useRouterStore();
  const toasts = useToastStore();
  const m = useMessages();
  const sending = ref<string | null>(null);

  const seal = async (form: IntakeForm): Promise<Result<CallerRef | null, WireError>> => {
    if (form.number.trim() === '') return ok(null);
    const reply = await client.do('caller.seal', {
      number: form.number.trim(),
      name: form.callerName.trim() === '' ? null : form.callerName.trim(),
      kind: form.callerKind,
      confidential: form.confidential,
    });
    // The host made it; the operation's schema checks it there once more.
    return reply.ok ? ok(reply.value.caller as CallerRef) : reply;
  };
  const create = async (
    form: IntakeForm,
    way: SendWay,
    answer: string | null,
  ): Promise<Result<Receipt, WireError>> => {
    const caller = await seal(form);
    if (!caller.ok) return caller;
    const args = createArgs(form, way, {
      caller: caller.value,
      answer,
      mayFile: session.hasRole('dutyChief'),
    });
    return client.do('op.submit', { kind: 'case.create', caseId: null, args, once: form.once });
  };
  const failed = (error: WireError): void => {
    toasts.show({ kind: 'refused', text: errorText(m.value, error) });
  };
  const done = (form: IntakeForm, receipt: Receipt, words: (no: string) => string): void => {
    const { caseNo, caseId, later } = receipt;
    const no = caseNo ?? m.value.intake.form.noNumber;
    toasts.show({
      kind: 'done',
      text: `${words(no)}${later ? ` · ${m.value.intake.form.later}` : ''}`,
      act: {
        label: m.value.intake.form.see,
        run: () => router.go('case', caseId ?? undefined),
      },
    });
    if (form.toldNo !== null && caseNo !== null && form.toldNo !== caseNo) {
      const text = m.value.intake.form.numberChanged(form.toldNo, caseNo);
      toasts.show({ kind: 'notice', text, seconds: 30 });
    }
    store.finish(form.key);
  };
  const guarded = async (form: IntakeForm, run: () => Promise<void>): Promise<void> => {
    if (sending.value !== null) return;
    const missing = missingOf(form)[0];
    if (missing !== undefined) {
      toasts.show({ kind: 'refused', text: m.value.intake.form.missing[missing] });
      return;
    }
    sending.value = form.key;
    try {
      await run();
    } finally {
      sending.value = null;
    }
  };

  const send = (form: IntakeForm): Promise<void> =>
    guarded(form, async () => {
      const reply = await create(form, 'on', null);
      if (reply.ok) done(form, reply.value, m.value.intake.form.sent);
      else failed(reply.error);
    });
  const answer = (form: IntakeForm, text: string): Promise<void> =>
    guarded(form, async () => {
      const reply = await create(form, 'answer', text);
      if (reply.ok) done(form, reply.value, m.value.intake.form.answered);
      else failed(reply.error);
    });
  const refuse = (form: IntakeForm, reason: string, text: string): Promise<void> =>
    guarded(form, async () => {
      const made = await create(form, 'queue', null);
      const reply = made.ok
        ? await client.do('op.submit', {
            kind: 'case.refuse',
            caseId: made.value.caseId,
            args: { reason, text },
            once: `${form.once}-refuse`,
          })
        : err(made.error);
      if (reply.ok && made.ok) done(form, made.value, m.value.intake.form.refused);
      else if (!reply.ok) failed(reply.error);
    });
  const append = async (form: IntakeForm, caseId: string): Promise<void> => {
    if (sending.value !== null) return;
    if (form.text.trim() === '') {
      toasts.show({ kind: 'refused', text: m.value.intake.form.missing.text });
      return;
    }
    sending.value = form.key;
    const reply = await client.do('op.submit', {
      kind: 'case.note',
      caseId,
      args: { text: form.text.trim(), public: false },
      once: `${form.once}-note`,
    });
    sending.value = null;
    if (reply.ok) done({ ...form, toldNo: null }, reply.value, m.value.intake.form.appended);
    else failed(reply.error);
  };
  return { sending, send, answer, refuse, append };
}
