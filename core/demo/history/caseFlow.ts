import { addLimit } from '../../domain/calendar/deadline.ts';
import type { FilingCondition, Matter } from '../../domain/catalogue/matter.ts';
import type { Unit } from '../../domain/catalogue/unit.ts';
import type { CloseKind } from '../../domain/operation/args.ts';
import type { AssignmentId, HolderScope } from '../../domain/operation/identity.ts';
import { must } from '../../kernel/assert.ts';
import { pick } from '../../kernel/rng.ts';
import type { Rng } from '../../kernel/rng.ts';
import { HOUR_MS, MINUTE_MS } from '../../kernel/time.ts';
import type { EpochMs } from '../../kernel/time.ts';
import type { CaseScript } from './plannedOp.ts';
import { inDeskHours } from './deskHours.ts';
import { between, chance, logNormal } from './sampling.ts';
import { photosOf } from './samplePhotos.ts';
import type { UnitVoice } from './staff.ts';
import type { Where } from './whereSampler.ts';
import { measureText, resultText, returnText } from './wording.ts';
import type { World } from './world.ts';

/** Shares of model.md 4.8. */
export const RETURN_SHARE = 0.04;
const RETURN_TWICE_SHARE = 0.1;
export const REWORK_SHARE = 0.03;
export const LATE_SHARE = 0.07;
/** Who says so when setting out, and who tells how it goes. */
const LEFT_SHARE = 0.7;
const PROGRESS_SHARE = 0.6;

/** One case on its way from dispatch to closing. */
export type Job = {
  readonly script: CaseScript;
  readonly holder: HolderScope;
  readonly where: Where;
  readonly matter: Matter;
  readonly condition: FilingCondition;
  readonly hasCaller: boolean;
  readonly unit: Unit;
};

type Held = { readonly world: World; readonly rng: Rng };

/** Dispatch, the unit's work, verification, closing: one round. Returns when it was closed. */
export function runRound(job: Job, from: EpochMs, held: Held): EpochMs {
  const { rng } = held;
  let unit = job.unit;
  let { assignment, at } = dispatch(job, unit, { from, held });
  const returns = chance(rng, RETURN_SHARE) ? (chance(rng, RETURN_TWICE_SHARE) ? 2 : 1) : 0;
  for (let n = 1; n <= returns; n += 1) {
    const next = held.world.units.other(unit, rng);
    ({ assignment, at } = sendBackAndOut(job, { unit, next, assignment, at, nth: n }, held));
    unit = next;
  }
  at = work(job, { unit, assignment, at }, held);
  if (chance(rng, REWORK_SHARE) && job.matter.needsCheck) {
    at = verify(job, { at, pass: false }, held);
    const again = dispatch(job, unit, { from: at, held });
    at = work(job, { unit, ...again }, held);
  }
  if (job.matter.needsCheck) at = verify(job, { at, pass: true }, held);
  return close(job, unit, { at, held });
}

type Sent = { readonly assignment: AssignmentId; readonly at: EpochMs };

function dispatch(job: Job, unit: Unit, on: { readonly from: EpochMs; readonly held: Held }): Sent {
  const { rng, world } = on.held;
  const isUrgent = isPressing(job);
  const soon = on.from + waitOf(job, isUrgent ? 3 : 8, on.held);
  const at = isUrgent ? soon : inDeskHours(soon, on.held);
  const op = job.script.say('case.dispatch', {
    at,
    by: world.staff.author('dispatcher', job.holder, rng),
    args: {
      units: [{ unit: unit.id, lead: true }],
      condition: job.condition.id,
      limitNote: '',
      note: '',
      advice: null,
    },
  });
  return { assignment: `${op}.0`, at };
}

const LEFT_LYING_SHARE = 0.12;

/** Minutes as a rule; of what has days, some lies for hours. */
function waitOf(job: Job, meanMinutes: number, { rng }: Held): number {
  const { clock } = job.condition.limit;
  const hasDays = clock === 'work_day' || clock === 'natural_day';
  if (hasDays && chance(rng, LEFT_LYING_SHARE)) return logNormal(rng, 6 * HOUR_MS);
  return logNormal(rng, meanMinutes * MINUTE_MS);
}

