import { ref } from 'vue';
import type { CaseRow, MatterRow, PlaceCandidate } from '#core/protocol/console/rows.ts';
import type { ConsoleClient } from '#renderer/client/consoleClient.ts';
import { useClient } from '#renderer/client/useClient.ts';
import type { IntakeForm } from './intakeForm.ts';
import { addressIn, splitAddress } from './judgeText.ts';
import { useAsked } from './useAsked.ts';

const NEAR_METRES = 300;
const NEAR_HOURS = 72;
const SHOWN = 3;
/** The end of what was said counts for the matter; a search takes so many characters at most. */
const QUERY_MOST = 200;
/** A place whose door is not known is offered, but not sure enough to be chosen by itself. */
const DOOR_UNKNOWN = 0.78;

/** What is looked up for the open form as it changes: matters, places, what lies at and near the place. */
export function useLookups(form: () => IntakeForm | null) {
  const client = useClient();
  const matterQuery = ref('');
  const placeQuery = ref('');
  let askedPlace: string | null = null;

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
    if (placeQuery.value.trim() !== '') askedPlace = placeQuery.value.trim();
    else if (!now.isPlaceTouched) askedPlace = addressIn(now.text);
    return askedPlace;
  };
  const pointQuestion = (): string | null => {
    const place = form()?.place ?? null;
    return place === null ? null : `${place.lon},${place.lat}`;
  };
  const about = (): string | null => form()?.key ?? null;
  const point = { about, text: pointQuestion, waitMs: 0 };
  const matters = useAsked<readonly MatterRow[]>({ about, text: matterQuestion }, async (text) => {
    const reply = await client.do('matter.search', { text, limit: SHOWN });
    return reply.ok ? reply.value.matters : null;
  });
  const places = useAsked({ about, text: placeQuestion }, (text) => searchPlaces(client, text));
  const at = useAsked(point, async (key) => {
    const reply = await client.do('place.at', pointOf(key));
    return reply.ok ? reply.value : null;
  });
  const near = useAsked<readonly CaseRow[]>(point, async (key) => {
    const where = { ...pointOf(key), metres: NEAR_METRES, hours: NEAR_HOURS };
    const reply = await client.do('case.near', where);
    return reply.ok ? reply.value.rows : null;
  });
  /** Another form was opened: the search fields belong to the one before. */
  const clear = (): void => {
    matterQuery.value = '';
    placeQuery.value = '';
    askedPlace = null;
  };
  const setMatterQuery = (text: string): void => {
    matterQuery.value = text;
  };
  const setPlaceQuery = (text: string): void => {
    placeQuery.value = text;
  };
  return {
    matterQuery,
    placeQuery,
    setMatterQuery,
    setPlaceQuery,
    matters,
    places,
    at,
    near,
    clear,
  };
}

async function searchPlaces(
  client: ConsoleClient,
  text: string,
): Promise<readonly PlaceCandidate[] | null> {
  const reply = await client.do('place.search', { text, limit: SHOWN });
  if (!reply.ok) return null;
  if (reply.value.candidates.length > 0) return reply.value.candidates;
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
}

function pointOf(key: string): { readonly lon: number; readonly lat: number } {
  const [lon = 0, lat = 0] = key.split(',').map(Number);
  return { lon, lat };
}
