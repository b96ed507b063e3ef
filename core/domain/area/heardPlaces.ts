import type { Gazetteer, GazetteerPlace, GazetteerRoad, PlaceKind } from './gazetteer.ts';
import { doorOnRoad } from './houseNumber.ts';
import type { AreaIndex } from './locate.ts';
import {
  classWord,
  doorSaid,
  familyOf,
  isAnd,
  isBeside,
  roadNumberSaid,
  roadsOfCrossing,
  stemOf,
  type Family,
} from './placeWords.ts';

/**
 * Why a place is offered: its name was said, or a number of its road; its short name; its name with another
 * word for what it is; a building of it that is not known; a number that its road has not; something beside
 * it; a road without its number; a whole street; one of several that were named.
 */
export type HeardWhy =
  | 'name'
  | 'number'
  | 'short'
  | 'alike'
  | 'door'
  | 'noNumber'
  | 'beside'
  | 'road'
  | 'wide'
  | 'several';

/** 0 to 1. From 0.8 on nothing but this place can be meant. */
export type HeardPlace = {
  readonly place: GazetteerPlace;
  readonly score: number;
  readonly why: HeardWhy;
};

/** How sure a place is when its whole name was said. Long and wide things are no place to be sent to. */
const SURE: Readonly<Record<PlaceKind, number>> = {
  houseNumber: 0.96,
  estate: 0.95,
  junction: 0.95,
  point: 0.92,
  community: 0.88,
  green: 0.85,
  road: 0.7,
  street: 0.6,
};
/** Callers speak of an office they asked before, and seldom of a fault in it. */
const OFFICES: readonly (string | null)[] = ['government', 'community'];
const OFFICE = 0.7;
const SHORT = 0.76;
const ALIKE = 0.78;
const ALIKE_STEM = 0.6;
const WIDE = 0.5;
const NO_SUCH_NUMBER = 0.5;
/** Offered, not chosen: just below what is sure. */
const UNSURE = 0.78;
const SURE_LEAST = 0.8;
const AGREES = 0.04;
const CONTAINS = 0.3;
/** A name of two characters is a word of many others: alone it names nothing. */
const STEM_LEAST = 3;
const HITS_MOST = 24;

type Entry = { readonly key: string; readonly isFull: boolean; readonly place: GazetteerPlace };
type Index = ReadonlyMap<string, readonly Entry[]>;
type Hit = HeardPlace & { readonly from: number; readonly to: number };
type Found = {
  readonly entry: Entry;
  readonly at: number;
  /** What is said behind the name. */
  readonly rest: string;
};

export type HeardPlaces = (text: string, limit: number) => readonly HeardPlace[];

/**
 * Finds the gazetteer's names inside running words, longest first. Names are kept by their first two
 * characters, so a sentence costs as many look-ups as it has characters.
 */
export function buildHeardPlaces(gazetteer: Gazetteer, areas: AreaIndex): HeardPlaces {
  const index = indexOf(gazetteer);
  const roads = new Map(gazetteer.roads.map((road) => [road.name, road]));
  const crossings = crossingsOf(gazetteer);
  return (text, limit) => {
    const said = text.normalize('NFKC').replace(/\s+/gu, '');
    const hits: Hit[] = [];
    let at = 0;
    while (at < said.length && hits.length < HITS_MOST) {
      const found = hitsAt(index, said, at).flatMap((each) => judged(each, { roads, areas }));
      hits.push(...found);
      at = found.reduce((end, hit) => Math.max(end, hit.to), at + 1);
    }
    const crossed = withCrossings(hits, said, crossings);
    return settled(crossed, areas).slice(0, limit);
  };
}

type Crossings = ReadonlyMap<string, GazetteerPlace>;

/** Crossings by the names of both roads, either first. */
function crossingsOf(gazetteer: Gazetteer): Crossings {
  const crossings = new Map<string, GazetteerPlace>();
  for (const place of gazetteer.places) {
    const roads = place.kind === 'junction' ? roadsOfCrossing(place.name) : null;
    if (roads === null) continue;
    const [one, other] = roads;
    crossings.set(`${one} ${other}`, place);
    crossings.set(`${other} ${one}`, place);
  }
  return crossings;
}

function indexOf(gazetteer: Gazetteer): Index {
  const index = new Map<string, Entry[]>();
  const add = (entry: Entry): void => {
    const first = entry.key.slice(0, 2);
    const list = index.get(first);
    if (list === undefined) index.set(first, [entry]);
    else list.push(entry);
  };
  for (const place of gazetteer.places) {
    if (place.name.length >= 2) add({ key: place.name, isFull: true, place });
    const stem = stemOf(place);
    if (stem !== null) add({ key: stem, isFull: false, place });
  }
  for (const list of index.values()) {
    list.sort((a, b) => b.key.length - a.key.length || Number(b.isFull) - Number(a.isFull));
  }
  return index;
}

/** Everything that the longest name here may mean. */
function hitsAt(index: Index, said: string, at: number): readonly Found[] {
  const found: Found[] = [];
  let length = 0;
  let isFull = false;
  for (const entry of index.get(said.slice(at, at + 2)) ?? []) {
    if (entry.key.length < length || (isFull && !entry.isFull)) break;
    if (!said.startsWith(entry.key, at)) continue;
    const rest = said.slice(at + entry.key.length);
    if (!entry.isFull && !mayBeShort(entry, rest)) continue;
    found.push({ entry, at, rest });
    length = entry.key.length;
    isFull = entry.isFull;
  }
  return found;
}

function mayBeShort({ key, place }: Entry, rest: string): boolean {
  const family = familyOf(place.kind);
  if (family === null) return false;
  if (classWord(rest, family) !== '') return true;
  return family !== 'road' && key.length >= STEM_LEAST;
}

