import type { FilingCondition, Matter } from '../../domain/catalogue/matter.ts';
import type { ArgsOf, AppealType, CallerRef, Urgency } from '../../domain/operation/args.ts';
import type { CaseNo, HolderScope } from '../../domain/operation/identity.ts';
import { pick } from '../../kernel/rng.ts';
import type { RandomBytes } from '../../kernel/ids.ts';
import type { Rng } from '../../kernel/rng.ts';
import { MINUTE_MS } from '../../kernel/time.ts';
import type { EpochMs } from '../../kernel/time.ts';
import { callBack } from './callBack.ts';
import { runRound } from './caseFlow.ts';
import type { Job } from './caseFlow.ts';
import { inDeskHours } from './deskHours.ts';
import { CaseScript } from './plannedOp.ts';
import type { Author } from './plannedOp.ts';
import { between, chance, logNormal } from './sampling.ts';
import type { Where } from './whereSampler.ts';
import { answerText, askWording, callWording, gridWording } from './wording.ts';
import type { Wording } from './wording.ts';
import type { World } from './world.ts';

/** What a case begins with. */
export type Beginning = {
  readonly at: EpochMs;
  readonly where: Where;
  readonly matter: Matter;
  readonly condition: FilingCondition;
};

export type PlanTools = {
  readonly world: World;
  readonly rng: Rng;
  readonly random: RandomBytes;
  /** Null where the district gives the number. */
  readonly caseNo: (scope: HolderScope, at: EpochMs) => CaseNo | null;
};

type Create = ArgsOf['case.create'];

/** Found by staff and settled on the spot: one operation. */
export function gridSelfHandled(begin: Beginning, tools: PlanTools): CaseScript {
  const { world, rng } = tools;
  const scope: HolderScope = `street:${begin.where.ref.street}`;
  const script = new CaseScript(begin.at, tools.random);
  const words = gridWording(begin.matter, begin.where.text, rng);
  script.say('case.create', {
    at: begin.at,
    by: world.staff.author('inspector', scope, rng),
    args: {
      ...createArgs(begin, words, tools.world),
      caseNo: tools.caseNo(scope, begin.at),
      biz: 'grid',
      channel: pick(rng, ['inspector', 'grid_manager']),
      discovery: 'active',
      type: 'find',
      next: 'selfHandled',
      answer: '现场自行处置完毕',
    },
  });
  return script;
}

const DISTRICT_FINDS = [
  'patrol_car',
  'video',
  'drone',
  'sensor',
  'special_check',
  'leader_check',
  'third_party',
];

/** Found by staff, handled in the street, or found by the district's own eyes and handled by a department. */
export function gridCase(
  begin: Beginning,
  by: 'street' | 'district',
  tools: PlanTools,
): CaseScript {
  const { world, rng } = tools;
  const holder: HolderScope = by === 'street' ? `street:${begin.where.ref.street}` : 'district';
  const script = new CaseScript(begin.at, tools.random);
  const words = gridWording(begin.matter, begin.where.text, rng);
  const channel =
    by === 'street'
      ? pick(rng, ['inspector', 'grid_manager', 'grid_manager'])
      : pick(rng, DISTRICT_FINDS);
  script.say('case.create', {
    at: begin.at,
    by: world.staff.author(by === 'street' ? 'inspector' : 'operator', holder, rng),
    args: {
      ...createArgs(begin, words, tools.world),
      caseNo: tools.caseNo(holder, begin.at),
      biz: channel === 'sensor' ? 'iot' : 'grid',
      channel,
      discovery: 'active',
      type: 'find',
      condition: begin.condition.id,
      next: 'file',
    },
  });
  runRound(jobOf({ ...begin, script, holder, hasCaller: false }, by, tools), begin.at, tools);
  return script;
}

export type Caller = {
  readonly ref: CallerRef;
  readonly author: Author;
  readonly callId: string | null;
};

