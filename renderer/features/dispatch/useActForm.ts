import { computed, ref, shallowReactive, shallowRef } from 'vue';
import { useClient } from '#renderer/client/useClient.ts';
import type { CaseActKind } from '#renderer/i18n/zh-CN/dispatch.ts';
import type { FormTrouble } from './actArgs.ts';
import type { ActContext, FieldName, FieldValue, FormValues, Picks } from './actFields.ts';
import { fieldsOf } from './actForms.ts';
import { changed } from './editPrefill.ts';
import { useFormWork } from './useFormWork.ts';

export type OpenForm = {
  readonly kind: CaseActKind;
  readonly caseId: string;
  /** One act however often it is sent. */
  readonly once: string;
  readonly draftKey: string;
  /** As it was when the form was opened. */
  readonly context: ActContext;
};

const DRAFT_MS = 500;

/**
 * The one form that is open in the case file. What is typed is on disk within a second and comes back when the
 * same form of the same case is opened again; Esc closes the form and discards nothing.
 */
export function useActForm() {
  const drafts = useDrafts();
  const state = formState();
  const { open, values, picks, trouble, refusal, isSending } = state;
  const isTouched = ref(false);
  const work = useFormWork();
  const isUntouched = (key: string): boolean => open.value?.draftKey === key && !isTouched.value;
  const kept = new Map<string, FormValues>();

  const start = async (kind: CaseActKind, context: ActContext): Promise<void> => {
    const caseId = context.doc.caseId as string;
    const draftKey = `act:${caseId}:${kind}`.slice(0, 64);
    open.value = { kind, caseId, once: crypto.randomUUID(), draftKey, context };
    picks.value = {};
    trouble.value = {};
    refusal.value = null;
    isSending.value = false;
    isTouched.value = false;
    work.forget();
    const initial = Object.fromEntries(
      fieldsOf(kind, context).map((field) => [field.name, field.initial]),
    ) as FormValues;
    values.value = { ...initial, ...kept.get(draftKey) };
    if (kept.has(draftKey)) return;
    const loading = drafts.load(draftKey);
    work.during(loading);
    const draft = await loading;
    // A hand that was faster than the disk wins.
    if (draft !== null && isUntouched(draftKey)) {
      values.value = { ...initial, ...draft };
    }
  };

  const set = (name: FieldName, value: FieldValue): void => {
    const form = open.value;
    values.value = changed(values.value, { [name]: value }, form);
    isTouched.value = true;
    refusal.value = null;
    trouble.value = {};
    if (form === null) return;
    kept.set(form.draftKey, values.value);
    drafts.saveSoon(form.draftKey, () => kept.get(form.draftKey));
  };
  const pick = (next: Picks): void => {
    picks.value = { ...picks.value, ...next };
    refusal.value = null;
    trouble.value = {};
  };
  const close = (): void => {
    open.value = null;
  };
  /** The act was recorded: its draft has done its work. */
  const finish = (): void => {
    const form = open.value;
    if (form === null) return;
    kept.delete(form.draftKey);
    drafts.drop(form.draftKey);
    close();
  };
  return {
    ...state,
    isWorking: work.isWorking,
    during: work.during,
    settled: work.settled,
    /** What the form shows is on disk, to the last key. */
    hasDraft: computed(() => open.value !== null && drafts.isKept(open.value.draftKey)),
    start,
    set,
    pick,
    close,
    finish,
  };
}
function formState() {
  return {
    open: shallowRef<OpenForm | null>(null),
    // Plain values, no proxies: they go over the port to the host as they are.
    values: shallowRef<FormValues>({}),
    picks: shallowRef<Picks>({}),
    trouble: ref<FormTrouble>({}),
    refusal: ref<string | null>(null),
    isSending: ref(false),
  };
}
export type ActForm = ReturnType<typeof useActForm>;

/** What is typed, on disk by its form's key. */
function useDrafts() {
  const client = useClient();
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const onDisk = shallowReactive(new Set<string>());
  /** Not gone from the disk yet: a form opened meanwhile would find the words of the one that was sent. */
  const dropping = new Map<string, Promise<unknown>>();
  const forget = (key: string): void => {
    clearTimeout(timers.get(key));
    onDisk.delete(key);
  };
  const save = async (key: string, newest: () => FormValues | undefined): Promise<void> => {
    const body = newest();
    if (body === undefined) return;
    const reply = await client.do('draft.save', { key, body });
    // Words that came meanwhile are not there yet, and those of a form that was sent never will be.
    if (reply.ok && newest() === body) onDisk.add(key);
  };
  return {
    isKept: (key: string): boolean => onDisk.has(key),
    load: async (key: string): Promise<FormValues | null> => {
      await dropping.get(key);
      const reply = await client.do('draft.list', {});
      const draft = reply.ok ? reply.value.drafts.find((each) => each.key === key) : undefined;
      if (draft !== undefined) onDisk.add(key);
      return draft?.body ?? null;
    },
    saveSoon: (key: string, newest: () => FormValues | undefined): void => {
      forget(key);
      timers.set(
        key,
        setTimeout(() => void save(key, newest), DRAFT_MS),
      );
    },
    drop: (key: string): void => {
      forget(key);
      const gone = client.do('draft.drop', { key }).then(() => dropping.delete(key));
      dropping.set(key, gone);
    },
  };
}
