import { ref, type Ref } from 'vue';
import type { MatterCandidate, NearRow, PlaceCandidate } from '#core/protocol/console/rows.ts';
import { useClient } from '#renderer/client/useClient.ts';
import { pointOf, type IntakeForm } from './intakeForm.ts';
import { intakeRules } from '#renderer/i18n/intakeRules.ts';
import { useAsked } from './useAsked.ts';

const NEAR_METRES = 300;
const NEAR_HOURS = 72;
const SHOWN = 3;
/** The end of what was said counts for the matter; a search takes so many characters at most. */
const QUERY_MOST = 200;

/** What is looked up for the open form as it changes: matters, places, what lies at and near the place. */
export function useLookups(form: () => IntakeForm | null) {
  const client = useClient();
  const matterQuery = ref('');
  const placeQuery = ref('');
  let askedPlace: string | null = null;
  let isHeard = false;

  const matterQuestion = (): string | null => {
    const now = form();
    if (now === null) return null;
    const text = matterQuery.value.trim() === '' ? now.text.trim() : matterQuery.value.trim();
    return text === '' ? null : text.slice(-QUERY_MOST);
  };
  const placeQuestion = (): string | null => {
    const now = form();
    if (now === null) return null;
    // Once a place is chosen its candidates stay in view, to be chosen anew.
    if (placeQuery.value.trim() !== '') {
      askedPlace = placeQuery.value.trim();
      isHeard = false;
    } else if (!now.isPlaceTouched) {
      askedPlace = now.text.trim() === '' ? null : now.text.trim();
      isHeard = true;
    }
    return askedPlace;
  };
  const about = (): string | null => form()?.key ?? null;
  const point = { about, text: () => pointQuestion(form()), waitMs: 0 };
  const kind = (): string => `${form()?.key ?? ''} ${form()?.type ?? ''}`;
  const matters = useAsked<readonly MatterCandidate[]>(
    { about: kind, text: matterQuestion },
    async (text) => {
      const reply = await client.do('matter.search', { text, limit: SHOWN, ...kindOf(form()) });
      return reply.ok ? reply.value.matters : null;
    },
  );
  const places = useAsked<readonly PlaceCandidate[]>(
    { about, text: placeQuestion },
    async (text) => {
      const reply = await client.do('place.search', { text, limit: SHOWN, heard: isHeard });
      return reply.ok ? reply.value.candidates : null;
    },
  );
  const at = useAsked(point, async (key) => {
    const reply = await client.do('place.at', pointIn(key));
    return reply.ok ? reply.value : null;
  });
  const near = useAsked<readonly NearRow[]>(point, async (key) => {
    const where = { ...pointIn(key), metres: NEAR_METRES, hours: NEAR_HOURS };
    const reply = await client.do('case.near', where);
    return reply.ok ? reply.value.rows : null;
  });
  const clear = (): void => {
    matterQuery.value = '';
    placeQuery.value = '';
    askedPlace = null;
  };
  return {
    matterQuery,
    placeQuery,
    setMatterQuery: setter(matterQuery),
    setPlaceQuery: setter(placeQuery),
    matters,
    places,
    at,
    near,
    /** Another form was opened: the search fields belong to the one before. */
    clear,
  };
}

/** Another type asks anew: the same words then mean other matters. */
function kindOf(form: IntakeForm | null): { readonly kindWord?: string } {
  const kindWord = form === null ? undefined : intakeRules.kindWord[form.type];
  return kindWord === undefined ? {} : { kindWord };
}

function setter(query: Ref<string>): (text: string) => void {
  return (text) => {
    query.value = text;
  };
}

function pointQuestion(form: IntakeForm | null): string | null {
  const point = pointOf(form?.place ?? null);
  return point === null ? null : `${point.lon},${point.lat}`;
}

function pointIn(key: string): { readonly lon: number; readonly lat: number } {
  const [lon = 0, lat = 0] = key.split(',').map(Number);
  return { lon, lat };
}
