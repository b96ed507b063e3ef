import { type CaseWork, put, settle, tell } from '../case/caseWork.ts';
import { DAY_MS, HOUR_MS } from '../../kernel/time.ts';
import type { DecidedOp } from '../operation/decision.ts';
import type { HolderScope } from '../operation/identity.ts';
import type { AnyBody } from '../operation/operation.ts';
import type { Conflict, ConflictSide, HeldAct } from './conflict.ts';
import { describeAct } from './describeAct.ts';

export type Dispute = {
  readonly rule: number;
  /** The act that was decided before; absent when only the stage stands against this one. */
  readonly earlier: DecidedOp | null;
  readonly options: readonly string[];
  readonly inForce: string;
  /** Which of the two is not in force, and can be put in force by choosing another option. */
  readonly held: AnyBody;
  /** The case's holder, unless the rule names another. */
  readonly owner?: HolderScope;
};

/** How long the owner has before the conflict counts as overdue. The default is in force all along (I-12). */
const DECIDE_WITHIN = { ordinary: DAY_MS, urgent: 4 * HOUR_MS, critical: HOUR_MS } as const;

/** Records that two acts met. A third version of the same dispute joins the conflict that is open. */
export function raiseConflict(work: CaseWork, dispute: Dispute): void {
  const { op } = work;
  const { rule, earlier } = dispute;
  settle(work, 'conflict', { rule });
  const mine = sideOf(op, { at: work.at, errMs: work.facts.errMs });
  const open = earlier === null ? null : openDispute(work, rule, earlier.op.opId);
  if (open === null) {
    const first =
      earlier === null ? [] : [sideOf(earlier.op, { at: earlier.at, errMs: earlier.op.t.err })];
    const id = `${op.opId}.c`;
    const conflict: Conflict = {
      id,
      rule,
      sides: [...first, mine],
      options: dispute.options,
      default: dispute.inForce,
      owner: dispute.owner ?? work.doc.holder,
      raisedAt: work.at,
      decideBy: work.at + DECIDE_WITHIN[work.doc.urgency],
      state: 'open',
      held: heldAct(dispute.held),
    };
    put(work, { conflicts: { [id]: conflict } });
  } else {
    put(work, {
      conflicts: {
        [open.id]: {
          sides: [...open.sides, mine],
          default: dispute.inForce,
          held: heldAct(dispute.held),
        },
      },
    });
  }
  tell(work, dispute.owner ?? work.doc.holder, 'conflict-raised');
  tell(work, op.actor, 'conflict-raised');
  if (earlier !== null) tell(work, earlier.op.actor, 'conflict-raised');
}

function openDispute(work: CaseWork, rule: number, earlier: string): Conflict | null {
  const all = work.doc.conflicts;
  for (const id in all) {
    const one = all[id];
    if (one?.state !== 'open' || one.rule !== rule) continue;
    if (one.sides.some((side) => side.op === earlier)) return one;
  }
  return null;
}

function sideOf(op: AnyBody, seen: { readonly at: number; readonly errMs: number }): ConflictSide {
  return {
    op: op.opId,
    kind: op.kind,
    by: op.actor,
    scope: op.scope,
    saidAt: op.t.wall,
    correctedAt: seen.at,
    errMs: seen.errMs,
    what: describeAct(op),
  };
}

export function heldAct(op: AnyBody): HeldAct {
  return { op: op.opId, kind: op.kind, by: op.actor, args: JSON.stringify(op.args) };
}
