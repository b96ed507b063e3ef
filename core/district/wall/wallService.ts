import { createHmac, randomBytes } from 'node:crypto';
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { areaRings } from '../../domain/area/areaRings.ts';
import type { Ground } from '../../domain/area/ground.ts';
import type { CaseDoc } from '../../domain/case/caseDoc.ts';
import { err, ok } from '../../kernel/result.ts';
import type { EpochMs } from '../../kernel/time.ts';
import type { ConsoleService, OpenView } from '../../node/serveLink.ts';
import type { CallInput, CallOutput } from '../../protocol/console/calls.ts';
import type { MarkerTuple } from '../../protocol/console/rows.ts';
import { lateness, openCase } from '../../projections/openCases.ts';
import type { WallBook, WallPorts } from './wallBook.ts';

/** At most this often, whatever happens; at least that often, so that silence means trouble. */
const FRAME_MS = 250;
const STILL_MS = 5_000;
const BASE_BYTES_MAX = 4 * 1024 * 1024;
const UNSIGNED: readonly string[] = ['reported', 'precheck', 'to_dispatch', 'dispatched'];

export type WallServiceOptions = WallPorts & { readonly book: WallBook };

/** The console contract as far as a wall may have it: figures, anonymous points, the map, names of places. */
export function wallService(options: WallServiceOptions): ConsoleService {
  const { book, district } = options;
  const markers = anonymousMarkers(options);
  const ground = onceRead<Ground>(join(district.folder, 'ground.json'));
  return {
    program: 'district',
    async call(name, input) {
      switch (name) {
        case 'map.areas': {
          const { level } = input as CallInput<'map.areas'>;
          const shape = await ground();
          return ok({ areas: shape === null ? [] : areaRings(shape, level) });
        }
        case 'map.base':
          return baseMap(district.folder, input as CallInput<'map.base'>);
        case 'ref.names':
          return ok(placeNames(options));
        default:
          return err({ code: 'grant/none', details: { name } });
      }
    },
    watch(name, _params, onFrame) {
      if (name === 'wall') {
        return paced(options, () => {
          onFrame({ kind: 'snapshot', value: book.read() });
        });
      }
      if (name === 'markers') {
        return paced(options, () => {
          onFrame({ kind: 'snapshot', value: markers() });
        });
      }
      return null;
    },
  };
}

/** Sends at once, then on change and at the least every few seconds; never faster than four a second. */
function paced({ hub, hall, district }: WallServiceOptions, send: () => void): OpenView {
  let isDirty = false;
  let sentAt = 0;
  const touch = (): void => {
    isDirty = true;
  };
  const tell = (): void => {
    isDirty = false;
    sentAt = performance.now();
    send();
  };
  const stops = [hub.openCases.onChange(touch), hall.onChange(touch), district.onCommit(touch)];
  const timer = setInterval(() => {
    if (isDirty || performance.now() - sentAt >= STILL_MS) tell();
  }, FRAME_MS);
  tell();
  return {
    rewatch: tell,
    close() {
      clearInterval(timer);
      for (const stop of stops) stop();
    },
  };
}

/** Markers under names that mean nothing outside this process and cannot be traced back to a case. */
function anonymousMarkers({
  hub,
  clock,
}: WallServiceOptions): () => { asOf: EpochMs; markers: MarkerTuple[] } {
  const secret = randomBytes(32);
  const names = new Map<string, string>();
  const nameOf = (caseId: string): string => {
    const known = names.get(caseId);
    if (known !== undefined) return known;
    const made = createHmac('sha256', secret).update(caseId).digest('hex').slice(0, 16);
    names.set(caseId, made);
    return made;
  };
  return () => {
    const now = clock.wall();
    const open = hub.openCases.docs;
    for (const caseId of names.keys()) if (!open.has(caseId)) names.delete(caseId);
    const markers = [...open.values()].flatMap((doc) => marker(doc, nameOf(doc.caseId), now));
    return { asOf: now, markers };
  };
}

function marker(doc: CaseDoc, name: string, now: EpochMs): MarkerTuple[] {
  const one = openCase(doc);
  if (one === null || one.point === null) return [];
  const { lonE6, latE6 } = one.point;
  const isUnsigned = UNSIGNED.includes(doc.stage) ? 1 : 0;
  return [[name, lonE6, latE6, one.urgency, lateness(one, now), isUnsigned, 0, one.street]];
}

function placeNames({ district }: WallServiceOptions): CallOutput<'ref.names'> {
  const { streets, channels, intakeCenters } = district.profile.catalogue;
  return {
    streets: streets.map(({ code, name, originLetters }) => ({
      code,
      name: name.zh,
      nameEn: name.en,
      origin: originLetters,
    })),
    channels: channels.map(({ code, name, discovery }) => ({
      code,
      name: name.zh,
      nameEn: name.en,
      discovery,
    })),
    lines: [],
    intakes: intakeCenters.map(({ scope, name }) => ({ scope, name: name.zh, nameEn: name.en })),
    answers: [],
  };
}

async function baseMap(
  folder: string,
  { offset, length }: CallInput<'map.base'>,
): ReturnType<ConsoleService['call']> {
  const file = join(folder, 'basemap.pmtiles');
  const found = await stat(file).catch(() => null);
  if (found === null) return err({ code: 'bundle/missing', details: { what: 'basemap' } });
  const from = Math.min(Math.max(0, Math.floor(offset)), found.size);
  const size = Math.min(Math.max(0, Math.floor(length)), BASE_BYTES_MAX, found.size - from);
  const handle = await open(file, 'r');
  try {
    const bytes = Buffer.alloc(size);
    const { bytesRead } = await handle.read(bytes, 0, size, from);
    const base64 = bytes.subarray(0, bytesRead).toString('base64');
    return ok({ base64, total: found.size });
  } finally {
    await handle.close();
  }
}

function onceRead<T>(file: string): () => Promise<T | null> {
  let known: Promise<T | null> | null = null;
  return () => {
    known ??= readFile(file, 'utf8').then(
      (text) => JSON.parse(text) as T,
      () => null,
    );
    return known;
  };
}
