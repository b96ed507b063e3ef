import { computed, ref, watch } from 'vue';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import type { CallerRef } from '#core/domain/operation/args.ts';
import { caseDocOf } from '#renderer/client/caseDocOf.ts';
import { useClient } from '#renderer/client/useClient.ts';
import { errorText } from '#renderer/i18n/errorText.ts';
import { useFormat } from '#renderer/i18n/useFormat.ts';
import { type Messages, useMessages } from '#renderer/i18n/useMessages.ts';
import type { CaseActKind } from '#renderer/i18n/zh-CN/dispatch.ts';
import { type Filled, submissionOf, type Submission } from './actArgs.ts';
import type { ActContext } from './actFields.ts';
import { instantOf, minuteOfDay } from './actTimes.ts';
import { type ActState, actBar, actStates } from './actsAtStage.ts';
import { useActContext, type FilePorts } from './useActContext.ts';
import { useActForm, type ActForm, type OpenForm } from './useActForm.ts';
import { type ActSubmit, useActSubmit } from './useActSubmit.ts';
import { useCaseProposals } from './useProposals.ts';
import { useLater } from './useLater.ts';
import { adviceOf, type UnitProposals, useUnitProposals } from './useUnitProposals.ts';

export type CaseActsPorts = FilePorts & {
  /** After an act or a closed form the keys go back to the list. */
  readonly giveBackFocus: () => void;
};

/** Every act on the case that is open: which are possible, the form that is open, sending, taking back. */
export function useCaseActs(ports: CaseActsPorts) {
  const m = useMessages();
  const form = useActForm();
  const isMenuOpen = ref(false);
  const standing = useActContext(ports);
  const context = (): ActContext | null => {
    const given = standing();
    return given === null ? null : { ...given, chosen: form.picks.value.matter ?? null };
  };
  const doc = computed<CaseDoc | null>(() => caseDocOf(ports.file()));
  const sender = useActSubmit(() => doc.value);
  const states = computed(() => actStates(ports.file()?.acts ?? []));
  const wishes = useCaseProposals({ file: ports.file, states: () => states.value, sender });
  const canDispatch = computed(() => states.value.get('case.dispatch')?.allowed ?? false);
  const proposals = useUnitProposals(
    () => (canDispatch.value ? (doc.value?.caseId ?? null) : null),
    () => doc.value?.ver ?? 0,
  );
  const hasOpenAsk = (): boolean =>
    Object.values(doc.value?.asks ?? {}).some((ask) => ask.state === 'open');
  const bar = computed(() => actBar(doc.value?.stage ?? 'merged', states.value, hasOpenAsk()));
  const { waitsForLine, laterText } = useLater(() => doc.value);
  const whyNot = (state: ActState | undefined): string => whyNotText(state, m.value);

  /** A key or a button: says why not in place, dispatches what is chosen, or opens the form. */
  const start = (kind: CaseActKind): void => {
    isMenuOpen.value = false;
    const given = context();
    if (given === null) return;
    const state = states.value.get(kind);
    if (state === undefined || !state.allowed) sender.refuse(kind, whyNot(state));
    else if (kind === 'case.dispatch' && proposals.chosen.value.length > 0) {
      void dispatchChosen({ given, proposals, sender, words: m.value.dispatch.dispatchDone });
    } else void form.start(kind, given);
  };
  const send = useFormSend({ context, form, sender, giveBackFocus: ports.giveBackFocus });

  /** Esc: the menu, then the form; what was typed is kept. */
  const back = (): void => {
    isMenuOpen.value = false;
    form.close();
    ports.giveBackFocus();
  };
  watch(
    () => doc.value?.caseId,
    () => {
      isMenuOpen.value = false;
      form.close();
    },
  );
  return {
    doc,
    states,
    bar,
    form,
    wishes,
    proposals,
    canDispatch,
    isMenuOpen,
    context,
    openMenu: () => {
      isMenuOpen.value = true;
    },
    start,
    send,
    back,
    whyNot,
    waitsForLine,
    laterText,
  };
}
export type CaseActs = ReturnType<typeof useCaseActs>;

