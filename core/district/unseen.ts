import { otherNamed } from '../domain/case/otherCase.ts';
import type { DecidedOp, OtherCase } from '../domain/operation/decision.ts';
import type { CaseId } from '../domain/operation/identity.ts';
import { isNewsTo } from '../domain/operation/operation.ts';
import type { AnyOperation } from '../domain/operation/operation.ts';
import { decidedOp } from './staged.ts';
import type { Staged } from './staged.ts';
import type { DistrictStore } from './store/districtStore.ts';

/** What is in the store and the author had not seen, without what he did himself; oldest first. */
export type Unseen = {
  readonly unseen: readonly DecidedOp[];
  /** Likewise of the second case of an act about two. */
  readonly unseenThere: readonly DecidedOp[];
};

type History = Pick<DistrictStore, 'history'>;

export async function unseenOf(op: AnyOperation, staged: Staged, store: History): Promise<Unseen> {
  const other = otherNamed(op);
  return {
    unseen: await unseenOn(op.caseId, op, { staged, store }),
    unseenThere: other === null ? [] : await unseenOn(other, op, { staged, store }),
  };
}

async function unseenOn(
  caseId: CaseId | null,
  op: AnyOperation,
  { staged, store }: { readonly staged: Staged; readonly store: History },
): Promise<DecidedOp[]> {
  const base = baseOn(op, caseId);
  const doc = caseId === null ? null : staged.doc(caseId);
  if (base === null || doc === null || base.ver + base.own >= doc.ver) return [];
  const history = await store.history(doc.caseId, base.ver);
  return history.map(decidedOp).filter((one) => isNewsTo(op, one.op));
}

/** With what was decided in this very turn, and in the one before it, which the store may not have yet. */
export function withTurn(
  stored: readonly DecidedOp[],
  caseId: CaseId | null,
  { op, staged }: { readonly op: AnyOperation; readonly staged: Staged },
): readonly DecidedOp[] {
  const base = baseOn(op, caseId);
  if (caseId === null || base === null) return stored;
  const known = new Set(stored.map(({ ver }) => ver));
  const here = staged
    .decidedHere(caseId)
    .filter((one) => one.ver > base.ver && !known.has(one.ver) && isNewsTo(op, one.op));
  return here.length === 0 ? stored : [...stored, ...here];
}

/** The second case as it stands; null where there is no such one, or the act is about no second. */
export function otherOf(
  op: AnyOperation,
  unseenThere: readonly DecidedOp[],
  staged: Staged,
): OtherCase | null {
  const caseId = otherNamed(op);
  const doc = caseId === null ? null : staged.doc(caseId);
  if (caseId === null || doc === null) return null;
  return { doc, unseen: withTurn(unseenThere, caseId, { op, staged }) };
}

function baseOn(
  { bases }: AnyOperation,
  caseId: CaseId | null,
): { readonly ver: number; readonly own: number } | null {
  return bases.find((base) => base.of === `case:${caseId ?? ''}`) ?? null;
}
