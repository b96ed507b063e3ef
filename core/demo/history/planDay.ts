import type { Matter } from '../../domain/catalogue/matter.ts';
import { startOfDay } from '../../domain/calendar/localDay.ts';
import type { DayNumber } from '../../domain/calendar/localDay.ts';
import type { ArgsOf } from '../../domain/operation/args.ts';
import type { CaseNo, HolderScope } from '../../domain/operation/identity.ts';

import { pick } from '../../kernel/rng.ts';
import type { RandomBytes } from '../../kernel/ids.ts';
import type { Rng } from '../../kernel/rng.ts';
import { DAY_MS, HOUR_MS } from '../../kernel/time.ts';
import type { EpochMs } from '../../kernel/time.ts';
import { arrivals, dayDigits } from './dayShape.ts';
import type { DayCounts } from './dayShape.ts';
import { conditionOf } from './matterPicker.ts';
import { answeredCase, callerCase, gridCase, gridSelfHandled } from './planCases.ts';
import type { Beginning, Caller, PlanTools } from './planCases.ts';
import { CaseScript, randomBytesOf } from './plannedOp.ts';
import type { PlannedOp } from './plannedOp.ts';
import { callsOfDay } from './calls.ts';
import type { PlannedCall } from './calls.ts';
import { chance } from './sampling.ts';
import type { Where } from './whereSampler.ts';
import type { World } from './world.ts';

/** 8 % come up again at the same place within seven days. */
const REPEAT_SHARE = 0.08;
const REPEAT_WITHIN_MS = 7 * DAY_MS;
/** 3 % of the calls that become cases belong to a matter that many call about. */
const MANY_SHARE = 0.03;

type Remembered = { readonly at: EpochMs; readonly where: Where; readonly matter: Matter };

/** What a day remembers of the days before it. */
export type Memory = {
  readonly grid: Remembered[];
  readonly calls: (Remembered & { readonly script: CaseScript })[];
};

export type PlannedDay = {
  readonly ops: readonly PlannedOp[];
  /** Call logs, in the order in which the calls ended. */
  readonly calls: readonly { readonly at: EpochMs; readonly args: ArgsOf['call.log'] }[];
};

export type DayPlan = {
  readonly day: DayNumber;
  readonly counts: DayCounts;
  readonly isStorm: boolean;
};

/** Everything that begins on one day, with all that follows from it on later days. */
export function planDay(plan: DayPlan, world: World, on: { memory: Memory; rng: Rng }): PlannedDay {
  const rng = on.rng.fork(`day/${plan.day}`);
  const random = randomBytesOf(rng.fork('ids'));
  const midnight = startOfDay(plan.day, world.calendar.offsetMinutes);
  forget(on.memory, midnight);
  const desk: Desk = { world, rng, random, memory: on.memory, plan, midnight };
  const calls = callsOfDay(plan.counts, { world, rng: rng.fork('calls'), random, midnight });
  const begun = [...gridBegins(desk), ...callBegins(desk, calls), ...otherBegins(desk)];
  begun.sort((a, b) => a.at - b.at);
  const tools: PlanTools = { world, rng, random, caseNo: numbers(world, plan.day) };
  const ops: PlannedOp[] = [];
  for (const one of begun) ops.push(...one.make(tools).ops);
  return { ops, calls: calls.map((call) => call.log).sort((a, b) => a.at - b.at) };
}

type Desk = {
  readonly world: World;
  readonly rng: Rng;
  readonly random: RandomBytes;
  readonly memory: Memory;
  readonly plan: DayPlan;
  readonly midnight: EpochMs;
};
type Begun = {
  readonly at: EpochMs;
  readonly make: (tools: PlanTools) => { readonly ops: readonly PlannedOp[] };
};

function forget(memory: Memory, now: EpochMs): void {
  const isRecent = (one: Remembered): boolean => one.at > now - REPEAT_WITHIN_MS;
  memory.grid.splice(0, memory.grid.length, ...memory.grid.filter(isRecent));
  memory.calls.splice(0, memory.calls.length, ...memory.calls.filter(isRecent));
}

/** Serials of the day by origin, in the order in which the numbers are taken. */
function numbers(world: World, day: DayNumber): PlanTools['caseNo'] {
  const { streets, originLetters } = world.catalogue;
  const letters = new Map(streets.map((s) => [`street:${s.code}`, s.originLetters]));
  const taken = new Map<string, number>();
  return (scope: HolderScope): CaseNo => {
    const origin = letters.get(scope) ?? originLetters;
    const serial = (taken.get(origin) ?? 0) + 1;
    taken.set(origin, serial);
    return `${origin}${dayDigits(day)}-${String(serial).padStart(4, '0')}`;
  };
}

const STORM_SHARE = 0.4;

function gridBegins(desk: Desk): Begun[] {
  const { gridSelfHandled: self, gridStreet, gridDistrict } = desk.plan.counts;
  const { matters } = desk.world;
  const street = (): Beginning => gridBeginning(desk, matters.gridStreet);
  const district = (): Beginning => gridBeginning(desk, matters.gridDistrict);
  return [
    ...times(self, () => {
      const begin = street();
      return { at: begin.at, make: (tools: PlanTools) => gridSelfHandled(begin, tools) };
    }),
    ...times(gridStreet, () => {
      const begin = street();
      return { at: begin.at, make: (tools: PlanTools) => gridCase(begin, 'street', tools) };
    }),
    ...times(gridDistrict, () => {
      const begin = district();
      return { at: begin.at, make: (tools: PlanTools) => gridCase(begin, 'district', tools) };
    }),
  ];
}

