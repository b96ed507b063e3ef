import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { dayNumberAt, startOfDay } from '../../domain/calendar/localDay.ts';
import type { Scope, SeatId } from '../../domain/operation/identity.ts';
import { isHallSeat } from '../../domain/permission/hallSeat.ts';
import { DAY_MS, HOUR_MS } from '../../kernel/time.ts';
import type { EpochMs } from '../../kernel/time.ts';
import { createRng } from '../../kernel/rng.ts';
import { createSealing, normalNumber } from '../../node/sealing.ts';
import { systemClock } from '../../node/systemClock.ts';
import { districtLink } from '../../host/sync/districtLink.ts';
import { callerSeal } from '../callerSeal.ts';
import { HISTORY_FILE, putDemoFile, readDemoFile, readSources } from '../demoFiles.ts';
import type { MadeHistory } from '../demoFiles.ts';
import { hoursFrom } from '../history/historyDays.ts';
import { buildWorld } from '../history/world.ts';
import type { World } from '../history/world.ts';
import { noteOf } from './callNotes.ts';
import { CROWD_FILE } from './crowdConsoles.ts';
import type { CrowdConsole } from './crowdConsoles.ts';
import { DeskWork } from './deskWork.ts';
import { HallWork } from './hallWork.ts';
import { LightConsole } from './lightConsole.ts';
import { NEW_END } from './memoryOutbox.ts';
import type { OutboxEnd } from './memoryOutbox.ts';

export type CrowdOptions = { readonly folder: string; readonly district: string };

export type Crowd = {
  readonly told: () => {
    readonly consoles: number;
    readonly online: number;
    readonly played: number;
    readonly refused: number;
  };
  readonly stop: () => Promise<void>;
};

const ENDS_FILE = 'crowd-ends.json';
const TURN_MS = 1_000;
const SAVE_MS = 10_000;
/** Made-up days go on for as long as a demo may stay up. */
const AHEAD_MS = 60 * DAY_MS;
/** The street of the second console: whoever sits there cuts its line himself. */
const VISITORS_STREET = 'DZM';
const SHIFT_HOURS = 8;
const NIGHT_SEATS = 10;

/** Null where no crowd was enrolled: a demo of an older program, or no demo. */
export async function startCrowd(options: CrowdOptions): Promise<Crowd | null> {
  const { folder } = options;
  const consoles = (await readDemoFile(folder, CROWD_FILE)) as readonly CrowdConsole[] | null;
  const made = (await readDemoFile(folder, HISTORY_FILE)) as MadeHistory | null;
  const dataKey = consoles?.[0]?.dataKey;
  if (consoles === null || made === null || dataKey === undefined) return null;
  const clock = systemClock();
  const from = clock.wall();
  const seal = callerSeal(createSealing(dataKey));
  const sources = await readSources(join(folder, 'district'));
  const world = buildWorld(sources, seal, made.span.seed);
  const versions = new Map<string, number>();
  const hours = hoursFrom({ ...made.span, until: from + AHEAD_MS }, world, { from, versions });
  const ends = ((await readDemoFile(folder, ENDS_FILE)) ?? {}) as Record<string, OutboxEnd>;
  const lines = new Lines(consoles, ends, options.district);
  const now = (): EpochMs => clock.wall();
  const work = new DeskWork({ hours, versions, from }, { consoleOf: lines.at, now });
  const rng = createRng(`crowd/${from}`);
  const tools = { world, rng, random: randomBytes, callerOf: callerIn(dataKey) };
  const hall = new HallWork({
    rng,
    now,
    personAt: (seat, at) => personAt(world, seat, at),
    write: async (talk) => {
      const note = noteOf(talk, now(), tools);
      if (note !== null) work.add(note.ops);
      await Promise.resolve();
    },
  });
  const visitors = world.catalogue.streets.find((one) => one.originLetters === VISITORS_STREET);
  await lines.open(hall, `street:${visitors?.code ?? ''}`);
  let isTurning = false;
  const turn = (): void => {
    hall.turn();
    if (isTurning) return;
    isTurning = true;
    // A line that breaks in the middle of a turn is no news: the next turn goes on.
    void work
      .turn()
      .catch(() => undefined)
      .then(() => (isTurning = false));
  };
  const timers = [
    setInterval(turn, TURN_MS),
    setInterval(() => void putDemoFile(folder, ENDS_FILE, lines.ends()), SAVE_MS),
  ];
  return {
    told: () => ({ ...lines.told(), played: work.played, refused: work.refused }),
    async stop() {
      for (const timer of timers) clearInterval(timer);
      hall.stop();
      lines.stop();
      await putDemoFile(folder, ENDS_FILE, lines.ends());
    },
  };
}

