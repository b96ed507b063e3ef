import type { CaseDoc, CaseStub } from '../../domain/case/caseDoc.ts';
import { actsFor } from '../../domain/permission/actsFor.ts';
import { isCaretaker } from '../../domain/permission/rights.ts';
import type { AnyOperation } from '../../domain/operation/operation.ts';
import type { TimelineRow } from '../../protocol/console/rows.ts';
import type { ViewSnapshot } from '../../protocol/console/views.ts';
import type { WireEvent } from '../../protocol/sync/frames.ts';
import type { PendingOp } from '../../sync/overlay.ts';
import { lastWords } from '../caseReader.ts';
import type { ConsoleCore } from '../consoleCore.ts';
import { relatedCases } from './relatedCases.ts';
import { type UndoableAct, undoableActs } from './undoableActs.ts';
import { callerShown, sightOf } from '../session/callerShown.ts';
import { argsFor, caseFor, docFor, readerOf } from '../session/reading.ts';
import type { Reader } from '../../domain/permission/reading.ts';

type CaseFileSnapshot = ViewSnapshot<'caseFile'>;

/** Everything of one case, with what this person may do about it now. */
export async function caseFileView(core: ConsoleCore, caseId: string): Promise<CaseFileSnapshot> {
  // A page may open a case with the receipt in its hand: it is shown with the act in it.
  await core.bus.settled();
  const shown = await caseFor(core, caseId);
  const reader = readerOf(core);
  if (shown.found === 'none' || reader === null) return NOTHING_HERE;
  const events = await core.eventsOf(caseId);
  const pending = core.keeper.pendingOf(caseId);
  const { doc } = shown;
  const timeline = seenBy(reader, doc, [
    ...lastWords(events).map((event) => decidedRow(core, event)),
    ...pending.filter(({ op }) => !isDecided(op, events)).map((one) => pendingRow(core, one)),
  ]);
  if (doc !== null) core.questions.looked(caseId);
  if (doc !== null && events.length < toldSteps(doc, shown.ver)) {
    core.questions.completeTimeline(caseId);
  }
  const undoable = await undoableActs(core, doc, events);
  const caller = callerShown(doc, reader, core.sealing);
  return {
    found: shown.found,
    whole: shown.isCold === true ? core.questions.fetchCold(caseId) : null,
    doc: doc === null ? shown.stub : docFor(reader, doc),
    names: namesIn(core, doc ?? shown.stub, timeline),
    callerNumber: caller.number,
    callerName: caller.name,
    callerSight: sightOf(doc, reader),
    timeline,
    related: await relatedCases(core, doc),
    files: filesOf(core, doc),
    acts: doc === null ? [] : actsOf(core, doc, undoable),
    undoable,
    sync: syncOf(core, doc, shown.isOverlaid),
    pendingOps: pending.length,
    silentSince: doc === null ? null : core.silentSince(doc.holder),
    mayTakeCare: doc !== null && mayTakeCare(core, doc),
  };
}

/** Steps before a redaction are told by nobody any more. */
function toldSteps({ redacted }: CaseDoc, ver: number): number {
  return ver - Math.max(0, (redacted?.ver ?? 1) - 1);
}

/** Whether this person may decide in the place of the street that holds the case, because it is silent. */
function mayTakeCare(core: ConsoleCore, doc: CaseDoc): boolean {
  const { person } = core.session;
  if (person === null) return false;
  const asked = { kind: 'case.dispatch', actor: person.id, scope: core.scope, args: {} } as const;
  return isCaretaker({ ...asked, caretaker: true }, doc, core.bus.facts(doc));
}

const NOTHING_HERE: CaseFileSnapshot = {
  found: 'none',
  whole: null,
  doc: null,
  names: {},
  callerNumber: null,
  callerName: null,
  callerSight: 'none',
  timeline: [],
  files: {},
  acts: [],
  sync: 'confirmed',
  pendingOps: 0,
  silentSince: null,
  mayTakeCare: false,
};

function seenBy(reader: Reader, doc: CaseDoc | null, rows: readonly TimelineRow[]): TimelineRow[] {
  return rows.map((row) => ({ ...row, args: argsFor(reader, doc, row.args) }));
}

function filesOf(core: ConsoleCore, doc: CaseDoc | null): CaseFileSnapshot['files'] {
  const hashes = Object.keys(doc?.attachments ?? {});
  return Object.fromEntries(hashes.map((one) => [one, core.attachments.placeOf(one)]));
}

