import type { ArgsOf, OpKind } from '../operation/args.ts';
import type { CaseId } from '../operation/identity.ts';
import type { DecideFacts } from '../operation/decision.ts';
import type { AnyBody } from '../operation/operation.ts';
import type { CaseDoc } from './caseDoc.ts';
import type { CaseWork } from './caseWork.ts';

const NAMED_BY: Readonly<Partial<Record<OpKind, string>>> = {
  'case.link': 'other',
  'case.merge': 'into',
};

/**
 * The second case of an act that is about two; null for every other act. What comes over the wire was not
 * looked at yet: its arguments may be anything.
 */
export function otherNamed(
  op: Pick<AnyBody, 'kind' | 'args' | 'caseId'> & Partial<Pick<AnyBody, 'bases'>>,
): CaseId | null {
  if (op.kind === 'undo' || op.kind === 'conflict.resolve') return secondBase(op);
  const key = NAMED_BY[op.kind];
  const given: unknown = op.args;
  if (key === undefined || typeof given !== 'object' || given === null) return null;
  const named: unknown = Reflect.get(given, key);
  return typeof named === 'string' ? named : null;
}

/** What answers another act names no case: its author had looked at both, and says so by his bases. */
function secondBase({
  bases = [],
  caseId,
}: Pick<AnyBody, 'caseId'> & Partial<Pick<AnyBody, 'bases'>>): CaseId | null {
  const there = bases.find(({ of }) => of.startsWith(BASE_OF) && of !== `${BASE_OF}${caseId}`);
  return there?.of.slice(BASE_OF.length) ?? null;
}
const BASE_OF = 'case:';

/** The second case of an act as its author means it: of an answer, that of the act it answers. */
export function otherMeant(
  op: Pick<AnyBody, 'kind' | 'args' | 'caseId'>,
  { doc, undone }: { readonly doc: CaseDoc | null } & Pick<DecideFacts, 'undone'>,
): CaseId | null {
  if (op.kind === 'undo')
    return undone === undefined || undone === null ? null : otherNamed(undone.op);
  if (op.kind !== 'conflict.resolve') return otherNamed(op);
  const { conflict } = op.args as ArgsOf['conflict.resolve'];
  const held = doc?.conflicts?.[conflict]?.held;
  if (held === undefined || NAMED_BY[held.kind] === undefined) return null;
  // Written by this program from checked arguments of this very kind.
  const args: unknown = JSON.parse(held.args);
  return otherNamed({ kind: held.kind, args, caseId: op.caseId } as Pick<
    AnyBody,
    'kind' | 'args' | 'caseId'
  >);
}

/** Lets the other case show what was done here. */
export function mirror(
  work: CaseWork,
  caseId: CaseId,
  args: Omit<ArgsOf['case.mirror'], 'of' | 'by'>,
): void {
  const { caseId: of } = work.doc;
  work.followUps.push({ kind: 'case.mirror', caseId, args: { of, by: work.op.actor, ...args } });
}