function gridBeginning(desk: Desk, matters: (rng: Rng) => Matter): Beginning {
  const { rng, memory, world } = desk;
  const at = Math.round(desk.midnight + arrivals.grid(rng));
  const again = chance(rng, REPEAT_SHARE) ? recent(memory.grid, at, rng) : null;
  const level = again?.matter;
  const matter = chance(rng, desk.plan.isStorm ? STORM_SHARE : 0)
    ? world.matters.storm(rng)
    : matters(rng);
  // A repeat keeps its place; its matter only where the same units handle it.
  const same = level?.level === matter.level ? (again?.matter ?? matter) : matter;
  const where = again === null ? world.wheres.grid(rng) : world.wheres.near(rng, again.where);
  memory.grid.push({ at, where, matter: same });
  return { at, where, matter: same, condition: conditionOf(same, rng) };
}

function recent<T extends Remembered>(list: readonly T[], before: EpochMs, rng: Rng): T | null {
  const found = list[rng.int(Math.max(1, list.length))];
  return found !== undefined && found.at < before ? found : null;
}

const IN_STREET_SHARE = 0.4;

/** A matter that many call about: set when the first of them rings. */
type Many = { model: Remembered | null; left: number };

function callBegins(desk: Desk, calls: readonly PlannedCall[]): Begun[] {
  const many: Many = { model: null, left: 0 };
  return calls.flatMap((call): Begun[] => {
    const { caller, use, writtenAt: at } = call;
    if (caller === null) return [];
    switch (use) {
      case 'none':
        return [];
      case 'answer':
        return [answerBegin({ at, caller }, desk)];
      case 'join':
        return joinBegin({ at, caller }, desk);
      case 'case':
        return [caseBegin({ at, caller }, desk, many)];
    }
  });
}

type CallEnd = { readonly at: EpochMs; readonly caller: Caller };

function answerBegin({ at, caller }: CallEnd, { rng, world }: Desk): Begun {
  const where = chance(rng, 0.3) ? world.wheres.hotline(rng) : null;
  const matter = world.matters.answered(rng);
  return { at, make: (tools) => answeredCase({ at, where, matter, caller }, tools) };
}

/** Nothing to join yet on the first day: then it was a call that ended without a case. */
function joinBegin({ at, caller }: CallEnd, desk: Desk): Begun[] {
  const joined = recent(desk.memory.calls, at - HOUR_MS, desk.rng);
  if (joined === null) return [];
  return [{ at, make: () => joinCase(joined.script, { at, caller }, desk) }];
}

function caseBegin({ at, caller }: CallEnd, desk: Desk, many: Many): Begun {
  const { rng, world } = desk;
  if (many.left === 0 && chance(rng, MANY_SHARE / 6)) {
    many.left = 3 + rng.int(18);
    many.model = null;
  }
  const model = (many.left > 0 ? many.model : null) ?? repeated(desk, at);
  const isStreet = chance(rng, IN_STREET_SHARE);
  const matters = isStreet ? world.matters.callStreet : world.matters.callDistrict;
  const matter = model?.matter ?? matters(rng);
  const where = model === null ? world.wheres.hotline(rng) : world.wheres.near(rng, model.where);
  if (many.left > 0) {
    many.model = { at, where, matter };
    many.left -= 1;
  }
  const begin = { at, where, matter, condition: conditionOf(matter, rng), caller };
  return {
    at,
    make: (tools) =>
      remember(desk, begin, callerCase({ ...begin, channel: 'hotline' }, matter.level, tools)),
  };
}

function repeated(desk: Desk, at: EpochMs): Remembered | null {
  return chance(desk.rng, REPEAT_SHARE) ? recent(desk.memory.calls, at, desk.rng) : null;
}

function remember(desk: Desk, begin: Remembered, script: CaseScript): CaseScript {
  const { at, where, matter } = begin;
  desk.memory.calls.push({ at, where, matter, script });
  return script;
}

/** One more caller about the same thing: added to the case that stands for it. */
function joinCase(
  script: CaseScript,
  on: { readonly at: EpochMs; readonly caller: Caller },
  desk: Desk,
): { readonly ops: readonly PlannedOp[] } {
  const joined = new CaseScript(on.at, desk.random, script.caseId);
  joined.say('caller.add', { at: on.at, by: on.caller.author, args: { caller: on.caller.ref } });
  return joined;
}

const OTHER_CHANNELS = [
  'city_order',
  'city_order',
  'web',
  'wechat',
  'wechat',
  'app',
  'app',
  'mailbox',
  'letter',
  'police_110',
  'neighbour_hotline',
  'scan_code',
  'scan_code',
  'street_phone',
  'sms',
  'media',
  'deputies',
];

function otherBegins(desk: Desk): Begun[] {
  const { rng, world } = desk;
  return times(desk.plan.counts.otherPassive, () => {
    const at = Math.round(desk.midnight + arrivals.call(rng));
    const isStreet = chance(rng, IN_STREET_SHARE);
    const matter = isStreet ? world.matters.callStreet(rng) : world.matters.callDistrict(rng);
    const channel = pick(rng, OTHER_CHANNELS);
    const caller: Caller = {
      ref: world.callers.pick(rng),
      author: world.staff.author('operator', 'district', rng),
      callId: null,
    };
    const begin = {
      at,
      where: world.wheres.hotline(rng),
      matter,
      condition: conditionOf(matter, rng),
    };
    return {
      at,
      make: (tools: PlanTools) =>
        remember(
          desk,
          begin,
          callerCase({ ...begin, caller, channel }, isStreet ? 'street' : 'district', tools),
        ),
    };
  });
}

function times<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make);
}
