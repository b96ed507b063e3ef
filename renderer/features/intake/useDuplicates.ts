import { computed } from 'vue';
import { findDuplicates } from './findDuplicates.ts';
import type { IntakeForm } from './intakeForm.ts';
import type { Suggestions } from './useSuggestions.ts';

/** Open cases that the form in hand may be about, judged anew with every word. */
export function useDuplicates(parts: {
  readonly form: () => IntakeForm | null;
  readonly suggestions: Suggestions;
  readonly history: () => readonly { readonly caseId: string }[];
}) {
  const likely = computed(() => {
    const form = parts.form();
    if (form === null) return [];
    const suggested = (parts.suggestions.matters.value ?? []).map((row) => row.matter);
    const ofCaller = new Set(parts.history().map((row) => row.caseId));
    return findDuplicates(parts.suggestions.near.value ?? [], { form, suggested, ofCaller });
  });
  const duplicates = computed(() => likely.value.map(({ row }) => row));
  return { likely, duplicates };
}
