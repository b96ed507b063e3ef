import type { ArgsOf, OpKind } from '../operation/args.ts';
import type { CaseId } from '../operation/identity.ts';
import type { AnyBody } from '../operation/operation.ts';
import type { CaseWork } from './caseWork.ts';

const NAMED_BY: Readonly<Partial<Record<OpKind, string>>> = {
  'case.link': 'other',
  'case.merge': 'into',
};

/**
 * The second case of an act that is about two; null for every other act. What comes over the wire was not
 * looked at yet: its arguments may be anything.
 */
export function otherNamed({ kind, args }: Pick<AnyBody, 'kind' | 'args'>): CaseId | null {
  const key = NAMED_BY[kind];
  const given: unknown = args;
  if (key === undefined || typeof given !== 'object' || given === null) return null;
  const named: unknown = Reflect.get(given, key);
  return typeof named === 'string' ? named : null;
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
