import type { GazetteerPlace, PlaceKind } from '../../domain/area/gazetteer.ts';
import type { CellRef } from '../../domain/area/locate.ts';
import type { Catalogue } from '../../domain/catalogue/catalogue.ts';
import type { Unit } from '../../domain/catalogue/unit.ts';
import { scopeName } from '../views/sessionView.ts';
import type { Matter } from '../../domain/catalogue/matter.ts';
import { ok } from '../../kernel/result.ts';
import type { CallOutput } from '../../protocol/console/calls.ts';
import type { MatterRow, PlaceCandidate, Responsible } from '../../protocol/console/rows.ts';
import { andOpenedBy, keysAt } from '../board/boardKeys.ts';
import type { ConsoleCore } from '../consoleCore.ts';
import { readerOf } from '../session/reading.ts';
import { listUnits, proposeUnits } from '../reference/proposeUnits.ts';
import { searchMatters } from '../reference/matterSearch.ts';
import { areaRings } from '../../domain/area/areaRings.ts';
import { readBaseMap } from '../reference/baseMap.ts';
import { refuse, type CallTable } from './callTable.ts';

type LookupCalls = Pick<
  CallTable,
  | 'place.search'
  | 'place.at'
  | 'matter.search'
  | 'matter.get'
  | 'unit.propose'
  | 'unit.list'
  | 'map.areas'
  | 'map.base'
  | 'ref.names'
>;

const KINDS: Readonly<Record<PlaceKind, PlaceCandidate['kind']>> = {
  street: 'street',
  community: 'community',
  estate: 'estate',
  road: 'road',
  junction: 'junction',
  green: 'poi',
  point: 'poi',
  houseNumber: 'number',
};

/** Places, matters, units and shapes: everything looked up in the reference files. */
export function lookupCalls(core: () => ConsoleCore): LookupCalls {
  return {
    'place.search': ({ text, limit, heard }) =>
      Promise.resolve(
        ok({ candidates: searchPlaces(core(), { text, limit, isHeard: heard ?? false }) }),
      ),
    'place.at': async ({ lon, lat }) => ok(await responsibleAt(core(), lon, lat)),
    'matter.search': ({ text, limit, kindWord }) => {
      const matters = core().reference.catalogue?.matters ?? [];
      const found = searchMatters(matters, { text, limit: Math.min(limit, 50), kindWord });
      const rows = found.map(({ matter, score, why }) => ({
        ...matterRow(matter),
        score: Math.round(score * 100) / 100,
        why,
      }));
      return Promise.resolve(ok({ matters: rows }));
    },
    'matter.get': ({ matter }) => {
      const found = core().reference.matterById.get(matter);
      return Promise.resolve(ok({ matter: found === undefined ? null : matterRow(found) }));
    },
    'unit.propose': async ({ caseId }) => ok({ units: await proposeUnits(core(), caseId) }),
    'unit.list': async ({ street, text, caseId }) => {
      const near = caseId === undefined ? {} : { caseId };
      return ok({ units: await listUnits(core(), { street, text, ...near }) });
    },
    'map.areas': ({ level }) => {
      const { ground } = core().reference;
      return Promise.resolve(ok({ areas: ground === null ? [] : areaRings(ground, level) }));
    },
    'map.base': async ({ offset, length }) => {
      const bytes = await readBaseMap(core().reference, offset, length);
      return bytes === null ? refuse('bundle/missing', { what: 'basemap' }) : ok(bytes);
    },
    'ref.names': () => Promise.resolve(ok(names(core()))),
  };
}

/** No name in a gazetteer is as long: what is longer is running words. */
const NAME_MOST = 40;

/** By its name, and when there is none by the names inside what was typed or said. */
function searchPlaces(
  core: ConsoleCore,
  on: { readonly text: string; readonly limit: number; readonly isHeard: boolean },
): PlaceCandidate[] {
  const { places } = core.reference;
  if (places === null) return [];
  const limit = Math.min(on.limit, 50);
  const named = on.isHeard || on.text.length > NAME_MOST ? [] : places.find(on.text, limit);
  if (named.length > 0) return named.map((place, i) => candidate(place, on.text, i));
  return places.hear(on.text, limit).map(({ place, score, why }) => ({
    ...placeFields(place),
    score: Math.round(score * 100) / 100,
    why,
  }));
}

function placeFields(place: GazetteerPlace): Omit<PlaceCandidate, 'score' | 'why'> {
  return {
    name: place.name,
    kind: KINDS[place.kind],
    lon: place.point[0],
    lat: place.point[1],
    cell: place.cell,
    street: place.street,
  };
}

