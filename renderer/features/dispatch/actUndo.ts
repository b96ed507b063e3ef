import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import { UNDO_WITHIN } from '#core/domain/case/undoWithin.ts';
import type { ArgsOf } from '#core/domain/operation/args.ts';
import type { CaseActKind } from '#renderer/i18n/zh-CN/dispatch.ts';

export type CounterAct = { readonly kind: CaseActKind; readonly args: unknown };

/**
 * The acts that take one back, by what the document says now; empty where there is none, and then no undo is
 * offered. Units that have signed in the meantime are not recalled behind their back.
 */
export function counterActs(
  act: { readonly kind: string; readonly args: unknown; readonly opId: string },
  doc: CaseDoc,
  reason: string,
): readonly CounterAct[] {
  if (TAKEN_BACK.has(act.kind)) return [{ kind: 'undo', args: { op: act.opId } }];
  if (act.kind === 'assign.add') {
    return Object.values(doc.assignments ?? {})
      .filter((each) => each.byOp === act.opId && each.state === 'offered')
      .map((each) => ({ kind: 'assign.recall', args: { assignment: each.id, reason } }));
  }
  if (act.kind === 'case.edit') {
    const args = act.args as ArgsOf['case.edit'];
    return [{ kind: 'case.edit', args: { field: args.field, from: args.to, to: args.from } }];
  }
  return [];
}

/** Kinds with an undo of their own: the district judges whether anybody has built on it. */
const TAKEN_BACK: ReadonlySet<string> = new Set(Object.keys(UNDO_WITHIN));
const UNDOABLE: ReadonlySet<string> = new Set([...TAKEN_BACK, 'assign.add', 'case.edit']);

export function isUndoable(kind: string): boolean {
  return UNDOABLE.has(kind);
}
