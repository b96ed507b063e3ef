import { hasRole } from '../permission/grants.ts';
import { isSoleHand } from '../permission/rights.ts';
import type { EpochMs } from '../../kernel/time.ts';
import type { DecideFacts, Limit } from '../operation/decision.ts';
import type { CaseNo, HolderScope, Scope } from '../operation/identity.ts';
import { PAPER_SYSTEM, type OperationBody } from '../operation/operation.ts';
import type { DomainRefusal } from '../operation/refusal.ts';
import type { CaseDoc, ClockName, PlaceOnFile, Stage } from './caseDoc.ts';
import { type CaseWork, put, settle, startWork, tell } from './caseWork.ts';
import { freshClock, handleLimit, matterOf } from './clocks.ts';
import { membersOf } from './membership.ts';

type Create = OperationBody<'case.create'>;

/** Systems whose numbers are city orders: such a case is closed by the district. */
const CITY_SYSTEMS: readonly string[] = ['city', 'city12345', '12345'];

/**
 * A case comes into being. A fact: whatever is missing is shown later, the call is never lost. A second
 * report of a number from outside joins the case that already stands for it.
 */
export function createCase(op: Create, facts: DecideFacts): CaseWork {
  const base = newDocument(op, facts);
  const work = startWork(op, facts, base);
  work.patch = base;
  if (numberDoubt(op, facts) !== null) doubtNumber(work, op);
  if (joinsEarlier(work, op)) return work;
  beginClock(work, 'total', handleLimit(matterOf(base, facts.reference), base.condition));
  const stage = firstStage(work, op);
  if (stage === 'closed') closeAtOnce(work, op);
  else beginClock(work, 'dispatch', facts.reference.limits.dispatch);
  return work;
}

/** A card was written before it was entered: its limits count from when it was. */
function beginClock(work: CaseWork, name: ClockName, limit: Limit | null): void {
  if (limit === null) return;
  const startedAt = work.doc.createdAt;
  put(work, { clocks: { [name]: freshClock(work, name, { startedAt, limit }) } });
}

/** What a card says of when, never later than it was entered. */
function saidTime(said: EpochMs | undefined, at: EpochMs): EpochMs {
  return said === undefined ? at : Math.min(said, at);
}

function newDocument(op: Create, facts: DecideFacts): CaseDoc {
  const { args } = op;
  const at = saidTime(op.said?.at, facts.at);
  const holder = holdingScope(op, facts);
  const place = placeOnFile(args.place);
  const unnamed: string = op.opId;
  return {
    caseId: op.caseId ?? unnamed,
    ver: 0,
    stage: 'reported',
    holder,
    members: membersOf({ holder, place }, facts.reference),
    round: 1,
    biz: args.biz,
    channel: args.channel,
    discovery: args.discovery,
    type: args.type,
    dictVersion: args.dictVersion,
    title: args.title,
    text: args.text,
    place,
    urgency: args.urgency,
    createdAt: at,
    createdBy: op.actor,
    createdSeat: op.seat,
    createdScope: op.scope,
    updatedAt: facts.at,
    closeAt: args.externalNo.some((one) => CITY_SYSTEMS.includes(one.system))
      ? 'district'
      : 'holder',
    clocks: {},
    handOuts: 0,
    returns: 0,
    rework: 0,
    urged: 0,
    ...known(op, numberDoubt(op, facts) === null ? op.args.caseNo : null),
    ...(isSoleHand(op, facts) ? { soleHand: true as const } : {}),
  };
}

function numberDoubt({ args }: Create, facts: DecideFacts): DomainRefusal | null {
  return args.caseNo === null ? null : (facts.numberDoubt ?? null);
}

/** The case stands, its number does not: the district's program gives it another (I-14). */
function doubtNumber(work: CaseWork, op: Create): void {
  const reason = numberDoubt(op, work.facts);
  settle(work, 'adjusted', reason === null ? {} : { reason });
  tell(work, op.actor, 'number-replaced');
}

