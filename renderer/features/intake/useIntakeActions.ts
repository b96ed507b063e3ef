import { computed, ref } from 'vue';
import { useRouterStore } from '#renderer/app/routerStore.ts';
import type { ActionHandler } from '#renderer/app/actions/action.ts';
import { useActions } from '#renderer/app/actions/useActions.ts';
import type { CaseRow } from '#core/protocol/console/rows.ts';
import { intakeActions } from './intake.actions.ts';
import { isEmpty, placeOf } from './intakeForm.ts';
import { useIntakeStore } from './intakeStore.ts';
import type { Phone } from './usePhone.ts';
import type { useSending } from './useSending.ts';
import type { Suggestions } from './useSuggestions.ts';

export type IntakeParts = {
  readonly phone: Phone;
  readonly suggestions: Suggestions;
  readonly sending: ReturnType<typeof useSending>;
  readonly duplicates: () => readonly CaseRow[];
  /** Case a note would be appended to: the chosen duplicate, or the caller's last open one. */
  readonly appendTarget: () => string | null;
  readonly history: () => string | null;
  readonly focus: (part: 'words' | 'matter' | 'place') => void;
  readonly nextKnowledge: () => void;
};

const URGENCIES = ['ordinary', 'urgent', 'critical'] as const;
const TYPES = ['consult', 'help', 'complaint', 'report', 'suggest'] as const;

/** What the acts of the seat do, and when they are possible. */
export function useIntakeActions(parts: IntakeParts) {
  const store = useIntakeStore();
  const router = useRouterStore();
  const { phone, suggestions, sending } = parts;
  const dialog = ref<'none' | 'answer' | 'refuse' | 'discard'>('none');
  const form = computed(() => store.active);
  const hasForm = (): boolean => form.value !== null;
  const isFree = (): boolean => hasForm() && sending.sending.value === null;

  const chooseMatter = (index: number): void => {
    const row = suggestions.matters.value?.[index];
    if (form.value === null || row === undefined) return;
    form.value.matter = row;
    form.value.condition = row.conditions[0]?.id ?? null;
    suggestions.matterQuery.value = '';
    parts.focus('words');
  };
  const choosePlace = (index: number): void => {
    const row = suggestions.places.value?.[index];
    if (form.value === null || row === undefined) return;
    form.value.place = placeOf(row);
    form.value.isPlaceTouched = true;
    suggestions.placeQuery.value = '';
    parts.focus('words');
  };
  const chooseDuplicate = (index: number): void => {
    const row = parts.duplicates()[index];
    if (form.value === null || row === undefined) return;
    form.value.appendTo = form.value.appendTo === row.caseId ? null : row.caseId;
  };
  const onForm = (run: () => unknown): ActionHandler => ({ run, when: hasForm });
  const nth = (
    choose: (index: number) => void,
    index: number,
    rows: () => readonly unknown[],
  ): ActionHandler => ({
    run: () => choose(index),
    when: () => hasForm() && rows().length > index,
  });
  const matters = (): readonly unknown[] => suggestions.matters.value ?? [];
  const places = (): readonly unknown[] => suggestions.places.value ?? [];

  useActions(intakeActions, {
    'intake.answer': phone.answer,
    'intake.hold': { run: phone.hold, when: () => phone.live.value !== null },
    'intake.hangUp': { run: phone.hangUp, when: () => phone.live.value !== null },
    'intake.pass': { run: phone.pass, when: () => store.ringing !== null },
    'intake.ready': () => phone.setSeat('idle'),
    'intake.break': () => phone.setSeat('break'),
    'intake.send': {
      run: () => form.value !== null && sending.send(form.value),
      when: isFree,
    },
    'intake.answerNow': { run: () => (dialog.value = 'answer'), when: isFree },
    'intake.refuse': { run: () => (dialog.value = 'refuse'), when: isFree },
    'intake.append': {
      run: () => {
        const target = parts.appendTarget();
        if (form.value !== null && target !== null) void sending.append(form.value, target);
      },
      when: () => isFree() && parts.appendTarget() !== null,
    },
    'intake.discard': onForm(() => {
      if (form.value !== null && isEmpty(form.value)) store.finish(form.value.key);
      else dialog.value = 'discard';
    }),
    'intake.words': onForm(() => parts.focus('words')),
    'intake.nextTab': { run: () => store.step(1), when: () => store.forms.length > 1 },
    'intake.lastTab': { run: () => store.step(-1), when: () => store.forms.length > 1 },
    'intake.openHistory': {
      run: () => router.go('case', parts.history() ?? undefined),
      when: () => parts.history() !== null,
    },
    'intake.confidential': onForm(() => {
      if (form.value !== null) form.value.confidential = !form.value.confidential;
    }),
    'intake.matter1': nth(chooseMatter, 0, matters),
    'intake.matter2': nth(chooseMatter, 1, matters),
    'intake.matter3': nth(chooseMatter, 2, matters),
    'intake.matterSearch': onForm(() => parts.focus('matter')),
    'intake.place1': nth(choosePlace, 0, places),
    'intake.place2': nth(choosePlace, 1, places),
    'intake.place3': nth(choosePlace, 2, places),
    'intake.placeSearch': onForm(() => parts.focus('place')),
    'intake.duplicate1': nth(chooseDuplicate, 0, parts.duplicates),
    'intake.duplicate2': nth(chooseDuplicate, 1, parts.duplicates),
    'intake.duplicate3': nth(chooseDuplicate, 2, parts.duplicates),
    'intake.urgencyNext': onForm(() => {
      if (form.value === null) return;
      form.value.urgency = next(URGENCIES, form.value.urgency);
      form.value.isUrgencyTouched = true;
    }),
    'intake.typeNext': onForm(() => {
      if (form.value === null) return;
      form.value.type = next(TYPES, form.value.type === 'find' ? 'help' : form.value.type);
      form.value.isTypeTouched = true;
    }),
    'intake.knowledge': parts.nextKnowledge,
  });
  return { dialog, chooseMatter, choosePlace, chooseDuplicate };
}

function next<T extends string>(all: readonly T[], now: T): T {
  return all[(all.indexOf(now) + 1) % all.length] ?? now;
}
