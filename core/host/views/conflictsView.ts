import type { CaseDoc } from '../../domain/case/caseDoc.ts';
import type { Conflict, ConflictSide } from '../../domain/conflict/conflict.ts';
import type { AnyOperation } from '../../domain/operation/operation.ts';
import { DAY_MS } from '../../kernel/time.ts';
import type { ConflictRow } from '../../protocol/console/rows.ts';
import type { ViewSnapshot } from '../../protocol/console/views.ts';
import type { WireEvent } from '../../protocol/sync/frames.ts';
import { keysAt, andOpenedBy } from '../board/boardKeys.ts';
import type { ConsoleCore } from '../consoleCore.ts';
import { waitingOn } from '../actOn.ts';
import { caseFor, readerOf } from '../session/reading.ts';
import { type UndoableAct, undoableActs } from './undoableActs.ts';

type ConflictsSnapshot = ViewSnapshot<'conflicts'>;
const OPEN_MAX = 200;
const FOLLOWED_MAX = 5;

/** Acts that met: open ones, those resolved today, and what was merged by rule without a person. */
export async function conflictsView(core: ConsoleCore): Promise<ConflictsSnapshot> {
  const now = core.now();
  const today = core.startOfToday();
  const keys = keysAt(readerOf(core), core.scope);
  const own = andOpenedBy(keys);
  const found = await core.replica.read(async (reader) => ({
    open: await reader.all<{ case_id: string }>(
      // Where there are more than a desk shows: those that nothing has happened to for longest.
      `SELECT case_id FROM board WHERE conflicts > 0${own.sql} ORDER BY +updated_at LIMIT ?`,
      [...own.params, OPEN_MAX],
    ),
    all: await reader.get<{ count: number }>(
      `SELECT COUNT(*) AS count FROM board WHERE conflicts > 0${own.sql}`,
      own.params,
    ),
    resolved: await reader.all<{ case_id: string }>(
      "SELECT DISTINCT case_id FROM event WHERE kind = 'conflict.resolve' AND at >= ? LIMIT ?",
      [today, OPEN_MAX],
    ),
    merged: await reader.all<{ rule: number; count: number }>(
      `SELECT rule, COUNT(*) AS count FROM event
       WHERE rule IS NOT NULL AND at >= ? AND outcome <> 'conflict' GROUP BY rule ORDER BY rule`,
      [now - DAY_MS],
    ),
  }));
  const ids = new Set([...found.open, ...found.resolved].map((row) => row.case_id));
  const rows: ConflictRow[] = [];
  for (const id of ids) rows.push(...(await rowsOf(core, id)));
  return {
    open: rows.filter((row) => row.state === 'open').sort((a, b) => a.decideBy - b.decideBy),
    resolvedToday: rows.filter((row) => row.state === 'resolved' && (row.resolvedAt ?? 0) >= today),
    casesBehind: (found.all?.count ?? 0) - found.open.length,
    // What rules merged is counted for whoever answers for a scope.
    merged: keys === null ? found.merged : [],
    asOf: now,
  };
}

async function rowsOf(core: ConsoleCore, caseId: string): Promise<ConflictRow[]> {
  const { doc, isOverlaid } = await caseFor(core, caseId);
  if (doc === null) return [];
  const events = await core.eventsOf(caseId);
  const conflicts = Object.values(doc.conflicts ?? {});
  const isSettled = conflicts.some(({ state }) => state === 'resolved');
  const undoable = isSettled ? await undoableActs(core, doc, events) : [];
  const said = [...events.map((event) => event.op as AnyOperation), ...waitingOn(core, caseId)];
  return conflicts.map((conflict) => ({
    ...rowOf(core, { doc, conflict, events, isOverlaid }),
    ...undoOf(conflict, said, undoable),
  }));
}

/** The settling that stands, where this person may take it back. */
function undoOf(
  { id, state }: Conflict,
  said: readonly AnyOperation[],
  undoable: readonly UndoableAct[],
): Pick<ConflictRow, 'undo'> {
  if (state !== 'resolved') return {};
  const settled = said.findLast(
    (op) => op.kind === 'conflict.resolve' && op.args.conflict === id,
  )?.opId;
  const undo = undoable.find(({ opId }) => opId === settled);
  return undo === undefined ? {} : { undo };
}

function rowOf(
  core: ConsoleCore,
  on: {
    readonly doc: CaseDoc;
    readonly conflict: Conflict;
    readonly events: readonly WireEvent[];
    readonly isOverlaid: boolean;
  },
): ConflictRow {
  const { doc, conflict } = on;
  return {
    conflictId: conflict.id,
    caseId: doc.caseId,
    caseNo: doc.caseNo ?? null,
    caseTitle: doc.title,
    urgency: doc.urgency,
    rule: conflict.rule,
    options: [...conflict.options],
    default: conflict.default,
    owner: conflict.owner,
    raisedAt: conflict.raisedAt,
    decideBy: conflict.decideBy,
    state: conflict.state,
    chosen: conflict.chosen ?? null,
    resolvedAt: conflict.resolvedAt ?? null,
    ...(conflict.resolvedBy === undefined
      ? {}
      : { resolvedByName: core.profile.personName(conflict.resolvedBy) }),
    pending: on.isOverlaid,
    sides: conflict.sides.map((side) => sideOf(core, side, on.events)),
  };
}

function sideOf(
  core: ConsoleCore,
  side: ConflictSide,
  events: readonly WireEvent[],
): ConflictRow['sides'][number] {
  return {
    op: side.op,
    kind: side.kind,
    by: side.by,
    byName: core.profile.personName(side.by),
    scope: side.scope,
    saidAt: side.saidAt,
    correctedAt: side.correctedAt,
    errMs: side.errMs,
    what: { ...side.what },
    followed: followedBy(side, events),
  };
}

/** What the same side did on the case after it. */
function followedBy(
  side: ConflictSide,
  events: readonly WireEvent[],
): ConflictRow['sides'][number]['followed'] {
  const ops = events.map((event) => ({ op: event.op as AnyOperation, at: event.at }));
  const own = ops.filter(({ op, at }) => op.scope === side.scope && at >= side.correctedAt);
  return own
    .filter(({ op }) => op.opId !== side.op)
    .slice(0, FOLLOWED_MAX)
    .map(({ op, at }) => ({
      kind: op.kind,
      at,
      ...(op.kind === 'assign.respond' ? { step: op.args.step } : {}),
    }));
}