/** What may not wait for the morning. */
function isPressing(job: Job): boolean {
  return job.condition.limit.clock === 'urgent_hour';
}

/** The unit says it is not its work; granted. On the second time the judge names the next unit. */
function sendBackAndOut(
  job: Job,
  on: {
    readonly unit: Unit;
    readonly next: Unit;
    readonly assignment: AssignmentId;
    readonly at: EpochMs;
    readonly nth: number;
  },
  held: Held,
): Sent {
  const { rng, world } = held;
  const askedAt = on.at + logNormal(rng, 50 * MINUTE_MS);
  const voice = voiceOf(job, on.unit, held);
  const ask: string = job.script.say(
    'ask.return',
    {
      at: askedAt,
      by: voice,
      args: {
        assignment: on.assignment,
        reasonCode: pick(rng, ['not_competent', 'wrong_place', 'needs_others']),
        text: returnText(rng),
        proposedUnit: null,
        proof: [],
      },
    },
    behalf(voice),
  );
  const judgedAt = askedAt + logNormal(rng, 30 * MINUTE_MS);
  // The holder judges its own units, the district all others.
  const judgeScope = on.unit.homeScope === job.holder ? job.holder : 'district';
  const names = on.nth >= 2;
  const judged = job.script.say('judge', {
    at: judgedAt,
    by: world.staff.author('dispatcher', judgeScope, rng),
    args: { ask, grant: true, reason: '情况属实', newUnit: names ? on.next.id : null },
  });
  if (names) return { assignment: `${judged}.0`, at: judgedAt };
  return dispatch(job, on.next, { from: judgedAt, held });
}

type AtWork = {
  readonly unit: Unit;
  readonly assignment: AssignmentId;
  readonly at: EpochMs;
};

function work(job: Job, on: AtWork, held: Held): EpochMs {
  const { rng } = held;
  const { assignment } = on;
  const voice = voiceOf(job, on.unit, held);
  const soon = on.at + waitOf(job, 18, held);
  const signedAt = isPressing(job) ? soon : inDeskHours(soon, held);
  const args = { assignment, at: Math.round(signedAt) };
  job.script.say('assign.sign', { at: signedAt, by: voice, args }, behalf(voice));
  const doneAt = Math.max(finishTime(job, on.at, held), signedAt + 3 * MINUTE_MS);
  onTheWay(job, { ...on, voice, signedAt, doneAt }, held);
  attach(job, 'after', { at: doneAt, voice });
  job.script.say(
    'assign.done',
    {
      at: doneAt,
      by: voice,
      args: {
        assignment,
        result: resultText(rng),
        measures: measureText(rng),
        basis: '',
        solved: true,
        metCaller: job.hasCaller ? chance(rng, 0.5) : null,
        photosAfter: needsPhotos(job) ? [photosOf(job.script.caseId).after.sha256] : [],
      },
    },
    behalf(voice),
  );
  if (job.hasCaller) reply(job, voice, held);
  return job.script.lastAt;
}

/** First contact, setting out, arriving, telling how it goes: between signing and done. */
function onTheWay(
  job: Job,
  on: AtWork & {
    readonly voice: UnitVoice;
    readonly signedAt: EpochMs;
    readonly doneAt: EpochMs;
  },
  { rng, world }: Held,
): void {
  const { assignment, voice, signedAt, doneAt } = on;
  const span = doneAt - signedAt;
  const person = world.staff.nameOf(voice.actor);
  const say = job.script.say.bind(job.script);
  if (job.hasCaller) {
    const at = signedAt + Math.min(span * 0.2, logNormal(rng, 2 * HOUR_MS));
    const how = { how: 'phone', result: '已与来电人联系', whyNot: null } as const;
    say(
      'contact.first',
      { at, by: voice, args: { at: Math.round(at), person, ...how } },
      behalf(voice),
    );
  }
  const reach = signedAt + span * between(rng, 0.3, 0.7);
  const respond = (step: 'left' | 'arrived', at: EpochMs): void => {
    const point = step === 'arrived' ? job.where.point : null;
    const args = { assignment, step, at: Math.round(at), person, point };
    say('assign.respond', { at, by: voice, args }, behalf(voice));
  };
  if (chance(rng, LEFT_SHARE))
    respond('left', signedAt + (reach - signedAt) * between(rng, 0.7, 0.95));
  respond('arrived', reach);
  attach(job, 'before', { at: reach, voice });
  if (!chance(rng, PROGRESS_SHARE)) return;
  const at = reach + (doneAt - reach) * between(rng, 0.2, 0.8);
  const args = { assignment, text: measureText(rng), photos: [] };
  say('assign.progress', { at, by: voice, args }, behalf(voice));
}

