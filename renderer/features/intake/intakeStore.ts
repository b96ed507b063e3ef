import { defineStore } from 'pinia';
import { computed, ref, watch, type Ref } from 'vue';
import type { CallRow } from '#core/protocol/console/rows.ts';
import { useCallsStore } from '#renderer/client/callsStore.ts';
import { useClient } from '#renderer/client/useClient.ts';
import { createDraftShelf } from './draftShelf.ts';
import { formOfCall, isEmpty, newForm, type IntakeForm } from './intakeForm.ts';
import { createMissedCalls } from './missedCalls.ts';
import { createSentCases, isHeld } from './sentCases.ts';

/** Forms in hand at this seat, one a call, and the one that is open. */
export const useIntakeStore = defineStore('intake', () => {
  const calls = useCallsStore();
  const shelf = createDraftShelf(useClient());
  const forms = ref<IntakeForm[]>([]);
  const activeKey = ref<string | null>(null);
  /** Forms that are sent or put aside: their call does not open them again. */
  const finished = new Set<string>();

  const rows = computed<readonly CallRow[]>(() => calls.calls?.calls ?? []);
  const formOf = (key: string | null) => forms.value.find((form) => form.key === key);
  const active = computed(() => formOf(activeKey.value) ?? null);
  const ringing = computed(() => rows.value.find((call) => call.state === 'ringing') ?? null);
  const callOf = (form: IntakeForm | null): CallRow | null =>
    rows.value.find((call) => call.callId === form?.callId) ?? null;
  const sent = createSentCases(rows, (key) => {
    if (activeKey.value === key) activeKey.value = forms.value.at(-1)?.key ?? null;
  });
  const activeSent = computed(() => sent.of(activeKey.value));
  const activeCall = computed(() => callOf(active.value ?? activeSent.value?.form ?? null));

  const add = (form: IntakeForm): void => {
    if (formOf(form.key) !== undefined) return;
    forms.value.push(form);
    shelf.keep(form.key, () => formOf(form.key));
  };
  const open = (form: IntakeForm): void => {
    add(form);
    activeKey.value = form.key;
  };
  const change = (part: Partial<IntakeForm>): void => {
    if (active.value !== null) Object.assign(active.value, part);
  };
  const finish = (key: string): void => {
    finished.add(key);
    shelf.drop(key);
    forms.value = forms.value.filter((form) => form.key !== key);
    if (activeKey.value === key && sent.of(key) === null) {
      activeKey.value = forms.value.at(-1)?.key ?? null;
    }
  };
  const restore = async (): Promise<void> => {
    for (const form of await shelf.load()) add(form);
    activeKey.value ??= forms.value.at(-1)?.key ?? null;
  };
  const step = (by: number): void => {
    const keys = [...forms.value, ...sent.cases.value].map((each) => each.key);
    activeKey.value = keyBeside(keys, activeKey.value, by);
  };

  followCalls(rows, { forms, finished, open, finish, callOf });
  return {
    forms,
    activeKey,
    active,
    activeCall,
    sent,
    activeSent,
    ringing,
    savedAt: (key: string): number | null => shelf.savedAt.get(key) ?? null,
    isSaved: (key: string): boolean => shelf.savedAt.has(key) && !shelf.unsaved.has(key),
    callOf,
    ...createMissedCalls(rows, () => calls.calls),
    /** The form of a call in hand, when it has one. */
    openCall: (callId: string): void => {
      const form = forms.value.find((each) => each.callId === callId);
      activeKey.value = form?.key ?? sent.ofCall(callId)?.key ?? activeKey.value;
    },
    /** A form without a call, or one more for the caller whose first is already sent. */
    openBlank: (): void => open(blankForm(activeSent.value === null ? null : activeCall.value)),
    change,
    finish,
    restore,
    step,
  };
});

function blankForm(call: CallRow | null): IntakeForm {
  const id = crypto.randomUUID();
  if (call === null) return newForm(`blank:${id}`, id, Date.now());
  return { ...formOfCall(call, id), key: `call:${call.callId}:${id}` };
}

function keyBeside(keys: readonly string[], key: string | null, by: number): string | null {
  const at = keys.indexOf(key ?? '');
  return keys[(at + by + keys.length) % keys.length] ?? key;
}

/** A call that is ours opens its form; one that has gone without a word leaves none behind. */
function followCalls(
  rows: Ref<readonly CallRow[]>,
  parts: {
    readonly forms: Ref<readonly IntakeForm[]>;
    readonly finished: ReadonlySet<string>;
    readonly open: (form: IntakeForm) => void;
    readonly finish: (key: string) => void;
    readonly callOf: (form: IntakeForm) => CallRow | null;
  },
): void {
  const isKnown = (key: string): boolean =>
    parts.finished.has(key) || parts.forms.value.some((form) => form.key === key);
  watch(
    rows,
    (now) => {
      for (const call of now) {
        if (!isHeld(call) || isKnown(`call:${call.callId}`)) continue;
        parts.open(formOfCall(call, crypto.randomUUID()));
      }
      for (const form of parts.forms.value) {
        if (form.callId !== null && isEmpty(form) && parts.callOf(form) === null) {
          parts.finish(form.key);
        }
      }
    },
    { immediate: true },
  );
}
