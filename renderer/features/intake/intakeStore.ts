import { defineStore } from 'pinia';
import { computed, ref, shallowReactive, watch } from 'vue';
import { useCallsStore } from '#renderer/client/callsStore.ts';
import { useClient } from '#renderer/client/useClient.ts';
import { createDraftKeeper } from './draftKeeper.ts';
import { draftOf, formOfDraft } from './draftForm.ts';
import { formOfCall, isEmpty, newForm, type IntakeForm } from './intakeForm.ts';

const PREFIX = 'intake:';
const HELD = new Set(['claimed', 'answered', 'held']);

/** Forms in hand at this seat, one a call, and the one that is open. They live as drafts on disk. */
export const useIntakeStore = defineStore('intake', () => {
  const client = useClient();
  const calls = useCallsStore();
  const forms = ref<IntakeForm[]>([]);
  const activeKey = ref<string | null>(null);
  const savedAt = shallowReactive(new Map<string, number>());
  /** Calls whose case is sent: their form does not open again. */
  const finished = new Set<string>();
  const keepers = new Map<string, { readonly close: () => void }>();

  const active = computed(() => forms.value.find((form) => form.key === activeKey.value) ?? null);
  const ringing = computed(
    () => calls.calls?.calls.find((call) => call.state === 'ringing') ?? null,
  );
  const callOf = (form: IntakeForm | null) =>
    calls.calls?.calls.find((call) => call.callId === form?.callId) ?? null;
  const activeCall = computed(() => callOf(active.value));

  const keep = (form: IntakeForm): void => {
    const keeper = createDraftKeeper<IntakeForm>({
      save: async (value) => {
        const reply = await client.do('draft.save', {
          key: PREFIX + form.key,
          body: draftOf(value),
        });
        if (reply.ok) savedAt.set(form.key, reply.value.savedAt);
        return reply.ok;
      },
      now: () => performance.now(),
      schedule: (run, ms) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    });
    const stop = watch(
      () => forms.value.find((each) => each.key === form.key),
      (now) => {
        if (now !== undefined && !isEmpty(now)) keeper.changed({ ...now });
      },
      { deep: true },
    );
    keepers.set(form.key, {
      close: () => {
        stop();
        keeper.close();
      },
    });
  };
  const add = (form: IntakeForm): void => {
    if (forms.value.some((each) => each.key === form.key)) return;
    forms.value.push(form);
    keep(form);
  };
  const openBlank = (): void => {
    const form = newForm(`blank:${crypto.randomUUID()}`, crypto.randomUUID(), Date.now());
    add(form);
    activeKey.value = form.key;
  };
  const drop = (key: string): void => {
    keepers.get(key)?.close();
    keepers.delete(key);
    savedAt.delete(key);
    forms.value = forms.value.filter((form) => form.key !== key);
    if (activeKey.value === key) activeKey.value = forms.value.at(-1)?.key ?? null;
    void client.do('draft.drop', { key: PREFIX + key });
  };
  const finish = (key: string): void => {
    finished.add(key);
    drop(key);
  };
  const restore = async (): Promise<void> => {
    const reply = await client.do('draft.list', {});
    if (!reply.ok) return;
    for (const draft of reply.value.drafts) {
      if (!draft.key.startsWith(PREFIX)) continue;
      const form = formOfDraft(draft.key.slice(PREFIX.length), draft.body);
      if (form === null) continue;
      add(form);
      savedAt.set(form.key, draft.savedAt);
    }
    activeKey.value ??= forms.value.at(-1)?.key ?? null;
  };
  const step = (by: number): void => {
    const at = forms.value.findIndex((form) => form.key === activeKey.value);
    const next = forms.value[(at + by + forms.value.length) % forms.value.length];
    if (next !== undefined) activeKey.value = next.key;
  };

  // A call that is ours opens its form; an ended one without a word leaves none behind.
  watch(
    () => calls.calls?.calls ?? [],
    (rows) => {
      for (const call of rows) {
        if (!HELD.has(call.state)) continue;
        const key = `call:${call.callId}`;
        if (finished.has(key) || forms.value.some((form) => form.key === key)) continue;
        add(formOfCall(call, crypto.randomUUID()));
        activeKey.value = key;
      }
      for (const form of [...forms.value]) {
        if (form.callId === null || !isEmpty(form)) continue;
        const call = rows.find((each) => each.callId === form.callId);
        if (call === undefined) drop(form.key);
      }
    },
    { immediate: true },
  );
  return {
    forms,
    activeKey,
    active,
    activeCall,
    ringing,
    savedAt,
    callOf,
    openBlank,
    drop,
    finish,
    restore,
    step,
  };
});
