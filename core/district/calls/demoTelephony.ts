import type { Catalogue } from '../../domain/catalogue/catalogue.ts';
import { isHallSeat } from '../../domain/permission/hallSeat.ts';
import { createRng } from '../../kernel/rng.ts';
import type { Clock } from '../../kernel/time.ts';
import { systemRandom, systemTimers } from '../../node/systemClock.ts';
import type { TelephonyAdapter } from '../../telephony/adapter.ts';
import { CallSimulator } from '../../telephony/simulator.ts';

/** Of the hall's seats, those where a simulated colleague works while no console does. */
const STAFFED_SHARE = 0.55;
/** Withheld numbers, one in so many. */
const WITHHELD_ONE_IN = 40;
const CALLERS = 14_000;

export function staffedSeats(catalogue: Catalogue): string[] {
  const hall = catalogue.seats.filter(isHallSeat);
  return hall.slice(Math.ceil(hall.length * (1 - STAFFED_SHARE))).map((seat) => seat.id);
}

export type DemoTelephonyOptions = {
  readonly clock: Clock;
  readonly rate: number;
  readonly zoneOffsetMs: number;
  /** 1 rings like a day of the district. */
  readonly factor: number;
  readonly freeStaff: () => readonly string[];
};

/** Callers that exist nowhere, ringing on the profile's own lines; many called before, as the history knows. */
export function demoTelephony(
  catalogue: Catalogue,
  options: DemoTelephonyOptions,
): TelephonyAdapter {
  const rng = createRng(`calls/${catalogue.profile}`);
  const { lines } = catalogue;
  // The same invented range as the demo's history: a number of it belongs to nobody.
  const callers = Array.from({ length: CALLERS }, () => {
    const index = Math.floor(CALLERS * rng.next() ** 2);
    const isWithheld = rng.int(WITHHELD_ONE_IN) === 0;
    const line = lines[rng.int(lines.length)]?.number ?? '';
    return { number: isWithheld ? null : `1990${index * 37 + 1_000_003}`, line };
  });
  return new CallSimulator({
    timers: systemTimers(options.clock, options.rate),
    rng,
    random: systemRandom,
    zoneOffsetMs: options.zoneOffsetMs,
    factor: options.factor,
    callers,
    get staffedSeats() {
      return options.freeStaff();
    },
  });
}