type Known = { readonly roads: ReadonlyMap<string, GazetteerRoad>; readonly areas: AreaIndex };

function judged(found: Found, known: Known): readonly Hit[] {
  const { entry, at, rest } = found;
  const family = familyOf(entry.place.kind);
  const word = family === null ? '' : wordBehind(entry, rest, family);
  const behind = rest.slice(word.length);
  const here = { from: at, to: at + entry.key.length + word.length };
  const base = { place: entry.place, ...scoreOf(entry, word), ...here };
  if (entry.place.kind === 'road') {
    const numbered = numberedHit(base, behind, known);
    if (numbered !== null) return [numbered];
  } else {
    const door = family === 'home' ? doorSaid(behind) : null;
    if (door !== null) return [withDoor(base, door)];
  }
  if (!isBeside(behind)) return [base];
  return [{ ...base, score: Math.min(base.score, UNSURE), why: 'beside' }];
}

/** An estate's name is often said with one word more; a road's is not, its lane is another one. */
function wordBehind(entry: Entry, rest: string, family: Family): string {
  return entry.isFull && family !== 'home' ? '' : classWord(rest, family);
}

function scoreOf(entry: Entry, word: string): Pick<HeardPlace, 'score' | 'why'> {
  const { kind, category } = entry.place;
  if (entry.isFull) {
    const score = OFFICES.includes(category) ? OFFICE : SURE[kind];
    if (kind === 'road') return { score, why: 'road' };
    return { score, why: kind === 'street' ? 'wide' : 'name' };
  }
  if (kind === 'street') return { score: WIDE, why: 'wide' };
  if (word === '') return { score: SHORT, why: 'short' };
  return { score: entry.key.length >= STEM_LEAST ? ALIKE : ALIKE_STEM, why: 'alike' };
}

function numberedHit(road: Hit, behind: string, { roads, areas }: Known): Hit | null {
  const said = roadNumberSaid(behind);
  const known = roads.get(road.place.name);
  if (said === null || known === undefined) return null;
  const to = road.to + said.length;
  const place = doorOnRoad(known, said.number, areas);
  if (place === null) return { ...road, to, score: NO_SUCH_NUMBER, why: 'noNumber' };
  const isRoadSure = road.why !== 'alike';
  const score = isRoadSure ? SURE.houseNumber : road.score;
  return { ...road, place, to, score, why: isRoadSure ? 'number' : 'alike' };
}

function withDoor(hit: Hit, door: { readonly words: string; readonly length: number }): Hit {
  const place = { ...hit.place, name: `${hit.place.name} ${door.words}` };
  const why = hit.why === 'name' ? 'door' : hit.why;
  return { ...hit, place, to: hit.to + door.length, score: Math.min(hit.score, UNSURE), why };
}

/** Two roads with an "and" between them are their crossing, where there is one. */
function withCrossings(hits: readonly Hit[], said: string, crossings: Crossings): readonly Hit[] {
  const crossed: Hit[] = [];
  for (const hit of hits) {
    const before = crossed.at(-1);
    const place = before === undefined ? null : crossingOf(before, hit, { said, crossings });
    if (before === undefined || place === null) {
      crossed.push(hit);
      continue;
    }
    crossed.splice(-1, 1, { ...hit, place, from: before.from, score: SURE.junction, why: 'name' });
  }
  return crossed;
}

function crossingOf(
  a: Hit,
  b: Hit,
  on: { readonly said: string; readonly crossings: Crossings },
): GazetteerPlace | null {
  if (a.place.kind !== 'road' || b.place.kind !== 'road') return null;
  if (!isAnd(on.said.slice(a.to, b.from))) return null;
  return on.crossings.get(`${a.place.name} ${b.place.name}`) ?? null;
}

/** Best first, each place once: an area that holds another of them only confirms it. */
function settled(hits: readonly Hit[], areas: AreaIndex): readonly HeardPlace[] {
  const judgedHits = hits.map((hit): Hit => {
    const others = hits.filter((other) => other !== hit);
    if (others.some((other) => holds(hit, other, areas))) {
      return { ...hit, score: Math.max(0.1, hit.score - CONTAINS) };
    }
    const isSaidWithArea = others.some((other) => holds(other, hit, areas));
    // Agreement makes it likelier; sure it becomes by its own name only.
    const most = hit.score >= SURE_LEAST ? 1 : UNSURE;
    return isSaidWithArea ? { ...hit, score: Math.min(most, hit.score + AGREES) } : hit;
  });
  const best = new Map<string, Hit>();
  for (const hit of judgedHits) {
    const known = best.get(hit.place.id);
    if (known === undefined || known.score < hit.score) best.set(hit.place.id, hit);
  }
  const all = [...best.values()].sort((a, b) => b.score - a.score || a.from - b.from);
  const isSeveral = all.filter((hit) => hit.score >= SURE_LEAST).length > 1;
  return all.map(({ place, score, why }) =>
    isSeveral && score >= SURE_LEAST
      ? { place, score: score - (1 - UNSURE), why: 'several' }
      : { place, score, why },
  );
}

/** The first is the street or the community in which the second lies. */
function holds(area: Hit, inner: Hit, areas: AreaIndex): boolean {
  const { kind, street } = area.place;
  if (inner.place.kind === kind) return false;
  if (kind === 'street') return inner.place.street === street;
  if (kind !== 'community' || inner.place.kind === 'street') return false;
  const at = communityAt(area.place, areas);
  return at !== null && at === communityAt(inner.place, areas);
}

function communityAt(place: GazetteerPlace, areas: AreaIndex): string | null {
  return areas.locate({ lonE6: place.point[0], latE6: place.point[1] })?.community ?? null;
}
