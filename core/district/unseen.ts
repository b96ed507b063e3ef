import type { DecidedOp } from '../domain/operation/decision.ts';
import type { AnyOperation } from '../domain/operation/operation.ts';
import { baseOf } from './aheadOfRestore.ts';
import { decidedOp } from './districtState.ts';
import type { Staged } from './districtState.ts';
import type { DistrictStore } from './store/districtStore.ts';

/** What is in the store of a case and its author had not seen, without what he did himself; oldest first. */
export async function unseenOf(
  op: AnyOperation,
  staged: Staged,
  store: Pick<DistrictStore, 'history'>,
): Promise<DecidedOp[]> {
  const base = baseOf(op);
  const doc = op.caseId === null ? null : staged.doc(op.caseId);
  if (base === null || doc === null || base.ver + base.own >= doc.ver) return [];
  const history = await store.history(doc.caseId, base.ver);
  return history.map(decidedOp).filter((one) => one.op.replica !== op.replica);
}
