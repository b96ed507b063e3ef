import type { Grant } from '../../domain/operation/decision.ts';
import { isHallSeat, maySitAt } from '../../domain/permission/hallSeat.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { AppError } from '../../protocol/errors.ts';
import type { ConsoleCore } from '../consoleCore.ts';

export type SeatWish = {
  readonly seat: string;
  /** Although another console has the seat. */
  readonly takeOver?: boolean | undefined;
  /** Nobody chose the seat. */
  readonly isProposed?: boolean | undefined;
};

/** Somebody sits there, it is a seat for others, or there is none of that name here. */
export type SeatRefused = {
  readonly code: 'session/seat-taken' | 'session/seat-for-calls' | 'session/no-such-seat';
  readonly details: { readonly seat: string; readonly by?: string };
};

/**
 * Whoever may not sit where calls ring is told so, or given the first free desk where nobody chose the seat;
 * whose work is to take them is given the first free seat of the hall instead of a desk that nobody chose.
 * Without a line nobody else is asked: who has the seat by then is told when it is back.
 */
export async function askForSeat(
  core: ConsoleCore,
  wish: SeatWish,
  grants: readonly Grant[],
): Promise<Result<string, SeatRefused>> {
  const { seat } = wish;
  if (wish.isProposed === true && !core.profile.isHallSeat(seat)) {
    const given = await firstGiven(core, seatsForCalls(core, grants));
    if (given !== null) return given;
  }
  const asked = refusedHere(core, seat, grants) ?? (await askDistrict(core, wish));
  if (asked.ok || asked.error.code === 'session/seat-taken') return asked;
  if (wish.isProposed !== true) return asked;
  return (await firstGiven(core, freeDesks(core))) ?? asked;
}

async function firstGiven(
  core: ConsoleCore,
  seats: readonly string[],
): Promise<Result<string, SeatRefused> | null> {
  for (const seat of seats) {
    const given = await askDistrict(core, { seat });
    if (given.ok) return given;
  }
  return null;
}

function refusedHere(
  core: ConsoleCore,
  seat: string,
  grants: readonly Grant[],
): Result<never, SeatRefused> | null {
  if (!isSeatOf(core, seat)) return refuse('session/no-such-seat', seat);
  const place = core.profile.seatNamed(seat);
  const isForOthers = place !== null && !maySitAt(place, grants);
  return isForOthers ? refuse('session/seat-for-calls', seat) : null;
}

/** A place whose seats no catalogue names calls them as it likes, but by no name of a seat elsewhere. */
function isSeatOf(core: ConsoleCore, seat: string): boolean {
  const seats = seatsOf(core);
  return seats.length === 0 ? core.profile.seatNamed(seat) === null : seats.includes(seat);
}

async function askDistrict(
  core: ConsoleCore,
  { seat, takeOver = false }: SeatWish,
): Promise<Result<string, SeatRefused>> {
  if (core.session.token === null || !core.isOnline()) return ok(seat);
  try {
    const answer = await core.engine.ask({ f: 'sit', seat, takeOver });
    if (answer.ok) return ok(seat);
    const { code, by } = answer.value as { readonly code?: unknown; readonly by?: unknown };
    if (code === 'session/seat-for-calls' || code === 'session/no-such-seat') {
      return refuse(code, seat);
    }
    const details = { seat, by: typeof by === 'string' ? by : '' };
    return err({ code: 'session/seat-taken', details });
  } catch (cause) {
    if (cause instanceof AppError) return ok(seat);
    throw cause;
  }
}

function refuse(code: SeatRefused['code'], seat: string): Result<never, SeatRefused> {
  return err({ code, details: { seat } });
}

/** Seats of this place. A unit has no numbered ones: whoever works there sits at the unit's own desk. */
export function seatsOf({ scope, reference: { catalogue } }: ConsoleCore): string[] {
  if (catalogue !== null && scope.startsWith('unit:')) return [scope.slice('unit:'.length)];
  const seats = catalogue?.seats ?? [];
  return seats.filter((seat) => seat.scope === scope).map((seat) => seat.id);
}

/** Where another console is. While the line is cut nobody knows. */
export function seatsOfOthers(core: ConsoleCore): ReadonlySet<string> {
  const { device } = core.identity;
  const sat = core.isOnline() ? core.news.sat : [];
  return new Set(sat.filter((one) => one.device !== device).map((one) => one.seat));
}

function freeDesks(core: ConsoleCore): string[] {
  return freeSeats(core).filter((seat) => !core.profile.isHallSeat(seat));
}

/** Where the calls of an operator ring. Without a line none rings, and nobody knows which seat is free. */
function seatsForCalls(core: ConsoleCore, grants: readonly Grant[]): string[] {
  if (core.session.token === null || !core.isOnline()) return [];
  const operator = grants.filter((one) => one.role === 'operator');
  return freeSeats(core).filter((seat) => {
    const place = core.profile.seatNamed(seat);
    return place !== null && isHallSeat(place) && maySitAt(place, operator);
  });
}

function freeSeats(core: ConsoleCore): string[] {
  const others = seatsOfOthers(core);
  return seatsOf(core).filter((seat) => !others.has(seat));
}
