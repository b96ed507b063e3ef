import { defineStore } from 'pinia';
import { computed, ref, watch, type Ref } from 'vue';
import type { CallRow } from '#core/protocol/console/rows.ts';
import { useCallsStore } from '#renderer/client/callsStore.ts';
import { useClient } from '#renderer/client/useClient.ts';
import { useSessionStore } from '#renderer/client/sessionStore.ts';
import { createDraftShelf } from './draftShelf.ts';
import { createFormsInHand, followCalls } from './formsInHand.ts';
import { formOfCall, isBlank, newForm, type IntakeForm } from './intakeForm.ts';
import { createMissedCalls } from './missedCalls.ts';
import { createSentCases } from './sentCases.ts';

/** Forms in hand at this seat, one a call, and the one that is open. */
export const useIntakeStore = defineStore('intake', () => {
  const calls = useCallsStore();
  const inHand = createFormsInHand(createDraftShelf(useClient()));
  const { forms, formOf, shelf } = inHand;
  const activeKey = ref<string | null>(null);
  /** Forms that are sent or discarded: their call does not open them again. */
  const finished = new Set<string>();
  /** Calls in hand whose form was brought up once; after that the person chooses. */
  const seen = new Set<string>();

  const rows = computed<readonly CallRow[]>(() => calls.calls?.calls ?? []);
  const active = computed(() => formOf(activeKey.value) ?? null);
  const ringing = computed(() => rows.value.find((call) => call.state === 'ringing') ?? null);
  const callOf = (form: IntakeForm | null): CallRow | null =>
    rows.value.find((call) => call.callId === form?.callId) ?? null;
  const lastKey = (): string | null => forms.value.at(-1)?.key ?? null;
  const sent = createSentCases(rows, (key) => {
    if (activeKey.value === key) activeKey.value = lastKey();
  });
  const activeSent = computed(() => sent.of(activeKey.value));
  const activeCall = computed(() => callOf(active.value ?? activeSent.value?.form ?? null));
  const { show, restored, isBroughtBack, wordsAsked } = createOpening(activeKey);
  const open = (form: IntakeForm): void => show(inHand.add(form));
  const change = (part: Partial<IntakeForm>): void => inHand.change(activeKey.value, part);
  const finish = (key: string): void => {
    finished.add(key);
    inHand.drop(key);
    if (activeKey.value === key && sent.of(key) === null) activeKey.value = lastKey();
  };
  const bringUp = (form: IntakeForm): void => open(formOf(form.key) ?? form);
  followCalls(rows, { forms, finished, seen, bringUp, finish, callOf });
  atLogin(() => {
    inHand.leave();
    sent.cases.value = [];
    activeKey.value = null;
    for (const keys of [finished, seen]) keys.clear();
  });
  return {
    forms,
    activeKey,
    active,
    activeCall,
    sent,
    activeSent,
    ringing,
    savedAt: (key: string) => shelf.savedAt.get(key) ?? null,
    isSaved: (key: string) => shelf.savedAt.has(key) && !shelf.unsaved.has(key),
    callOf,
    ...createMissedCalls(rows, () => calls.calls),
    /** The form of a call in hand, when it has one. */
    openCall: (callId: string): void => {
      const form = forms.value.find((each) => each.callId === callId);
      show(form?.key ?? sent.ofCall(callId)?.key ?? activeKey.value);
    },
    /** A form without a call, or one more for the caller whose first is already sent; a blank one that is there. */
    openBlank: (): void =>
      open(blankFor(activeSent.value === null ? null : activeCall.value, forms.value)),
    wordsAsked,
    isBroughtBack,
    change,
    changeOf: inHand.change,
    finish,
    restore: async (): Promise<void> => {
      await inHand.load();
      if (activeKey.value === null) restored(lastKey());
    },
    step: (by: number): void => {
      const keys = [...forms.value, ...sent.cases.value].map((each) => each.key);
      activeKey.value = keyBeside(keys, activeKey.value, by);
    },
  };
});

/** Nobody's forms stay for whoever logs in next; on disk each person's wait for that person. */
function atLogin(forget: () => void): void {
  const session = useSessionStore();
  watch(
    () => session.session?.state,
    (state) => {
      if (state === 'login') forget();
    },
  );
}

/** Which form is shown, and whether its words take the keys: not when it came back from the disk by itself. */
function createOpening(activeKey: Ref<string | null>) {
  let broughtBack: string | null = null;
  /** Counts how often somebody asked for the words of a form: by the answering key, or by a call in hand. */
  const wordsAsked = ref(0);
  watch(activeKey, (key) => {
    if (key !== broughtBack) broughtBack = null;
  });
  return {
    show: (key: string | null): void => {
      broughtBack = null;
      activeKey.value = key;
      wordsAsked.value += 1;
    },
    restored: (key: string | null): void => {
      broughtBack = key;
      activeKey.value = key;
    },
    isBroughtBack: (key: string): boolean => key === broughtBack,
    wordsAsked,
  };
}

function blankFor(call: CallRow | null, forms: readonly IntakeForm[]): IntakeForm {
  const callId = call?.callId ?? null;
  const blank = forms.find((form) => form.callId === callId && isBlank(form));
  if (blank !== undefined) return blank;
  const id = crypto.randomUUID();
  if (call === null) return newForm(`blank:${id}`, id, Date.now());
  return { ...formOfCall(call, id), key: `call:${call.callId}:${id}` };
}

function keyBeside(keys: readonly string[], key: string | null, by: number): string | null {
  const at = keys.indexOf(key ?? '');
  return keys[(at + by + keys.length) % keys.length] ?? key;
}
