import type { UndoneOp } from '../domain/operation/decision.ts';
import type { OpId } from '../domain/operation/identity.ts';
import type { AnyBody, AnyOperation } from '../domain/operation/operation.ts';
import type { Json } from '../kernel/mergePatch.ts';
import type { WireEvent } from '../protocol/sync/frames.ts';
import { undoneOf } from '../sync/overlay.ts';
import type { ConsoleCore } from './consoleCore.ts';
import { decidedHere } from './store/overlayKeeper.ts';

/** An act on a case as this console knows it: decided, or still waiting here. */
export async function actOn(core: ConsoleCore, caseId: string, op: OpId): Promise<UndoneOp | null> {
  return actAmong(op, await core.eventsOf(caseId), waitingOn(core, caseId));
}

export function actAmong(
  op: OpId,
  events: readonly WireEvent[],
  waiting: readonly AnyOperation[],
): UndoneOp | null {
  const decided = events.map((event) => ({
    ...decidedHere(event),
    casePatch: event.casePatch as Json,
  }));
  const asking = { kind: 'undo', args: { op } } as AnyBody;
  return undoneOf(asking, decided, { pending: waiting });
}

export function waitingOn(core: ConsoleCore, caseId: string): readonly AnyOperation[] {
  return core.keeper.pendingOf(caseId).map((one) => one.op);
}