/** Said by a caller, written by an operator, handled by the street or by a department, called back. */
export function callerCase(
  begin: Beginning & { readonly caller: Caller; readonly channel: string },
  by: 'street' | 'district',
  tools: PlanTools,
): CaseScript {
  const { rng } = tools;
  const script = new CaseScript(begin.at, tools.random);
  const words = callWording(begin.matter, begin.where.text, rng);
  const files = begin.matter.filesAutomatically;
  script.say('case.create', {
    at: begin.at,
    by: begin.caller.author,
    args: {
      ...createArgs(begin, words, tools.world),
      caseNo: tools.caseNo('district', begin.at),
      biz: begin.channel === 'police_110' ? 'police' : 'hotline',
      channel: begin.channel,
      discovery: 'passive',
      type: typeOf(begin.matter, rng),
      caller: begin.caller.ref,
      callId: begin.caller.callId,
      externalNo:
        begin.channel === 'city_order' ? [{ system: 'city', no: `C${begin.at}`, dueAt: null }] : [],
      condition: files ? begin.condition.id : null,
      next: files ? 'file' : 'queue',
    },
  });
  const holder: HolderScope = by === 'street' ? `street:${begin.where.ref.street}` : 'district';
  // A city order is closed by the district: it stays there.
  const keeps = by === 'district' || begin.channel === 'city_order';
  const held = keeps ? 'district' : holder;
  let at = begin.at;
  if (!keeps) at = send(script, { at, to: holder }, tools);
  if (!files) at = file(script, { at, held, condition: begin.condition }, tools);
  const job = jobOf({ ...begin, script, holder: held, hasCaller: true }, by, tools);
  const closedAt = runRound(job, at, tools);
  const first = callBack(script, { closedAt, isSecondRound: false }, tools);
  if (first.result === 'unhappy') {
    const again = runRound(job, first.at, tools);
    callBack(script, { closedAt: again, isSecondRound: true }, tools);
  }
  return script;
}

/** Asked and answered in one call. */
export function answeredCase(
  begin: Omit<Beginning, 'condition' | 'where'> & {
    readonly where: Where | null;
    readonly caller: Caller;
  },
  tools: PlanTools,
): CaseScript {
  const { rng } = tools;
  const script = new CaseScript(begin.at, tools.random);
  const words = askWording(begin.matter, rng);
  script.say('case.create', {
    at: begin.at,
    by: begin.caller.author,
    args: {
      ...createArgs(begin, words, tools.world),
      caseNo: tools.caseNo('district', begin.at),
      biz: 'hotline',
      channel: 'hotline',
      discovery: 'passive',
      type: 'consult',
      caller: begin.caller.ref,
      callId: begin.caller.callId,
      next: 'answer',
      answer: answerText(rng),
    },
  });
  return script;
}

function createArgs(
  begin: Omit<Beginning, 'condition' | 'where'> & { readonly where: Where | null },
  words: Wording,
  world: World,
): Create {
  const { where, matter } = begin;
  return {
    caseNo: null,
    biz: 'grid',
    channel: 'inspector',
    discovery: 'active',
    type: 'find',
    matter: matter.id,
    dictVersion: world.catalogue.version,
    title: words.title,
    text: words.text,
    caller: null,
    place: {
      point: where?.point ?? null,
      text: where?.text ?? '',
      cell: where?.ref.cell ?? null,
      street: where?.ref.street ?? null,
      by: where === null ? 'caller' : 'map',
      confidence: where === null ? 0 : 0.9,
    },
    urgency: urgencyOf(matter, begin.at),
    callId: null,
    externalNo: [],
    next: 'queue',
    answer: null,
    condition: null,
  };
}

/** The matter's own urgency; a few ordinary ones are pressed, told apart by their time of day. */
function urgencyOf(matter: Matter, at: EpochMs): Urgency {
  if (matter.defaultUrgency !== 'ordinary') return matter.defaultUrgency;
  return at % 29 === 0 ? 'urgent' : 'ordinary';
}

function typeOf(matter: Matter, rng: Rng): AppealType {
  if (matter.name.includes('求助')) return 'help';
  if (matter.name.includes('举报')) return 'report';
  return chance(rng, 0.75) ? 'complaint' : 'help';
}

function send(
  script: CaseScript,
  on: { readonly at: EpochMs; readonly to: HolderScope },
  tools: PlanTools,
): EpochMs {
  const { world, rng } = tools;
  const at = inDeskHours(on.at + logNormal(rng, 6 * MINUTE_MS), tools);
  const by = world.staff.author('dispatcher', 'district', rng);
  script.say('case.send', { at, by, args: { to: on.to, note: '' } });
  return at;
}

function file(
  script: CaseScript,
  on: { readonly at: EpochMs; readonly held: HolderScope; readonly condition: FilingCondition },
  tools: PlanTools,
): EpochMs {
  const { world, rng } = tools;
  const at = inDeskHours(on.at + logNormal(rng, between(rng, 5, 20) * MINUTE_MS), tools);
  script.say('case.file', {
    at,
    by: world.staff.author('dutyChief', on.held, rng),
    args: { condition: on.condition.id, standardVersion: world.catalogue.version },
  });
  return at;
}

function jobOf(
  given: Omit<Job, 'unit'>,
  by: 'street' | 'district',
  { world, rng }: PlanTools,
): Job {
  const { ref } = given.where;
  const place = { street: ref.street, baseGrid: ref.baseGrid };
  const unit =
    by === 'street'
      ? world.units.inStreet(given.matter, place, rng)
      : world.units.inDistrict(given.matter, rng);
  return { ...given, unit };
}
