import { ref } from 'vue';
import { useRouterStore } from '#renderer/app/routerStore.ts';
import type { Result } from '#core/kernel/result.ts';
import type { Receipt } from '#core/protocol/console/calls.ts';
import type { WireError } from '#core/protocol/console/envelope.ts';
import { useSessionStore } from '#renderer/client/sessionStore.ts';
import { useClient } from '#renderer/client/useClient.ts';
import { errorText } from '#renderer/i18n/errorText.ts';
import { useMessages } from '#renderer/i18n/useMessages.ts';
import { useToastStore } from '#renderer/ui/toastStore.ts';
import { createCaseSender } from './caseSender.ts';
import type { IntakeForm } from './intakeForm.ts';
import { useIntakeStore } from './intakeStore.ts';
import type { SentCase } from './sentCases.ts';
import { missingOf, type Missing } from './sendCase.ts';
import { useNoUndo } from './useNoUndo.ts';
import { useReceiptWords } from './useReceiptWords.ts';

/**
 * Sends a form on. A form that is on its way cannot be sent again, and its token makes one operation
 * however often it arrives; it is put away only when the host has acknowledged.
 */
export function useSending() {
  const session = useSessionStore();
  const sender = createCaseSender(useClient(), () => session.hasRole('dutyChief'));
  const store = useIntakeStore();
  const receipts = useReceiptWords();
  const toasts = useToastStore();
  const m = useMessages();
  const noUndo = useNoUndo();
  const done = useDone(noUndo);
  const sending = ref<string | null>(null);

  const run = async (
    form: IntakeForm,
    missing: Missing | undefined,
    ask: () => Promise<Result<Receipt, WireError>>,
  ): Promise<Receipt | null> => {
    if (sending.value !== null) return null;
    if (missing !== undefined) {
      toasts.show({ kind: 'refused', text: m.value.intake.form.missing[missing] });
      return null;
    }
    sending.value = form.key;
    const reply = await ask();
    sending.value = null;
    if (!reply.ok) toasts.show({ kind: 'refused', text: errorText(m.value, reply.error) });
    return reply.ok ? reply.value : null;
  };
  const make = async (
    form: IntakeForm,
    ask: () => Promise<Result<Receipt, WireError>>,
    words: (no: string) => string,
  ): Promise<void> => {
    const receipt = await run(form, missingOf(form)[0], ask);
    if (receipt === null) return;
    done(form, receipt, { words, what: 'case' });
    receipts.tellNumber(form, receipt.caseNo);
  };
  return {
    sending,
    send: (form: IntakeForm) => make(form, () => sender.on(form), m.value.intake.form.sent),
    answer: (form: IntakeForm, text: string) =>
      make(form, () => sender.answer(form, text), m.value.intake.form.answered),
    refuse: (form: IntakeForm, reason: string, text: string) =>
      make(form, () => sender.refuse(form, reason, text), m.value.intake.form.refused),
    /** What a caller adds to a case that is already sent. */
    async note(sent: SentCase): Promise<void> {
      const missing = sent.note.trim() === '' ? 'text' : undefined;
      const receipt = await run(sent.form, missing, () => sender.note(sent));
      if (receipt === null) return;
      const words = m.value.intake.sent.added(sent.caseNo ?? m.value.intake.form.noNumber);
      const whyNot = noUndo({ what: 'note', caseId: sent.caseId, caseNo: sent.caseNo });
      toasts.show({ kind: 'done', text: receipts.told(words, receipt.later), whyNot });
      store.sent.noted(sent.key);
    },
    async append(form: IntakeForm, caseId: string): Promise<void> {
      const missing = missingOf(form).find((each) => each !== 'title');
      const receipt = await run(form, missing, () => sender.append(form, caseId));
      if (receipt === null) return;
      done(form, receipt, { words: m.value.intake.form.appended, what: 'note' });
    },
  };
}
export type Sending = ReturnType<typeof useSending>;

/** Says that a form went out, keeps it in view while its caller talks, and puts it away. */
function useDone(noUndo: ReturnType<typeof useNoUndo>) {
  const store = useIntakeStore();
  const receipts = useReceiptWords();
  const router = useRouterStore();
  const toasts = useToastStore();
  const m = useMessages();
  return (
    form: IntakeForm,
    receipt: Receipt,
    { words, what }: { readonly words: (no: string) => string; readonly what: 'case' | 'note' },
  ): void => {
    const { caseNo, caseId, later } = receipt;
    const text = words(caseNo ?? m.value.intake.form.noNumber);
    toasts.show({
      kind: 'done',
      text: receipts.told(text, later),
      ...(caseId === null ? {} : { whyNot: noUndo({ what, caseId, caseNo }) }),
      act: { label: m.value.intake.form.see, run: () => router.go('case', caseId ?? undefined) },
    });
    if (caseId !== null) store.sent.keep({ form, caseId, caseNo, words: text });
    store.finish(form.key);
  };
}
