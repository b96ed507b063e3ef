import type { CaseDoc } from '../case/caseDoc.ts';
import { isWhistleOver, openWhistle, unitsOf, whistleToMark } from '../case/whistles.ts';
import type { Whistle } from '../case/whistleDoc.ts';
import type { OpKind } from '../operation/args.ts';
import type { DomainRefusal } from '../operation/refusal.ts';
import { type Asked, textIn } from './asked.ts';

/** What can be said of an act about a whistle before it has arguments. */
export function whistleMisfitOf(
  kind: OpKind,
  doc: CaseDoc,
  granted: readonly Asked[],
): DomainRefusal | null {
  const whistle = openWhistle(doc);
  if (kind === 'whistle.open') return whistle === null ? null : { code: 'whistle/open-already' };
  if (kind === 'whistle.score') return markMisfit(doc, granted, 'score');
  if (kind === 'whistle.scoreResponse') return markMisfit(doc, granted, 'degree');
  if (whistle === null) return { code: 'whistle/none-open' };
  if (kind === 'whistle.file') {
    return whistle.filing === 'pending' ? null : { code: 'whistle/not-pending' };
  }
  return kind === 'whistle.check' ? checkMisfit(whistle) : saidMisfit(kind, whistle, granted);
}

/** Of the units that he may speak for. */
function saidMisfit(
  kind: OpKind,
  whistle: Whistle,
  granted: readonly Asked[],
): DomainRefusal | null {
  const said = kind === 'whistle.respond' ? 'respondedAt' : 'resultAt';
  const own = unitsOf(whistle).filter(({ unit }) => named(granted).has(unit));
  if (own.length === 0) return { code: 'whistle/not-called' };
  return own.some((one) => one[said] === undefined) ? null : { code: 'whistle/said-already' };
}

function checkMisfit(whistle: Whistle): DomainRefusal | null {
  if (whistle.filing !== 'accepted') return { code: 'whistle/not-filed' };
  const late = unitsOf(whistle).find(({ resultAt }) => resultAt === undefined);
  return late === undefined
    ? null
    : { code: 'whistle/result-missing', detail: { unit: late.unit } };
}

function markMisfit(
  doc: CaseDoc,
  granted: readonly Asked[],
  what: 'score' | 'degree',
): DomainRefusal | null {
  const called = [...named(granted)].flatMap((unit) => {
    const whistle = whistleToMark(doc, unit, what);
    return whistle === null ? [] : [{ unit, whistle }];
  });
  if (called.length === 0) return { code: 'whistle/not-called' };
  const over = called.filter(({ whistle }) => isWhistleOver(doc, whistle));
  if (over.length === 0) return { code: 'whistle/not-over' };
  const open = over.filter(({ unit, whistle }) => whistle.units[unit]?.[what] === undefined);
  return open.length > 0 ? null : { code: 'whistle/scored' };
}

function named(granted: readonly Asked[]): ReadonlySet<string> {
  return new Set(granted.flatMap(({ args }) => textIn(args, 'unit') ?? []));
}
