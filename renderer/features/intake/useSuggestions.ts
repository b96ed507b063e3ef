import { computed, ref, watch, watchEffect } from 'vue';
import type { CaseRow, MatterRow, PlaceCandidate } from '#core/protocol/console/rows.ts';
import { useClient } from '#renderer/client/useClient.ts';
import { isSure, placeOf, titleOf, type IntakeForm } from './intakeForm.ts';
import { addressIn, proposeUrgency, splitAddress } from './judgeText.ts';
import { useAsked } from './useAsked.ts';

const NEAR_METRES = 300;
const NEAR_HOURS = 72;
const SHOWN = 3;
/** A place whose door is not known is offered, but not sure enough to be chosen by itself. */
const DOOR_UNKNOWN = 0.78;
/** The end of what was said counts for the matter; a search takes so many characters at most. */
const QUERY_MOST = 200;

/** What the program can fill in or offer for the open form. It never overwrites what a hand touched. */
export function useSuggestions(form: () => IntakeForm | null) {
  const client = useClient();
  const matterQuery = ref('');
  const placeQuery = ref('');

  let asked: string | null = null;

  const matters = useAsked<readonly MatterRow[]>(
    () => {
      const now = form();
      if (now === null) return null;
      const text = matterQuery.value.trim() === '' ? now.text.trim() : matterQuery.value.trim();
      return text === '' ? null : text.slice(-QUERY_MOST);
    },
    async (text) => {
      const reply = await client.do('matter.search', { text, limit: SHOWN });
      return reply.ok ? reply.value.matters : null;
    },
  );
  const places = useAsked<readonly PlaceCandidate[]>(
    () => {
      const now = form();
      if (now === null) return null;
      // Once a place is chosen its candidates stay in view, to be chosen anew.
      if (placeQuery.value.trim() !== '') asked = placeQuery.value.trim();
      else if (!now.isPlaceTouched) asked = addressIn(now.text);
      return asked;
    },
    async (text) => {
      const reply = await client.do('place.search', { text, limit: SHOWN });
      if (!reply.ok || reply.value.candidates.length > 0)
        return reply.ok ? reply.value.candidates : null;
      // No such door: the estate or road by its name, with the rest as it was said.
      const { name, rest } = splitAddress(text);
      if (rest === '') return [];
      const wider = await client.do('place.search', { text: name, limit: SHOWN });
      if (!wider.ok) return null;
      return wider.value.candidates.map((each) => ({
        ...each,
        name: `${each.name} ${rest}`,
        score: Math.min(each.score, 1) * DOOR_UNKNOWN,
      }));
    },
  );
  const pointKey = (): string | null => {
    const place = form()?.place ?? null;
    return place === null ? null : `${place.lon},${place.lat}`;
  };
  const pointOf = (key: string): { readonly lon: number; readonly lat: number } => {
    const [lon = 0, lat = 0] = key.split(',').map(Number);
    return { lon, lat };
  };
  const at = useAsked(
    pointKey,
    async (key) => {
      const reply = await client.do('place.at', pointOf(key));
      return reply.ok ? reply.value : null;
    },
    0,
  );
  const near = useAsked<readonly CaseRow[]>(
    pointKey,
    async (key) => {
      const where = { ...pointOf(key), metres: NEAR_METRES, hours: NEAR_HOURS };
      const reply = await client.do('case.near', where);
      return reply.ok ? reply.value.rows : null;
    },
    0,
  );
  const urgency = computed(() => {
    const now = form();
    return proposeUrgency(now?.text ?? '', now?.callerKind ?? 'person');
  });

  // A change of form empties the search fields: they belong to the one that was open.
  watch(
    () => form()?.key,
    () => {
      matterQuery.value = '';
      placeQuery.value = '';
      asked = null;
    },
  );
  watchEffect(() => {
    const now = form();
    if (now === null) return;
    if (!now.isTitleTouched) now.title = titleOf(now);
    if (!now.isUrgencyTouched) now.urgency = urgency.value.level;
  });
  watch(places, (found) => {
    const now = form();
    const best = found?.[0];
    if (now === null || now.isPlaceTouched || best === undefined || placeQuery.value !== '') return;
    if (isSure(best, found?.length ?? 0)) now.place = placeOf(best);
  });
  // The cell is found by the host at once, whichever way the place was chosen.
  watch(at, (found) => {
    const now = form();
    if (now?.place === null || now === null || found?.responsible == null) return;
    const { cell, street } = found.responsible;
    if (now.place.cell === null) now.place = { ...now.place, cell, street };
  });
  return { matterQuery, placeQuery, matters, places, at, near, urgency };
}
export type Suggestions = ReturnType<typeof useSuggestions>;