function callerIn(dataKey: string) {
  const sealing = createSealing(dataKey);
  return (number: string) => ({
    numberHmac: sealing.hmacOf(number),
    numberSealed: sealing.seal(normalNumber(number)),
    tail: normalNumber(number).slice(-4),
    kind: 'person' as const,
    confidential: false,
  });
}

function personAt({ catalogue, calendar, staff }: World, seat: SeatId, at: EpochMs): string | null {
  const number = catalogue.seats.find((one) => one.id === seat)?.number ?? 0;
  const { offsetMinutes } = calendar;
  const hour = Math.floor(
    (at - startOfDay(dayNumberAt(at, offsetMinutes), offsetMinutes)) / HOUR_MS,
  );
  const isNight = hour < 8 || hour >= 20;
  const seats = catalogue.seats.filter(isHallSeat).length;
  if (isNight && number <= seats - NIGHT_SEATS) return null;
  return staff.atSeat(number, Math.floor(hour / SHIFT_HOURS)).actor;
}

/** The lines of the crowd: seats and streets are there all the time, units when they have something to say. */
class Lines {
  readonly #places = new Map<Scope, CrowdConsole>();
  readonly #known: readonly CrowdConsole[];
  readonly #ends: Readonly<Record<string, OutboxEnd>>;
  readonly #open = new Map<string, LightConsole>();
  readonly #url: string;
  #left: string = '';

  constructor(
    known: readonly CrowdConsole[],
    ends: Readonly<Record<string, OutboxEnd>>,
    url: string,
  ) {
    this.#known = known;
    this.#ends = ends;
    this.#url = url;
    for (const one of known) if (one.seat === null) this.#places.set(one.scope, one);
  }

  async open(hall: HallWork, left: Scope): Promise<void> {
    this.#left = left;
    for (const one of this.#known) {
      const { seat, scope } = one;
      if (scope === left || scope.startsWith('unit:')) continue;
      const console = await this.#start(one, hall);
      if (seat !== null) hall.sit(seat, console);
    }
  }

  readonly at = async (scope: Scope): Promise<LightConsole | null> => {
    const place = this.#places.get(scope);
    if (place === undefined || scope === this.#left) return null;
    const console = this.#open.get(place.device) ?? (await this.#start(place, null));
    for (let waited = 0; console.onlineSince() === null && waited < ONLINE_TRIES; waited += 1) {
      await new Promise((resolve) => setTimeout(resolve, ONLINE_WAIT_MS));
    }
    return console.onlineSince() === null ? null : console;
  };

  told(): { readonly consoles: number; readonly online: number } {
    const all = [...this.#open.values()];
    return {
      consoles: all.length,
      online: all.filter((one) => one.onlineSince() !== null).length,
    };
  }

  ends(): Readonly<Record<string, OutboxEnd>> {
    const now = [...this.#open].map(([device, console]) => [device, console.end] as const);
    return { ...this.#ends, ...Object.fromEntries(now) };
  }

  stop(): void {
    for (const console of this.#open.values()) console.stop();
  }

  async #start(one: CrowdConsole, hall: HallWork | null): Promise<LightConsole> {
    const { seat, device } = one;
    const console = new LightConsole(one, this.#ends[device] ?? NEW_END, {
      clock: systemClock(),
      link: districtLink(() => ({ url: this.#url, fingerprint: null })),
      onFrame: (frame) => {
        if (seat !== null) hall?.heard(seat, frame);
      },
    });
    this.#open.set(device, console);
    await console.start();
    return console;
  }
}

const ONLINE_TRIES = 50;
const ONLINE_WAIT_MS = 200;
