import type { EpochMs } from '../../kernel/time.ts';
import type { DecideFacts, WhistleFacts } from '../operation/decision.ts';
import type { HolderScope, UnitId } from '../operation/identity.ts';
import type { OperationBody } from '../operation/operation.ts';
import type { DomainRefusal } from '../operation/refusal.ts';
import type { CaseAct } from './caseAct.ts';
import type { CaseDoc } from './caseDoc.ts';
import { type CaseWork, put, tell } from './caseWork.ts';
import { clockFrom, limitIn, WHISTLE_CLOCKS } from './clocks.ts';
import { seekTwin } from './tellTwin.ts';
import type { CalledUnit } from './whistleDoc.ts';
import { openWhistle } from './whistles.ts';

type Open = OperationBody<'whistle.open'>;

/** 吹哨: a street calls units to a case. Its own come at once, all others when the district has filed it. */
export const blowWhistle: CaseAct<'whistle.open'> = {
  misfit: (op, doc, facts) =>
    openWhistle(doc) === null ? whistleMisfit(op, facts) : { code: 'whistle/open-already' },
  apply(work, op) {
    const street = streetOf(work, op);
    const { item, dictVersion, standards, kind } = op.args;
    put(work, {
      closeAt: 'district',
      whistles: {
        [op.opId]: {
          id: op.opId,
          item,
          dictVersion,
          standards,
          kind,
          round: work.doc.round,
          by: op.actor,
          street,
          openedAt: work.at,
          filing: 'pending',
          units: namedUnits(work, op, street),
          closeAtBefore: work.doc.supervised?.closeAtBefore ?? work.doc.closeAt,
        },
      },
    });
    startLimits(work, { item: op.args.item, openedAt: work.at });
    tell(work, 'district', 'whistle-opened');
    seekTwin(work, op);
  },
};

/** What the item of the list demands. A whistle of an older list was judged by that one. */
export function whistleMisfit(op: Open, { reference }: DecideFacts): DomainRefusal | null {
  const { item, standards, units, dictVersion } = op.args;
  const facts = reference.whistleItem(item);
  if (facts === null) return { code: 'whistle/no-item', detail: { item } };
  if (new Set(units).size !== units.length) return { code: 'unit/already-on-case' };
  return unticked(facts, { standards, dictVersion }) ?? unknownUnit(units, { reference });
}

function unticked(
  facts: WhistleFacts,
  ticked: Pick<Open['args'], 'standards' | 'dictVersion'>,
): DomainRefusal | null {
  const isOfThis = ticked.dictVersion === facts.version;
  const missing = facts.standards.find((one) => !ticked.standards.includes(one));
  const isShort = isOfThis ? missing !== undefined : ticked.standards.length === 0;
  return isShort
    ? { code: 'whistle/standard-unticked', detail: { standard: missing ?? '' } }
    : null;
}

export function unknownUnit(
  units: readonly UnitId[],
  { reference }: Pick<DecideFacts, 'reference'>,
): DomainRefusal | null {
  const unit = units.find((one) => reference.unit(one) === null);
  return unit === undefined ? null : { code: 'unit/not-found', detail: { unit } };
}

/** A caretaker blows it for the street that is silent. */
function streetOf({ doc }: CaseWork, { scope }: Open): HolderScope {
  return scope.startsWith('street:') ? (scope as HolderScope) : doc.holder;
}

/** Those of the street itself are called, and told. */
export function namedUnits(
  work: CaseWork,
  op: Open,
  street: HolderScope,
): Readonly<Record<UnitId, CalledUnit>> {
  const named: Record<UnitId, CalledUnit> = {};
  for (const unit of op.args.units) {
    const isOwn = work.facts.reference.unit(unit)?.homeScope === street;
    named[unit] = isOwn ? { calledAt: work.at } : {};
    if (isOwn) tell(work, `unit:${unit}`, 'whistle-called');
  }
  return named;
}

/** Both limits start when it was blown. */
export function startLimits(
  work: CaseWork,
  { item, openedAt }: { readonly item: string; readonly openedAt: EpochMs },
): void {
  const { reference } = work.facts;
  const facts = reference.whistleItem(item);
  if (facts === null) return;
  put(work, {
    clocks: {
      whistleRespond: clockFrom(reference, openedAt, facts.respondWithin),
      whistleFinish: clockFrom(reference, openedAt, facts.finishWithin),
    },
  });
}

/** Of two whistles that are one: the shorter limits, from when the first of them was blown. */
export function uniteLimits(
  work: CaseWork,
  { item, openedAt }: { readonly item: string; readonly openedAt: EpochMs },
): void {
  const { reference } = work.facts;
  const facts = reference.whistleItem(item);
  for (const name of WHISTLE_CLOCKS) {
    const clock = work.doc.clocks[name];
    const own = clock === undefined ? null : limitIn(clock);
    const other = name === 'whistleRespond' ? facts?.respondWithin : facts?.finishWithin;
    const both = [own, other].flatMap((limit) =>
      limit === null || limit === undefined ? [] : [clockFrom(reference, openedAt, limit)],
    );
    const [shorter] = both.sort((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0));
    if (shorter === undefined) continue;
    put(work, { clocks: { [name]: { ...shorter, endedAt: clock?.endedAt ?? null } } });
  }
}

/** Whoever closed before there was one closes again. */
export function giveBackClosing(work: CaseWork, closeAtBefore: CaseDoc['closeAt']): void {
  const { supervised } = work.doc;
  put(
    work,
    supervised === undefined ? { closeAt: closeAtBefore } : { supervised: { closeAtBefore } },
  );
}