/** What the matter wants to be seen; a picture stands in the case before an act names it. */
function attach(
  job: Job,
  use: 'before' | 'after',
  { at, voice }: { readonly at: EpochMs; readonly voice: UnitVoice },
): void {
  if (!needsPhotos(job)) return;
  const args = { ...photosOf(job.script.caseId)[use], use, takenAt: null, point: null };
  job.script.say('case.attach', { at, by: voice, args }, behalf(voice));
}

function needsPhotos({ matter }: Job): boolean {
  return matter.closing?.includes('photo_before') === true;
}

function reply(job: Job, voice: UnitVoice, { rng }: Held): void {
  const at = job.script.lastAt + logNormal(rng, 25 * MINUTE_MS);
  job.script.say(
    'reply.citizen',
    {
      at,
      by: voice,
      args: { to: 'caller', how: 'phone', text: '已告知处理结果', at: Math.round(at) },
    },
    behalf(voice),
  );
}

/** Seven in a hundred are late; the others use a part of the limit. */
function finishTime(job: Job, from: EpochMs, { rng, world }: Held): EpochMs {
  const { value, clock } = job.condition.limit;
  const share = chance(rng, LATE_SHARE) ? 1.02 + logNormal(rng, 0.5) : between(rng, 0.08, 0.92);
  return addLimit(from, { value: value * share, clock }, world.calendar).dueAt;
}

function verify(
  job: Job,
  on: { readonly at: EpochMs; readonly pass: boolean },
  held: Held,
): EpochMs {
  const { rng, world } = held;
  const street: HolderScope = `street:${job.where.ref.street}`;
  const inspector = world.staff.author('inspector', street, rng);
  const orderedAt = inDeskHours(on.at + logNormal(rng, 20 * MINUTE_MS), held);
  job.script.say('verify.order', {
    at: orderedAt,
    by: world.staff.author('operator', job.holder, rng),
    args: { inspector: inspector.actor },
  });
  const at = inDeskHours(orderedAt + logNormal(rng, 70 * MINUTE_MS), held);
  job.script.say('verify.report', {
    at,
    by: inspector,
    args: {
      pass: on.pass,
      note: on.pass ? '现场核查通过' : '现场核查未通过，需返工',
      photos: [],
      point: job.where.point,
    },
  });
  return at;
}

function close(job: Job, unit: Unit, on: { readonly at: EpochMs; readonly held: Held }): EpochMs {
  const { rng, world } = on.held;
  const at = inDeskHours(on.at + logNormal(rng, 40 * MINUTE_MS), on.held);
  job.script.say('case.close', {
    at,
    by: world.staff.author('dutyChief', job.holder, rng),
    args: {
      items: [...(job.matter.closing ?? [])],
      closeKind: closeKindOf(unit),
      publicText: '已办结',
    },
  });
  return at;
}

function closeKindOf(unit: Unit): CloseKind {
  if (unit.kind === 'gridTeam') return 'grid_autonomy';
  return unit.homeScope === 'district' ? 'department' : 'sub_dispatched';
}

function voiceOf(job: Job, unit: Unit, { rng, world }: Held): UnitVoice {
  const finder = must(job.script.ops[0], 'a case begins with its making').by.actor;
  return world.staff.voiceOf(unit, { street: `street:${job.where.ref.street}`, finder }, rng);
}

function behalf(voice: UnitVoice): { onBehalf?: string; how?: 'phone' } {
  return voice.onBehalf === null ? {} : { onBehalf: voice.onBehalf, how: 'phone' };
}
