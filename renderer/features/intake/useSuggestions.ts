import { computed, watch, watchEffect } from 'vue';
import { isSamePlace, isSure, placeOf, titleOf, type IntakeForm } from './intakeForm.ts';
import { proposeType, proposeUrgency } from './judgeText.ts';
import { useLookups } from './useLookups.ts';

/** What the program can fill in or offer for the open form. It never overwrites what a hand touched. */
export function useSuggestions(form: () => IntakeForm | null, lineName: () => string) {
  const lookups = useLookups(form);
  const urgency = computed(() => {
    const now = form();
    return proposeUrgency(now?.text ?? '', now?.callerKind ?? 'person');
  });

  // At once: no question of the new form is put with what was searched for the one before.
  watch(() => form()?.key, lookups.clear, { flush: 'sync' });
  watchEffect(() => {
    const now = form();
    if (now === null) return;
    if (!now.isTitleTouched) now.title = titleOf(now);
    if (!now.isTypeTouched) now.type = proposeType(now.text, lineName());
    if (!now.isUrgencyTouched) now.urgency = urgency.value.level;
  });
  // Drawn from the words, so it goes with them: what they no longer name alone, nobody has chosen.
  watch(lookups.places, (found) => {
    const now = form();
    if (now === null || found === null || now.isPlaceTouched) return;
    if (lookups.placeQuery.value !== '') return;
    const best = found[0];
    if (best === undefined || !isSure(best)) now.place = null;
    else if (now.place === null || !isSamePlace(now.place, best)) now.place = placeOf(best);
  });
  // The cell is found by the host at once, whichever way the place was chosen.
  watch(lookups.at, (found) => {
    const now = form();
    const responsible = found?.responsible ?? null;
    if (now === null || now.place === null || responsible === null) return;
    const { cell, street } = responsible;
    if (now.place.cell === null) now.place = { ...now.place, cell, street };
  });
  return { ...lookups, urgency };
}
export type Suggestions = ReturnType<typeof useSuggestions>;
