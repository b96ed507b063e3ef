import { useRouterStore } from '#renderer/app/routerStore.ts';
import type { ActionHandler } from '#renderer/app/actions/action.ts';
import { useActions } from '#renderer/app/actions/useActions.ts';
import type { CaseRow } from '#core/protocol/console/rows.ts';
import { intakeActions } from './intake.actions.ts';
import { isEmpty, type IntakeForm } from './intakeForm.ts';
import { useIntakeStore } from './intakeStore.ts';
import type { Choices } from './useChoices.ts';
import type { Phone } from './usePhone.ts';
import type { SeatDialogs } from './useSeatDialogs.ts';
import type { Sending } from './useSending.ts';
import type { Suggestions } from './useSuggestions.ts';

export type IntakeParts = {
  readonly phone: Phone;
  readonly suggestions: Suggestions;
  readonly sending: Sending;
  readonly choices: Choices;
  readonly dialogs: SeatDialogs;
  readonly duplicates: () => readonly CaseRow[];
  /** Case a note would be appended to: the chosen duplicate, or the caller's last open one. */
  readonly appendTarget: () => string | null;
  /** Says why there is none. */
  readonly sayAppendNone: () => void;
  readonly history: () => string | null;
  readonly focus: (part: 'words' | 'matter' | 'place') => void;
  readonly nextKnowledge: () => void;
  /** The answer that closes such a call at once, given what is written of it. */
  readonly answerOf: (written: string) => string;
};
type Store = ReturnType<typeof useIntakeStore>;

/** What the acts of the seat do, and when they are possible. */
export function useIntakeActions(parts: IntakeParts): void {
  const store = useIntakeStore();
  const router = useRouterStore();
  useActions(intakeActions, {
    ...phoneHandlers(parts.phone, store),
    ...sendHandlers(parts, store),
    ...offerHandlers(parts, store),
    'intake.words': onForm(store, () => parts.focus('words')),
    'intake.nextTab': { run: () => store.step(1), when: () => isMany(store) },
    'intake.lastTab': { run: () => store.step(-1), when: () => isMany(store) },
    'intake.openHistory': {
      run: () => router.go('case', parts.history() ?? undefined),
      when: () => parts.history() !== null,
    },
    'intake.confidential': onForm(store, (form) =>
      store.change({ confidential: !form.confidential }),
    ),
    'intake.knowledge': parts.nextKnowledge,
  });
}

function isMany(store: Store): boolean {
  return store.forms.length + store.sent.cases.length > 1;
}

function onForm(store: Store, run: (form: IntakeForm) => unknown): ActionHandler {
  return {
    run: () => store.active !== null && run(store.active),
    when: () => store.active !== null,
  };
}

function phoneHandlers(phone: Phone, store: Store) {
  return {
    'intake.pass': { run: phone.pass, when: () => store.ringing !== null },
    'intake.ready': () => phone.setSeat('idle'),
    'intake.break': () => phone.setSeat('break'),
  };
}

function sendHandlers(parts: IntakeParts, store: Store) {
  const { sending, dialogs } = parts;
  const isFree = (): boolean => store.active !== null && sending.sending.value === null;
  return {
    'intake.send': {
      run: () => {
        if (store.active !== null) void sending.send(store.active);
        else if (store.activeSent !== null) void sending.note(store.activeSent);
      },
      when: () => isFree() || (store.activeSent !== null && sending.sending.value === null),
    },
    'intake.answerNow': {
      run: () => {
        store.change({ answer: parts.answerOf(store.active?.answer ?? '') });
        dialogs.open('answer');
      },
      when: isFree,
    },
    'intake.refuse': { run: () => dialogs.open('refuse'), when: isFree },
    'intake.append': {
      run: () => {
        const target = parts.appendTarget();
        if (target === null) parts.sayAppendNone();
        else if (store.active !== null) void sending.append(store.active, target);
      },
      when: isFree,
    },
    'intake.discard': {
      run: () => {
        const { active, activeSent } = store;
        if (active !== null && isEmpty(active)) store.finish(active.key);
        else if (activeSent?.note.trim() === '') store.sent.drop(activeSent.key);
        else dialogs.open('discard');
      },
      when: () => store.active !== null || store.activeSent !== null,
    },
  };
}

function offerHandlers(parts: IntakeParts, store: Store) {
  const { suggestions, choices, duplicates } = parts;
  const nth = (
    choose: (index: number) => void,
    index: number,
    rows: () => readonly unknown[],
  ): ActionHandler => ({
    run: () => choose(index),
    when: () => store.active !== null && rows().length > index,
  });
  const matters = (): readonly unknown[] => suggestions.matters.value ?? [];
  const places = (): readonly unknown[] => suggestions.places.value ?? [];
  return {
    'intake.matter1': nth(choices.matter, 0, matters),
    'intake.matter2': nth(choices.matter, 1, matters),
    'intake.matter3': nth(choices.matter, 2, matters),
    'intake.matterSearch': onForm(store, () => parts.focus('matter')),
    'intake.place1': nth(choices.place, 0, places),
    'intake.place2': nth(choices.place, 1, places),
    'intake.place3': nth(choices.place, 2, places),
    'intake.placeSearch': onForm(store, () => parts.focus('place')),
    'intake.duplicate1': nth(choices.duplicate, 0, duplicates),
    'intake.duplicate2': nth(choices.duplicate, 1, duplicates),
    'intake.duplicate3': nth(choices.duplicate, 2, duplicates),
    'intake.urgencyNext': onForm(store, choices.urgencyNext),
    'intake.typeNext': onForm(store, choices.typeNext),
  };
}