/** What may be missing. */
function known({ args }: Create, caseNo: CaseNo | null): Partial<CaseDoc> {
  return {
    ...(caseNo === null ? {} : { caseNo }),
    ...(args.matter === null ? {} : { matter: args.matter }),
    ...(args.condition === null ? {} : { condition: args.condition }),
    ...(args.caller === null ? {} : { caller: args.caller }),
    ...(args.caller?.confidential === true ? { confidential: true } : {}),
    ...(args.callId === null ? {} : { callId: args.callId }),
    ...(args.externalNo.length === 0 ? {} : { externalNos: externalNos(args) }),
  };
}

function externalNos(args: Create['args']): NonNullable<CaseDoc['externalNos']> {
  const all: Record<string, { system: string; no: string; dueAt?: number }> = {};
  for (const { system, no, dueAt } of args.externalNo) {
    all[`${system}/${no}`] = dueAt === null ? { system, no } : { system, no, dueAt };
  }
  return all;
}

export function placeOnFile(place: Create['args']['place']): PlaceOnFile {
  return {
    text: place.text,
    by: place.by,
    confidence: place.confidence,
    ...(place.point === null ? {} : { point: place.point }),
    ...(place.cell === null ? {} : { cell: place.cell }),
    ...(place.street === null ? {} : { street: place.street }),
  };
}

/** The scope of the console; a unit's console never holds, its home does. */
function holdingScope(op: Create, facts: DecideFacts): HolderScope {
  if (isHolderScope(op.scope)) return op.scope;
  const home = op.scope.startsWith('unit:')
    ? facts.reference.unit(op.scope.slice('unit:'.length))?.homeScope
    : undefined;
  return home ?? 'district';
}

export function isHolderScope(scope: Scope): scope is HolderScope {
  return scope === 'district' || scope.startsWith('street:') || scope.startsWith('intake:');
}

function joinsEarlier(work: CaseWork, op: Create): boolean {
  for (const { system, no } of op.args.externalNo) {
    const id = `${system}/${no}`;
    const known = work.facts.record('external', id);
    if (known !== null && known.caseId !== work.doc.caseId) {
      put(work, { stage: 'merged', mergedInto: known.caseId, closedAt: work.at });
      settle(work, 'merged');
      tell(work, op.actor, system === PAPER_SYSTEM ? 'card-known' : 'external-number-known');
      return true;
    }
    const record = { ver: 1, system, no, caseId: work.doc.caseId };
    work.records.push({ type: 'external', id, patch: record });
  }
  return false;
}

/** Where it starts. Filing at once needs the duty chief, or a matter that files automatically. */
function firstStage(work: CaseWork, op: Create): Stage {
  const { next } = op.args;
  if (next === 'answer' || next === 'selfHandled') return 'closed';
  if (next === 'queue') return 'reported';
  const matter = matterOf(work.doc, work.facts.reference);
  const automatic = matter?.filesAutomatically === true;
  const mayFile = matter !== null && (automatic || hasRole(op, 'dutyChief', work.facts));
  if (next === 'precheck' || !mayFile) {
    settle(work, 'adjusted', { reason: { code: 'case/needs-condition' } });
    return 'reported';
  }
  const filedByHand = automatic ? {} : { axis: { supervision: { [op.actor]: true as const } } };
  put(work, { stage: 'to_dispatch', ...filedByHand });
  return 'to_dispatch';
}

function closeAtOnce(work: CaseWork, op: Create): void {
  const closeKind = op.args.next === 'answer' ? 'answered_at_once' : 'self_handled';
  const closedAt = Math.max(saidTime(op.said?.until, work.at), work.doc.createdAt);
  put(work, {
    stage: 'closed',
    closedAt,
    closedBy: op.actor,
    closeKind,
    ...(op.args.answer === null ? {} : { answer: op.args.answer, publicText: op.args.answer }),
    clocks: { total: work.doc.clocks.total === undefined ? null : { endedAt: closedAt } },
  });
}
