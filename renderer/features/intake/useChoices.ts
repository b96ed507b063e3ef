import type { CaseRow } from '#core/protocol/console/rows.ts';
import { placeOf } from './intakeForm.ts';
import { useIntakeStore } from './intakeStore.ts';
import type { Suggestions } from './useSuggestions.ts';

const URGENCIES = ['ordinary', 'urgent', 'critical'] as const;
const TYPES = ['consult', 'help', 'complaint', 'report', 'suggest'] as const;

/** Taking what is offered: each marks its field as touched, so that it is not filled in again. */
export function useChoices(parts: {
  readonly suggestions: Suggestions;
  readonly duplicates: () => readonly CaseRow[];
  readonly focusWords: () => void;
}) {
  const store = useIntakeStore();
  const { suggestions } = parts;
  return {
    matter: (index: number): void => {
      const row = suggestions.matters.value?.[index];
      if (row === undefined) return;
      store.change({ matter: row, condition: row.conditions[0]?.id ?? null });
      suggestions.setMatterQuery('');
      parts.focusWords();
    },
    place: (index: number): void => {
      const row = suggestions.places.value?.[index];
      if (row === undefined) return;
      store.change({ place: placeOf(row), isPlaceTouched: true });
      suggestions.setPlaceQuery('');
      parts.focusWords();
    },
    duplicate: (index: number): void => {
      const row = parts.duplicates()[index];
      if (row === undefined) return;
      store.change({ appendTo: store.active?.appendTo === row.caseId ? null : row.caseId });
    },
    urgencyNext: (): void => {
      const urgency = next(URGENCIES, store.active?.urgency ?? 'ordinary');
      store.change({ urgency, isUrgencyTouched: true });
    },
    typeNext: (): void => {
      const now = store.active?.type ?? 'help';
      store.change({ type: next(TYPES, now === 'find' ? 'help' : now), isTypeTouched: true });
    },
  };
}
export type Choices = ReturnType<typeof useChoices>;

function next<T extends string>(all: readonly T[], now: T): T {
  return all[(all.indexOf(now) + 1) % all.length] ?? now;
}
