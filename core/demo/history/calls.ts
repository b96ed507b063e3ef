import type { ArgsOf } from '../../domain/operation/args.ts';
import { must } from '../../kernel/assert.ts';
import { uuidV7 } from '../../kernel/ids.ts';
import type { RandomBytes } from '../../kernel/ids.ts';
import type { Rng } from '../../kernel/rng.ts';
import { HOUR_MS, SECOND_MS } from '../../kernel/time.ts';
import type { EpochMs } from '../../kernel/time.ts';
import { shuffle } from '../ground/words.ts';
import { arrivals } from './dayShape.ts';
import type { DayCounts } from './dayShape.ts';
import type { Caller } from './planCases.ts';
import { between, chance, logNormal } from './sampling.ts';
import type { World } from './world.ts';

export type PlannedCall = {
  readonly use: 'none' | 'answer' | 'case' | 'join';
  readonly caller: Caller | null;
  /** When the operator sent what was written down. */
  readonly writtenAt: EpochMs;
  readonly log: { readonly at: EpochMs; readonly args: ArgsOf['call.log'] };
};

type Setting = {
  readonly world: World;
  readonly rng: Rng;
  readonly random: RandomBytes;
  readonly midnight: EpochMs;
};

const SEATS = 56;
const TALK_MEAN_S = 150;
const TALK_MAX_S = 780;
/** So that a day's calls end on that day and the sums of days are exact. */
const LAST_RING = 23.74 * HOUR_MS;
const SHIFT_HOURS = 8;

/** The calls of a day in order of ringing, each at a seat that was free. */
export function callsOfDay(counts: DayCounts, setting: Setting): PlannedCall[] {
  const { rng } = setting;
  const uses = shuffle(
    [
      ...fill(counts.answered, 'answer' as const),
      ...fill(counts.callCases, 'case' as const),
      ...fill(counts.joins, 'join' as const),
      ...fill(counts.abandoned, 'none' as const),
    ],
    rng,
  );
  const rings = uses.map((use) => {
    const offset = Math.min(arrivals.call(rng), LAST_RING);
    return { use, at: Math.round(setting.midnight + offset) };
  });
  rings.sort((a, b) => a.at - b.at);
  const freeAt = new Float64Array(SEATS + 1);
  return rings.map((ring) => callOf(ring, freeAt, setting));
}

function callOf(
  ring: { readonly use: PlannedCall['use']; readonly at: EpochMs },
  freeAt: Float64Array,
  setting: Setting,
): PlannedCall {
  const { world, rng, random } = setting;
  const callId = uuidV7(ring.at, random);
  const line = lineOf(world, rng);
  const ref = world.callers.pick(rng);
  const base = { callId, line, caller: ref, rangAt: ring.at, recording: null };
  if (ring.use === 'none') {
    const endedAt = ring.at + Math.round(between(rng, 8, 40) * SECOND_MS);
    const args = { ...base, seat: null, answeredAt: null, endedAt, outcome: 'abandoned' as const };
    return { use: 'none', caller: null, writtenAt: endedAt, log: { at: endedAt, args } };
  }
  const waited = chance(rng, 0.9) ? between(rng, 2, 14) : between(rng, 15, 60);
  const answeredAt = Math.round(ring.at + waited * SECOND_MS);
  const talk = Math.min(TALK_MAX_S, Math.max(15, logNormal(rng, TALK_MEAN_S)));
  const endedAt = answeredAt + Math.round(talk * SECOND_MS);
  const seat = freeSeat(freeAt, answeredAt, { midnight: setting.midnight, rng });
  freeAt[seat] = endedAt + 5 * SECOND_MS;
  const shift = Math.floor((answeredAt - setting.midnight) / (SHIFT_HOURS * HOUR_MS)) % 3;
  const author = world.staff.atSeat(seat, shift);
  const args = { ...base, seat: author.seat, answeredAt, endedAt, outcome: 'answered' as const };
  const writtenAt = endedAt - Math.round(between(rng, 2, 10) * SECOND_MS);
  const caller: Caller = { ref, author, callId };
  return { use: ring.use, caller, writtenAt, log: { at: endedAt, args } };
}

/** By day all 56 seats are staffed, at night fourteen. A seat that talks takes no second call. */
function freeSeat(
  freeAt: Float64Array,
  at: EpochMs,
  on: { readonly midnight: EpochMs; readonly rng: Rng },
): number {
  const hour = Math.floor((at - on.midnight) / HOUR_MS) % 24;
  const staffed = hour >= 8 && hour < 20 ? SEATS : 14;
  for (let tries = 0; tries < 24; tries += 1) {
    const seat = 1 + on.rng.int(staffed);
    if (must(freeAt[seat], 'seat') <= at) return seat;
  }
  let best = 1;
  for (let seat = 1; seat <= SEATS; seat += 1) {
    if (must(freeAt[seat], 'seat') < must(freeAt[best], 'seat')) best = seat;
  }
  return best;
}

const MAIN_LINE_SHARE = 0.72;

function lineOf(world: World, rng: Rng): string {
  const { lines } = world.catalogue;
  const line = chance(rng, MAIN_LINE_SHARE) ? lines[0] : lines[rng.int(lines.length)];
  return must(line, 'a line').id;
}

function fill<T>(count: number, value: T): T[] {
  return Array.from({ length: count }, () => value);
}