function syncOf(
  { keeper }: ConsoleCore,
  doc: CaseDoc | null,
  isOverlaid: boolean,
): CaseFileSnapshot['sync'] {
  if (isOverlaid) return keeper.isForeignAlone(doc?.caseId ?? '') ? 'street' : 'pending';
  const conflicts = Object.values(doc?.conflicts ?? {});
  return conflicts.some((one) => one.state === 'open') ? 'conflict' : 'confirmed';
}

function actsOf(
  core: ConsoleCore,
  doc: CaseDoc,
  undoable: readonly UndoableAct[],
): CaseFileSnapshot['acts'] {
  const { person } = core.session;
  if (person === null) return [];
  const facts = core.bus.facts(doc);
  const acting = {
    actor: person.id,
    scope: core.scope,
    caretaker: true as const,
    ...(facts.cutOff ? { soleHand: true as const } : {}),
  };
  const acts = actsFor(doc, acting, facts).map((act) => ({
    kind: act.kind,
    allowed: act.allowed,
    later: act.later,
    reason: act.reason === null ? null : plainReason(act.reason),
  }));
  return [...acts, undoAct(undoable)];
}

/** It is about what was done, not about the stage: the host looked at each. */
function undoAct(undoable: readonly UndoableAct[]): CaseFileSnapshot['acts'][number] {
  const allowed = undoable.length > 0;
  return { kind: 'undo', allowed, later: false, reason: allowed ? null : { code: 'undo/nothing' } };
}

function plainReason(reason: {
  readonly code: string;
  readonly detail?: Readonly<Record<string, string | number>>;
}): { code: string; detail?: Record<string, string | number> } {
  return reason.detail === undefined
    ? { code: reason.code }
    : { code: reason.code, detail: { ...reason.detail } };
}

function isDecided(op: AnyOperation, events: readonly WireEvent[]): boolean {
  return events.some((event) => (event.op as AnyOperation | null)?.opId === op.opId);
}

function decidedRow(core: ConsoleCore, event: WireEvent): TimelineRow {
  const op = event.op as AnyOperation;
  return {
    ...opRow(core, op),
    at: event.at,
    errMs: event.errMs,
    outcome: event.outcome,
    rule: event.rule,
    reason: event.reason,
    serverSeq: event.serverSeq,
    ver: event.ver,
  };
}

function pendingRow(core: ConsoleCore, { op, isForeign }: PendingOp): TimelineRow {
  return {
    ...opRow(core, op),
    ...(isForeign === true ? { isForeign } : {}),
    at: op.t.wall + op.t.off,
    errMs: op.t.err,
    outcome: null,
    rule: null,
    reason: null,
    serverSeq: null,
    ver: null,
  };
}

function opRow(
  core: ConsoleCore,
  op: AnyOperation,
): Pick<
  TimelineRow,
  | 'opId'
  | 'kind'
  | 'args'
  | 'actor'
  | 'actorName'
  | 'onBehalf'
  | 'how'
  | 'caretaker'
  | 'scope'
  | 'saidAt'
> {
  return {
    opId: op.opId,
    kind: op.kind,
    args: op.args,
    actor: op.actor,
    actorName: core.profile.personName(op.actor),
    onBehalf: op.onBehalf ?? null,
    how: op.how,
    ...(op.caretaker === true ? { caretaker: true as const } : {}),
    scope: op.scope,
    saidAt: op.said?.at ?? op.t.wall,
  };
}

/** Names for every person, unit and matter that the document or the timeline mentions. */
function namesIn(
  core: ConsoleCore,
  doc: CaseDoc | CaseStub | null,
  timeline: readonly TimelineRow[],
): Record<string, string> {
  const names: Record<string, string> = {};
  const text = JSON.stringify([
    doc,
    timeline.map((row) => [row.args, row.actor, row.onBehalf, row.scope]),
  ]);
  const words = [...text.matchAll(/"([\w:.,-]{2,})"/g)].flatMap(
    ([, word]) => word?.split(',') ?? [],
  );
  for (const word of words) {
    const id = word.replace(/^unit:/, '');
    if (id in names) continue;
    const { personById, matterById } = core.reference;
    const name = core.profile.unitName(id) ?? personById.get(id)?.name ?? matterById.get(id)?.name;
    if (name !== undefined) names[id] = name;
  }
  return names;
}
