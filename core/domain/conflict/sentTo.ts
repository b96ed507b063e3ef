import type { CaseDoc } from '../case/caseDoc.ts';
import type { HolderScope } from '../operation/identity.ts';
import type { AnyBody } from '../operation/operation.ts';

/** Where an act moves the hold: sent, handed up, or granted to another street. Null where it stays. */
export function sentTo(op: AnyBody, doc: CaseDoc): HolderScope | null {
  if (op.kind === 'case.send') return op.args.to;
  if (op.kind === 'ask.send') return op.args.to === 'district' ? 'district' : null;
  if (op.kind !== 'judge' || !op.args.grant) return null;
  const ask = doc.asks?.[op.args.ask];
  return ask?.kind === 'send' ? ask.to : null;
}
