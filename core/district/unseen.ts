import { otherNamed } from '../domain/case/otherCase.ts';
import type { DecidedOp, OtherCase, UndoneOp } from '../domain/operation/decision.ts';
import type { CaseId } from '../domain/operation/identity.ts';
import { asSaidFirst, isNewsTo } from '../domain/operation/operation.ts';
import type { AnyOperation } from '../domain/operation/operation.ts';
import { decidedOp } from './decidedOp.ts';
import type { Staged } from './staged.ts';
import type { DistrictStore, LogEntry } from './store/districtStore.ts';

/** What is in the store and the author had not seen, without what he did himself; oldest first. */
export type Unseen = {
  readonly unseen: readonly DecidedOp[];
  /** Likewise of the second case of an act about two. */
  readonly unseenThere: readonly DecidedOp[];
  /** Of an undo: the act that it takes back, where the store has it. */
  readonly undone?: UndoneOp | null;
};

type History = Pick<DistrictStore, 'history'>;

export async function unseenOf(op: AnyOperation, staged: Staged, store: History): Promise<Unseen> {
  const other = otherNamed(op);
  return {
    unseen: await unseenOn(op.caseId, op, { staged, store }),
    unseenThere: other === null ? [] : await unseenOn(other, op, { staged, store }),
    ...(op.kind === 'undo' ? { undone: await storedUndone(op, store) } : {}),
  };
}

/** A case has some dozens of acts, and few are ever taken back. */
async function storedUndone(op: AnyOperation, store: History): Promise<UndoneOp | null> {
  if (op.caseId === null) return null;
  return undoneAmong(op, await store.history(op.caseId, 0));
}

/** The act that an undo names, among those of its case. */
export function undoneAmong(op: AnyOperation, entries: readonly LogEntry[]): UndoneOp | null {
  if (op.kind !== 'undo') return null;
  const found = entries.find(
    (entry) => entry.decision.caseId === op.caseId && asSaidFirst(entry.op).opId === op.args.op,
  );
  if (found === undefined) return null;
  return { ...decidedOp(found), casePatch: found.decision.casePatch };
}

async function unseenOn(
  caseId: CaseId | null,
  op: AnyOperation,
  { staged, store }: { readonly staged: Staged; readonly store: History },
): Promise<DecidedOp[]> {
  const base = baseOn(op, caseId);
  const doc = caseId === null ? null : staged.doc(caseId);
  if (base === null || doc === null || base.ver + base.own >= doc.ver) return [];
  const recent = staged.recentOn(doc.caseId, base.ver);
  const history = recent ?? (await store.history(doc.caseId, base.ver)).map(decidedOp);
  return history.filter((one) => isNewsTo(op, one.op));
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
