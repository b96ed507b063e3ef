import type { CaseDoc } from '../../domain/case/caseDoc.ts';
import { otherNamed } from '../../domain/case/otherCase.ts';
import { UNDO_WITHIN } from '../../domain/case/undoWithin.ts';
import { decide, refusalBefore } from '../../domain/decide.ts';
import type { LocalFacts, OtherCase, UndoneOp } from '../../domain/operation/decision.ts';
import type { AnyBody } from '../../domain/operation/operation.ts';
import { hasRole } from '../../domain/permission/grants.ts';
import type { WireEvent } from '../../protocol/sync/frames.ts';
import { actAmong, waitingOn } from '../actOn.ts';
import type { ConsoleCore } from '../consoleCore.ts';
import { caseFor } from '../session/reading.ts';
import { decidedHere } from '../store/overlayKeeper.ts';

const LOOKED_AT_MOST = 8;

/** An act that this person may take back now, and until when he may; null where no time ends it. */
export type UndoableAct = { readonly opId: string; readonly until: number | null };

/** Newest first, by the very rule that judges an undo. */
export async function undoableActs(
  core: ConsoleCore,
  doc: CaseDoc | null,
  events: readonly WireEvent[],
): Promise<UndoableAct[]> {
  const { person } = core.session;
  if (person === null || doc === null) return [];
  const waiting = waitingOn(core, doc.caseId);
  const done = [...events.map((event) => decidedHere(event).op), ...waiting]
    .filter((op) => UNDO_WITHIN[op.kind] !== undefined)
    .slice(-LOOKED_AT_MOST)
    .toReversed();
  const found: UndoableAct[] = [];
  for (const { opId } of done) {
    const undone = actAmong(opId, events, waiting);
    if (undone === null || found.some((one) => one.opId === opId)) continue;
    const facts = { ...core.bus.facts(doc), undone, other: await otherOf(core, undone) };
    const body = undoOf(opId, doc, { actor: person.id, scope: core.scope });
    if (isPossible(body, facts)) found.push({ opId, until: untilOf(body, undone, facts) });
  }
  return found;
}

async function otherOf(core: ConsoleCore, { op }: UndoneOp): Promise<OtherCase | null> {
  const caseId = otherNamed(op);
  const there = caseId === null ? null : (await caseFor(core, caseId)).doc;
  return there === null ? null : { doc: there, unseen: [] };
}

function undoOf(op: string, doc: CaseDoc, by: Pick<AnyBody, 'actor' | 'scope'>): AnyBody {
  return {
    ...by,
    opId: `${op}.undo`,
    kind: 'undo',
    v: 1,
    caseId: doc.caseId,
    args: { op },
    bases: [],
    seat: '',
    how: 'self',
    t: { wall: 0, mono: 0, boot: '', off: 0, err: 0 },
  };
}

function isPossible(body: AnyBody, facts: LocalFacts): boolean {
  return refusalBefore(body, facts) === null && decide(body, facts).outcome === 'applied';
}

function untilOf(body: AnyBody, { op, at }: UndoneOp, facts: LocalFacts): number | null {
  return hasRole(body, 'dutyChief', facts) ? null : at + (UNDO_WITHIN[op.kind] ?? 0);
}
