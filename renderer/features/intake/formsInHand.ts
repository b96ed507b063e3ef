import { ref, watch, type Ref } from 'vue';
import type { CallRow } from '#core/protocol/console/rows.ts';
import type { createDraftShelf } from './draftShelf.ts';
import { formOfCall, isEmpty, type IntakeForm } from './intakeForm.ts';
import { isHeld } from './sentCases.ts';

/** The forms at this seat, each kept on disk as it is typed. */
export function createFormsInHand(shelf: ReturnType<typeof createDraftShelf>) {
  const forms = ref<IntakeForm[]>([]);
  const formOf = (key: string | null) => forms.value.find((form) => form.key === key);
  const add = (form: IntakeForm): string => {
    if (formOf(form.key) === undefined) {
      forms.value.push(form);
      shelf.keep(form.key, () => formOf(form.key));
    }
    return form.key;
  };
  return {
    forms,
    formOf,
    shelf,
    add,
    change: (key: string | null, part: Partial<IntakeForm>): void => {
      const form = formOf(key);
      if (form !== undefined) Object.assign(form, part);
    },
    /** Sent or discarded: gone from the disk too. */
    drop(key: string): void {
      shelf.drop(key);
      forms.value = forms.value.filter((form) => form.key !== key);
    },
    /** None stays here; what is on disk waits for its own person. */
    leave(): void {
      for (const form of forms.value) shelf.leave(form.key);
      forms.value = [];
    },
    async load(): Promise<void> {
      for (const form of await shelf.load()) {
        const fresh = formOf(form.key);
        // A call that came before its draft opened an empty form under the same key.
        if (fresh !== undefined && isEmpty(fresh)) Object.assign(fresh, form);
        else add(form);
      }
    },
  };
}

/** A call that is ours opens its form; one that has gone without a word leaves none behind. */
export function followCalls(
  rows: Ref<readonly CallRow[]>,
  parts: {
    readonly forms: Ref<readonly IntakeForm[]>;
    readonly finished: ReadonlySet<string>;
    readonly seen: Set<string>;
    readonly bringUp: (form: IntakeForm) => void;
    readonly finish: (key: string) => void;
    readonly callOf: (form: IntakeForm) => CallRow | null;
  },
): void {
  watch(
    rows,
    (now) => {
      for (const call of now) {
        if (!isHeld(call) || parts.seen.has(call.callId)) continue;
        parts.seen.add(call.callId);
        if (parts.finished.has(`call:${call.callId}`)) continue;
        parts.bringUp(formOfCall(call, crypto.randomUUID()));
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
