import { addLimit } from '../../domain/calendar/deadline.ts';
import type { FilingCondition, Matter } from '../../domain/catalogue/matter.ts';
import type { Unit } from '../../domain/catalogue/unit.ts';
import type { CloseKind } from '../../domain/operation/args.ts';
import type { AssignmentId, HolderScope } from '../../domain/operation/identity.ts';
import { pick } from '../../kernel/rng.ts';
import type { Rng } from '../../kernel/rng.ts';
import { HOUR_MS, MINUTE_MS } from '../../kernel/time.ts';
import type { EpochMs } from '../../kernel/time.ts';
import type { CaseScript } from './plannedOp.ts';
import { between, chance, logNormal } from './sampling.ts';
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
  const isUrgent = job.condition.limit.clock === 'urgent_hour';
  const at = on.from + logNormal(rng, isUrgent ? 3 * MINUTE_MS : 8 * MINUTE_MS);
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

function work(
  job: Job,
  on: { readonly unit: Unit; readonly assignment: AssignmentId; readonly at: EpochMs },
  held: Held,
): EpochMs {
  const { rng, world } = held;
  const { script } = job;
  const { assignment } = on;
  const voice = voiceOf(job, on.unit, held);
  const options = behalf(voice);
  const signedAt = on.at + logNormal(rng, 18 * MINUTE_MS);
  script.say(
    'assign.sign',
    { at: signedAt, by: voice, args: { assignment, at: Math.round(signedAt) } },
    options,
  );
  const doneAt = finishTime(job, on.at, held);
  const reach = Math.max(
    signedAt + MINUTE_MS,
    signedAt + (doneAt - signedAt) * between(rng, 0.2, 0.7),
  );
  const person = world.staff.nameOf(voice.actor);
  if (job.hasCaller) {
    const at = signedAt + Math.min((doneAt - signedAt) * 0.3, logNormal(rng, 2 * HOUR_MS));
    script.say(
      'contact.first',
      {
        at,
        by: voice,
        args: { at: Math.round(at), person, how: 'phone', result: '已与来电人联系', whyNot: null },
      },
      options,
    );
  }
  if (chance(rng, LEFT_SHARE)) {
    const at = signedAt + (reach - signedAt) * between(rng, 0.3, 0.9);
    const args = { assignment, step: 'left' as const, at: Math.round(at), person, point: null };
    script.say('assign.respond', { at, by: voice, args }, options);
  }
  script.say(
    'assign.respond',
    {
      at: reach,
      by: voice,
      args: { assignment, step: 'arrived', at: Math.round(reach), person, point: job.where.point },
    },
    options,
  );
  if (chance(rng, PROGRESS_SHARE)) {
    const at = reach + Math.max(MINUTE_MS, (doneAt - reach) * between(rng, 0.2, 0.8));
    script.say(
      'assign.progress',
      { at, by: voice, args: { assignment, text: measureText(rng), photos: [] } },
      options,
    );
  }
  script.say(
    'assign.done',
    {
      at: Math.max(doneAt, reach + MINUTE_MS),
      by: voice,
      args: {
        assignment,
        result: resultText(rng),
        measures: measureText(rng),
        basis: '',
        solved: true,
        metCaller: job.hasCaller ? chance(rng, 0.5) : null,
        photosAfter: [],
      },
    },
    options,
  );
  if (job.hasCaller) reply(job, voice, held);
  return script.lastAt;
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
  { rng, world }: Held,
): EpochMs {
  const street: HolderScope = `street:${job.where.ref.street}`;
  const inspector = world.staff.author('inspector', street, rng);
  const orderedAt = on.at + logNormal(rng, 20 * MINUTE_MS);
  job.script.say('verify.order', {
    at: orderedAt,
    by: world.staff.author('operator', job.holder, rng),
    args: { inspector: inspector.actor },
  });
  const at = orderedAt + logNormal(rng, 70 * MINUTE_MS);
  job.script.say('verify.report', {
    at,
    by: inspector,
    args: {
      pass: on.pass,
      note: on.pass ? '现场核查通过' : '现场核查未通过,需返工',
      photos: [],
      point: job.where.point,
    },
  });
  return at;
}

function close(job: Job, unit: Unit, on: { readonly at: EpochMs; readonly held: Held }): EpochMs {
  const { rng, world } = on.held;
  const at = on.at + logNormal(rng, 40 * MINUTE_MS);
  job.script.say('case.close', {
    at,
    by: world.staff.author('dutyChief', job.holder, rng),
    args: { items: ['result'], closeKind: closeKindOf(unit), publicText: '已办结' },
  });
  return at;
}

function closeKindOf(unit: Unit): CloseKind {
  if (unit.kind === 'gridTeam') return 'grid_autonomy';
  return unit.homeScope === 'district' ? 'department' : 'sub_dispatched';
}

function voiceOf(job: Job, unit: Unit, { rng, world }: Held): UnitVoice {
  return world.staff.voiceOf(unit, `street:${job.where.ref.street}`, rng);
}

function behalf(voice: UnitVoice): { onBehalf?: string; how?: 'phone' } {
  return voice.onBehalf === null ? {} : { onBehalf: voice.onBehalf, how: 'phone' };
}
