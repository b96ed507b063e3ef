import { type CaseWork, settle, tell } from '../case/caseWork.ts';
import { isPlainOp, type PlainKind, type PlainOp } from '../case/plainActs.ts';
import type { DecidedOp } from '../operation/decision.ts';
import type { OpKind } from '../operation/args.ts';
import { effectiveUnseen } from './effectiveUnseen.ts';
import { acrossTable, type PairRow, pairTable } from './pairTable.ts';

/** Rows in which a kind stands at all, so that most operations look at few of them. */
const rowsOf: ReadonlyMap<OpKind, readonly PairRow[]> = indexRows();

function indexRows(): Map<OpKind, readonly PairRow[]> {
  const index = new Map<OpKind, readonly PairRow[]>();
  for (const row of pairTable) {
    for (const kind of new Set<PlainKind>([...row.one, ...row.other])) {
      index.set(kind, [...(index.get(kind) ?? []), row]);
    }
  }
  return index;
}

/** Looks the operation up in the pair table. True when a rule has decided it. */
export function meetUnseen(work: CaseWork): boolean {
  const { op, facts } = work;
  const there = facts.other ?? null;
  if (there !== null && isPlainOp(op)) {
    if (meetAmong(work, op, { unseen: effectiveUnseen(there), rows: acrossTable })) return true;
  }
  const unseen = effectiveUnseen(facts);
  if (unseen.length === 0) return false;
  if (!isPlainOp(op)) return resolvedTwice(work, unseen);
  return meetAmong(work, op, { unseen, rows: rowsOf.get(op.kind) ?? [] });
}

function meetAmong(
  work: CaseWork,
  op: PlainOp,
  { unseen, rows }: { readonly unseen: readonly DecidedOp[]; readonly rows: readonly PairRow[] },
): boolean {
  for (const row of rows) {
    for (let i = unseen.length - 1; i >= 0; i -= 1) {
      const earlier = unseen[i];
      if (earlier === undefined || !stands(row, op.kind, earlier.op.kind)) continue;
      work.met = earlier;
      if (row.meet({ work, op, earlier })) return true;
    }
  }
  work.met = null;
  return false;
}

function stands(row: PairRow, mine: PlainKind, theirs: OpKind): boolean {
  const one: readonly OpKind[] = row.one;
  const other: readonly OpKind[] = row.other;
  return (
    (one.includes(mine) && other.includes(theirs)) || (other.includes(mine) && one.includes(theirs))
  );
}

/** Rule 29: a conflict resolved twice. The first stands, the second hears of it. */
function resolvedTwice(work: CaseWork, unseen: readonly DecidedOp[]): boolean {
  const { op } = work;
  if (op.kind !== 'conflict.resolve') return false;
  const { conflict } = op.args;
  const first = unseen.find(
    (one) => one.op.kind === 'conflict.resolve' && one.op.args.conflict === conflict,
  );
  if (first === undefined) return false;
  work.met = first;
  settle(work, 'noop', { rule: 29, reason: { code: 'conflict/resolved' } });
  tell(work, op.actor, 'conflict-resolved');
  tell(work, first.op.actor, 'conflict-resolved');
  return true;
}
