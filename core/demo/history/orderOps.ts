import type { Scope } from '../../domain/operation/identity.ts';
import type { PlannedOp } from './plannedOp.ts';

/** Operations of one scope's replica that can be pushed together. */
export type Batch = { readonly scope: Scope; readonly ops: readonly PlannedOp[] };

/**
 * Cuts a stretch of time into batches of one replica each, as few as the order allows: an operation comes
 * after everything earlier of its replica and of its case. Inside a level, batches do not depend on each
 * other, so that the few scopes that answer each other make levels and the others stay whole.
 */
export function batchesOf(ops: readonly PlannedOp[], opsMax: number): Batch[] {
  const sorted = [...ops].sort((a, b) => a.at - b.at || (a.opId < b.opId ? -1 : 1));
  const levelOfScope = new Map<Scope, number>();
  const lastOfCase = new Map<string, { readonly level: number; readonly scope: Scope }>();
  const levels: Map<Scope, PlannedOp[]>[] = [];
  for (const op of sorted) {
    const { scope } = op.by;
    const before = op.caseId === null ? undefined : lastOfCase.get(op.caseId);
    const after = before === undefined ? 0 : before.level + (before.scope === scope ? 0 : 1);
    const level = Math.max(levelOfScope.get(scope) ?? 0, after);
    levelOfScope.set(scope, level);
    if (op.caseId !== null) lastOfCase.set(op.caseId, { level, scope });
    levels[level] ??= new Map();
    const list = levels[level].get(scope);
    if (list === undefined) levels[level].set(scope, [op]);
    else list.push(op);
  }
  return levels.flatMap((level) =>
    [...level].flatMap(([scope, list]) =>
      slices(list, opsMax).map((part) => ({ scope, ops: part })),
    ),
  );
}

function slices<T>(list: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let i = 0; i < list.length; i += size) parts.push(list.slice(i, i + size));
  return parts;
}
