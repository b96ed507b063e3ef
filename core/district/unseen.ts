import { otherNamed } from '../domain/case/otherCase.ts';
import type { DecidedOp, OtherCase, UndoneOp } from '../domain/operation/decision.ts';
import type { CaseId } from '../domain/operation/identity.ts';
import { asSaidFirst, isNewsTo, isOfLostHistory } from '../domain/operation/operation.ts';
import type { AnyOperation } from '../domain/operation/operation.ts';
import { decidedOp, type DecidedAct } from './decidedOp.ts';
import { isForgotten, sinceRedaction } from './store/forgotten.ts';
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

type Reads = Pick<DistrictStore, 'history'>;
/** What is known where it is decided. */
export type Here = { readonly staged: Staged; readonly epoch: string };

export async function unseenOf(op: AnyOperation, here: Here, store: Reads): Promise<Unseen> {
  const other = otherNamed(op);
  const from = { ...here, store };
  return {
    unseen: await unseenOn(op.caseId, op, from),
    unseenThere: other === null ? [] : await unseenOn(other, op, from),
    ...(op.kind === 'undo' ? { undone: await storedUndone(op, store) } : {}),
  };
}

/** A case has some dozens of acts, and few are ever taken back. */
async function storedUndone(op: AnyOperation, store: Reads): Promise<UndoneOp | null> {
  if (op.caseId === null) return null;
  return undoneAmong(op, await store.history(op.caseId, 0));
}

/** The act that an undo names, among those of its case. */
export function undoneAmong(op: AnyOperation, entries: readonly LogEntry[]): UndoneOp | null {
  if (op.kind !== 'undo') return null;
  const found = entries.find(
    (entry) => entry.decision.caseId === op.caseId && asSaidFirst(entry.op).opId === op.args.op,
  );
  if (found === undefined || isForgotten(found)) return null;
  return { ...decidedOp(found), casePatch: found.decision.casePatch };
}

async function unseenOn(
  caseId: CaseId | null,
  op: AnyOperation,
  { staged, store, epoch }: Here & { readonly store: Reads },
): Promise<DecidedOp[]> {
  const base = baseOn(op, caseId);
  const doc = caseId === null ? null : staged.doc(caseId);
  if (base === null || doc === null) return [];
  if (isOfLostHistory(op, epoch)) {
    const all = await store.history(doc.caseId, 0);
    return sinceRedaction(all.map(decidedOp)).filter(isUnseenBy(op, base.ver, epoch));
  }
  if (base.ver + base.own >= doc.ver) return [];
  const recent = staged.recentOn(doc.caseId, base.ver);
  const history = recent ?? (await store.history(doc.caseId, base.ver)).map(decidedOp);
  return sinceRedaction(history).filter((one) => isNewsTo(op, one.op));
}

/**
 * Above his base, and, whatever its version, what was said in this history when he still stood in one that is lost:
 * versions were dealt anew. How acts of the lost one met each other is still told by the numbers.
 */
function isUnseenBy(op: AnyOperation, ver: number, epoch: string): (one: DecidedAct) => boolean {
  const isLost = isOfLostHistory(op, epoch);
  return (one) => isNewsTo(op, one.op) && (one.ver > ver || (isLost && one.op.epoch === epoch));
}

/** With what was decided in this very turn, and in the one before it, which the store may not have yet. */
export function withTurn(
  stored: readonly DecidedOp[],
  caseId: CaseId | null,
  { op, staged, epoch }: Here & { readonly op: AnyOperation },
): readonly DecidedOp[] {
  const base = baseOn(op, caseId);
  if (caseId === null || base === null) return stored;
  const known = new Set(stored.map(({ ver }) => ver));
  const isUnseen = isUnseenBy(op, base.ver, epoch);
  const here = staged.decidedHere(caseId).filter((one) => !known.has(one.ver) && isUnseen(one));
  return here.length === 0 ? stored : sinceRedaction([...stored, ...here]);
}

/** The second case as it stands; null where there is no such one, or the act is about no second. */
export function otherOf(
  op: AnyOperation,
  unseenThere: readonly DecidedOp[],
  here: Here,
): OtherCase | null {
  const caseId = otherNamed(op);
  const doc = caseId === null ? null : here.staged.doc(caseId);
  if (caseId === null || doc === null) return null;
  return { doc, unseen: withTurn(unseenThere, caseId, { op, ...here }) };
}

function baseOn(
  { bases }: AnyOperation,
  caseId: CaseId | null,
): { readonly ver: number; readonly own: number } | null {
  return bases.find((base) => base.of === `case:${caseId ?? ''}`) ?? null;
}