function candidate(place: GazetteerPlace, text: string, index: number): PlaceCandidate {
  const isExact = place.name === text.trim();
  return {
    ...placeFields(place),
    score: isExact ? 1 : Math.max(0.1, 0.9 - index * 0.05),
    why: isExact ? 'exact' : place.name.startsWith(text.trim()) ? 'prefix' : 'similar',
  };
}

function matterRow(matter: Matter): MatterRow {
  return {
    matter: matter.id,
    code: matter.code,
    name: matter.name,
    path: `${matter.major} / ${matter.minor}`,
    sample: matter.isSample,
    filesAutomatically: matter.filesAutomatically,
    needsCheck: matter.needsCheck,
    closing: [...(matter.closing ?? [])],
    conditions: matter.conditions.map(({ id, text, limit }) => ({
      id,
      text,
      limitText: `${limit.value} ${limit.clock}`,
    })),
  };
}

async function responsibleAt(
  core: ConsoleCore,
  lon: number,
  lat: number,
): Promise<{ responsible: Responsible | null; near: string | null }> {
  const { areas, nearest } = core.reference;
  const at = areas?.locate({ lonE6: Math.round(lon), latE6: Math.round(lat) }) ?? null;
  if (at === null) return { responsible: null, near: null };
  const own = andOpenedBy(keysAt(readerOf(core), core.scope));
  const open = await core.replica.read((reader) =>
    reader.all<{ n: number }>(
      `SELECT COUNT(*) AS n FROM board WHERE open = 1 AND street = ?${own.sql}`,
      [at.street, ...own.params],
    ),
  );
  const { cell, baseGrid, community, street } = at;
  const openCases = open[0]?.n ?? 0;
  return {
    near: nearest === null ? null : nearest(lon, lat),
    responsible: { cell, baseGrid, community, street, ...responsibleNames(core, at), openCases },
  };
}

function responsibleNames(
  core: ConsoleCore,
  at: CellRef,
): Pick<Responsible, 'communityName' | 'streetName' | 'units'> {
  const { catalogue } = core.reference;
  const community = catalogue?.communities.find((one) => one.code === at.community);
  const isHere = (unit: Unit): boolean =>
    unit.baseGrid === at.baseGrid || (unit.kind === 'community' && unit.community === at.community);
  const units = (catalogue?.units ?? []).filter(isHere);
  return {
    communityName: community?.name.zh ?? at.community,
    streetName: scopeName(core, `street:${at.street}`) ?? at.street,
    units: units.map((unit) => ({ unit: unit.id, name: unit.name.zh, kind: unit.kind })),
  };
}

function names(
  core: ConsoleCore,
): Awaited<ReturnType<CallTable['ref.names']>> extends infer R
  ? R extends { readonly ok: true; readonly value: infer V }
    ? V
    : never
  : never {
  const { catalogue } = core.reference;
  return {
    streets: (catalogue?.streets ?? []).map((street) => ({
      code: street.code,
      name: street.name.zh,
      nameEn: street.name.en,
      origin: street.originLetters,
    })),
    channels: (catalogue?.channels ?? []).map((channel) => ({
      code: channel.code,
      name: channel.name.zh,
      nameEn: channel.name.en,
      discovery: channel.discovery,
    })),
    lines: (catalogue?.lines ?? []).map((line) => ({
      line: line.number,
      name: line.name.zh,
      greeting: line.greeting.zh,
    })),
    intakes: (catalogue?.intakeCenters ?? []).map((center) => ({
      scope: center.scope,
      name: center.name.zh,
      nameEn: center.name.en,
    })),
    answers: (catalogue?.answers ?? []).map(({ id, title, text, basis, closes }) => ({
      id,
      title,
      text,
      basis,
      closes: closes ?? false,
    })),
    whistles: whistleChoices(catalogue),
  };
}

/** Each item with whoever of the district does what it is about. */
function whistleChoices(
  catalogue: Catalogue | null,
): NonNullable<CallOutput<'ref.names'>['whistles']> {
  const departments = (catalogue?.units ?? []).filter(
    ({ kind }) => kind === 'department' || kind === 'enterprise',
  );
  return (catalogue?.whistleItems ?? []).map(({ id, situation, name, standards, duties }) => ({
    id,
    situation,
    name,
    standards: [...standards],
    units: departments
      .filter(({ duty }) => duties.includes(duty))
      .map(({ id: unit, name: { zh } }) => ({ unit, name: zh })),
  }));
}
