import type { CaseDoc } from '../case/caseDoc.ts';
import type { OpKind } from '../operation/args.ts';
import type { AnyBody } from '../operation/operation.ts';
import { describeAct } from './describeAct.ts';

type Proposal = NonNullable<CaseDoc['proposals']>[string];

/** Arguments that make two acts of a kind the same intent. */
const INTENT: Readonly<Partial<Record<OpKind, readonly string[]>>> = {
  'case.file': ['condition'],
  'case.answer': ['text'],
  'case.refuse': ['reason'],
  'case.supervise': ['kind'],
  'supervise.end': [],
  'case.void': [],
  'case.forceClose': ['ledger'],
  'case.archive': ['type'],
  'ask.void': [],
  'ask.forcedClose': ['ledger'],
  'case.merge': ['into'],
  'proposal.decline': ['proposal'],
  'case.reclassify': ['matter', 'condition'],
  'assign.sign': ['assignment'],
  'assign.done': ['assignment', 'solved'],
  'assign.recall': ['assignment'],
  'assign.waive': ['assignment'],
  'ask.return': ['assignment'],
  judge: ['ask', 'grant', 'newUnit'],
  'verify.order': ['inspector'],
  'whistle.file': ['accept'],
  'whistle.respond': ['unit'],
  'whistle.result': ['unit'],
  'whistle.check': ['pass'],
  'whistle.scoreResponse': ['unit', 'degree'],
};

/** What a proposal must have in common with an act that adopts it, where that is less than all of it. */
const ADOPTED: Readonly<Partial<Record<OpKind, readonly string[]>>> = {
  ...INTENT,
  'case.dispatch': ['lead', 'units'],
  'case.send': ['to'],
  'whistle.open': ['item', 'units'],
};

export function isSameIntent(op: AnyBody, earlier: AnyBody): boolean {
  const keys = INTENT[op.kind];
  if (keys === undefined || earlier.kind !== op.kind) return false;
  return keys.every((key) => valueOf(op, key) === valueOf(earlier, key));
}

/** The act does what was proposed. Another act of that kind leaves the proposal to be judged. */
export function adopts(op: AnyBody, proposal: Proposal): boolean {
  if (proposal.kind !== op.kind) return false;
  const done = describeAct(op);
  const keys = ADOPTED[op.kind] ?? Object.keys({ ...done, ...proposal.what });
  return keys.every((key) => (done[key] ?? null) === (proposal.what[key] ?? null));
}

function valueOf(op: AnyBody, key: string): unknown {
  return Reflect.get(op.args, key);
}