function whyNotText(state: ActState | undefined, m: Messages): string {
  const reason = state?.reason ?? null;
  if (reason === null) return m.dispatch.notNow;
  return errorText(m, { code: reason.code, details: reason.detail ?? {} });
}

async function dispatchChosen(parts: {
  readonly given: ActContext;
  readonly proposals: UnitProposals;
  readonly sender: ActSubmit;
  readonly words: (units: string) => string;
}): Promise<void> {
  const { given, proposals, sender, words } = parts;
  const chosen = proposals.chosenUnits.value;
  const act: Submission = {
    kind: 'case.dispatch',
    caseId: given.doc.caseId,
    args: {
      units: chosen.map((unit, at) => ({ unit: unit.unit, lead: at === 0 })),
      condition: given.doc.condition ?? null,
      limitNote: '',
      note: '',
      advice: adviceOf(proposals.units.value, proposals.chosen.value),
    },
  };
  const done = words(chosen.map((unit) => unit.name).join(' · '));
  const failed = await sender.submit(act, crypto.randomUUID(), done);
  if (failed !== null) sender.refuse('case.dispatch', failed);
}

type SendParts = {
  readonly context: () => ActContext | null;
  readonly form: ActForm;
  readonly sender: ActSubmit;
  readonly giveBackFocus: () => void;
};

/** Ctrl+Enter: checks the form, seals a caller where one was typed, sends, and closes what was recorded. */
function useFormSend(parts: SendParts): () => Promise<void> {
  const { context, form, sender } = parts;
  const client = useClient();
  const m = useMessages();
  const format = useFormat();

  const filled = (given: ActContext, caller?: CallerRef): Filled => {
    const typed = form.values.value.at;
    const minute = minuteOfDay(format.value.clock(given.now));
    return {
      context: given,
      values: form.values.value,
      picks: form.picks.value,
      at: instantOf(typeof typed === 'string' ? typed : '', given.now, minute),
      ...(caller === undefined ? {} : { caller }),
    };
  };
  const sealCaller = async (): Promise<Result<CallerRef, string>> => {
    const { number, name, kind, confidential } = form.values.value;
    const typed = typeof name === 'string' ? name.trim() : '';
    const reply = await client.do('caller.seal', {
      number: typeof number === 'string' ? number.trim() : '',
      name: typed === '' ? null : typed,
      kind: kind as 'person' | 'enterprise' | 'vulnerable',
      confidential: confidential === true,
    });
    return reply.ok ? ok(reply.value.caller as CallerRef) : err(errorText(m.value, reply.error));
  };
  /** The sentence that says why not; null when it was recorded, or where the fields say what is missing. */
  const record = async (open: OpenForm, given: ActContext): Promise<string | null> => {
    const ready = submissionOf(open.kind, filled(given));
    form.trouble.value = ready.ok ? {} : ready.error;
    if (!ready.ok) return null;
    if (open.kind !== 'caller.add') return sender.submit(ready.value, open.once);
    const sealed = await sealCaller();
    if (!sealed.ok) return sealed.error;
    const final = submissionOf(open.kind, filled(given, sealed.value));
    return final.ok ? sender.submit(final.value, open.once) : null;
  };

  return async () => {
    const open = form.open.value;
    const given = context();
    if (open === null || given === null || form.isSending.value) return;
    const isStillOpen = (): boolean => form.open.value?.once === open.once;
    form.isSending.value = true;
    // The key was pressed once and counts once, however long the form still has to wait for its parts.
    await form.settled();
    if (!isStillOpen()) return;
    const refused = await record(open, given);
    if (isStillOpen()) {
      form.isSending.value = false;
      form.refusal.value = refused;
      if (refused !== null || Object.keys(form.trouble.value).length > 0) return;
      form.finish();
      parts.giveBackFocus();
    } else if (refused !== null) {
      // Closed meanwhile: what was refused is still said.
      sender.refuse(open.kind, refused);
    }
  };
}
