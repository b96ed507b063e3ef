import type { CaseClock, CaseDoc, ClockName, Stage } from '../../domain/case/caseDoc.ts';
import { ENDED_STAGES } from '../../domain/case/caseDoc.ts';
import { nearFrom } from '../../domain/case/clockState.ts';
import type { CaseRow } from '../../protocol/console/rows.ts';
import type { BoardLane } from '../../protocol/console/views.ts';

/** Numbers of the lanes as stored, in list order. */
export const LANES: readonly BoardLane[] = [
  'now',
  'queue',
  'toDispatch',
  'returned',
  'toSign',
  'inHand',
  'toCheck',
  'toClose',
  'ended',
];
const LANE_OF_STAGE: Readonly<Record<Stage, BoardLane>> = {
  reported: 'queue',
  precheck: 'queue',
  to_dispatch: 'toDispatch',
  dispatched: 'toSign',
  handling: 'inHand',
  handled: 'toCheck',
  to_close: 'toClose',
  closed: 'ended',
  refused: 'ended',
  voided: 'ended',
  merged: 'ended',
};

/** Roles that a case waits for, as bits of `waits`. */
export const WAITS = {
  operator: 1,
  dispatcher: 2,
  dutyChief: 4,
  unit: 8,
  inspector: 16,
  callbackClerk: 32,
} as const;

const URGENCY = { ordinary: 0, urgent: 1, critical: 2 } as const;
export const NEVER = Number.MAX_SAFE_INTEGER;
/** Taken off the key of a critical case in the first lane: before every instant, so before all others there. */
export const CRITICAL_FIRST = 10_000_000_000_000;

export type SyncMark = 'confirmed' | 'pending' | 'conflict' | 'street';
/** Numbers of `sync` as stored. */
const SYNC_MARKS: readonly SyncMark[] = ['confirmed', 'pending', 'conflict', 'street'];
export type StoredRow = Omit<CaseRow, 'mine' | 'leadName'>;

export type BoardColumns = {
  readonly caseId: string;
  readonly caseNo: string;
  readonly open: number;
  readonly lane: number;
  readonly ownLane: number;
  readonly waits: number;
  readonly sync: number;
  readonly urgency: number;
  readonly stage: Stage;
  readonly street: string;
  readonly holder: string;
  readonly units: string;
  readonly matter: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly closedAt: number;
  readonly nearAt: number;
  readonly dueAt: number;
  readonly signBy: number;
  readonly conflicts: number;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly clockKey: number;
  readonly row: StoredRow;
};

export type BoardContext = {
  readonly sync: SyncMark;
  readonly now: number;
  /** Further cases of the same caller in 30 days. */
  readonly repeat: number;
};

/** What the board stores of a case; everything that a filter asks is computed here, once. */
export function boardColumns(doc: CaseDoc, context: BoardContext): BoardColumns {
  const isOpen = !ENDED_STAGES.includes(doc.stage);
  const clock = isOpen ? firstClock(doc) : null;
  const conflicts = openConflicts(doc);
  const sync = conflicts > 0 && context.sync === 'confirmed' ? 'conflict' : context.sync;
  const times = timeColumns(doc, clock, isOpen);
  const isLate = clock !== null && clock.dueAt <= context.now;
  const lanes = laneColumns(doc, { isOpen, isLate });
  return {
    caseId: doc.caseId,
    open: isOpen ? 1 : 0,
    waits: isOpen ? waitsFor(doc) : waitsAfterClosing(doc),
    sync: SYNC_MARKS.indexOf(sync),
    urgency: URGENCY[doc.urgency],
    stage: doc.stage,
    holder: doc.holder,
    units: unitsAtWork(doc),
    createdAt: doc.createdAt,
    updatedAt: doc.updatedAt,
    conflicts,
    ...wordColumns(doc),
    ...pointColumns(doc),
    ...times,
    ...lanes,
    clockKey: clockKey(doc, times.dueAt, lanes.lane === 0),
    row: rowOf(doc, { clock, sync, repeat: context.repeat }),
  };
}

function wordColumns(doc: CaseDoc): Pick<BoardColumns, 'caseNo' | 'street' | 'matter'> {
  return { caseNo: doc.caseNo ?? '', street: doc.place.street ?? '', matter: doc.matter ?? '' };
}

function pointColumns(doc: CaseDoc): Pick<BoardColumns, 'lon' | 'lat'> {
  const { point } = doc.place;
  return { lon: point?.lonE6 ?? null, lat: point?.latE6 ?? null };
}

function timeColumns(
  doc: CaseDoc,
  clock: FirstClock | null,
  isOpen: boolean,
): Pick<BoardColumns, 'closedAt' | 'nearAt' | 'dueAt'> {
  const closedAt = doc.closedAt ?? 0;
  if (!isOpen || clock === null) return { closedAt, nearAt: NEVER, dueAt: NEVER };
  const { startedAt, dueAt } = clock;
  return { closedAt, nearAt: nearFrom({ startedAt, dueAt }), dueAt };
}

/** Place within a lane: the clock that runs out first; what ended last; of what cannot wait, the critical. */
function clockKey(doc: CaseDoc, dueAt: number, isNow: boolean): number {
  if (ENDED_STAGES.includes(doc.stage)) return NEVER - (doc.closedAt ?? doc.updatedAt);
  if (!isNow || doc.urgency !== 'critical') return dueAt;
  return (dueAt === NEVER ? 0 : dueAt) - CRITICAL_FIRST;
}

function laneColumns(
  doc: CaseDoc,
  on: { readonly isOpen: boolean; readonly isLate: boolean },
): Pick<BoardColumns, 'lane' | 'ownLane' | 'signBy'> {
  const ownLane = LANES.indexOf(
    on.isOpen && hasOpenAsk(doc) ? 'returned' : LANE_OF_STAGE[doc.stage],
  );
  const isUnsigned = on.isOpen && doc.urgency === 'critical' && !isSigned(doc);
  // Rule 10: another case has taken the crew, so this one is dispatched first.
  const lostItsUnit = on.isOpen && doc.unitLost !== undefined;
  return {
    ownLane,
    lane: [isUnsigned, on.isLate, lostItsUnit].includes(true) ? 0 : ownLane,
    signBy: isUnsigned ? (doc.clocks.sign?.dueAt ?? doc.clocks.dispatch?.dueAt ?? 0) : 0,
  };
}

function rowOf(
  doc: CaseDoc,
  shown: { readonly clock: CaseRow['clock']; readonly sync: SyncMark; readonly repeat: number },
): StoredRow {
  return {
    caseId: doc.caseId,
    caseNo: doc.caseNo ?? null,
    urgency: doc.urgency,
    title: doc.title,
    placeText: doc.place.text,
    street: doc.place.street ?? null,
    stage: doc.stage,
    holder: doc.holder,
    matter: doc.matter ?? null,
    leadUnit: leadUnit(doc),
    clock: shown.clock,
    sync: shown.sync,
    urged: doc.urged,
    handOuts: doc.handOuts,
    returns: doc.returns,
    round: doc.round,
    createdAt: doc.createdAt,
    updatedAt: doc.updatedAt,
    repeat: shown.repeat,
    callers: (doc.caller === undefined ? 0 : 1) + Object.keys(doc.callers ?? {}).length,
    ...flagsOf(doc),
    ...(doc.redacted === undefined ? {} : { redacted: true }),
  };
}

function flagsOf(doc: CaseDoc): Pick<StoredRow, 'suspendedUntil' | 'supervisedUntil'> {
  if (ENDED_STAGES.includes(doc.stage)) return {};
  const { suspended, supervised } = doc;
  return {
    ...(suspended === undefined ? {} : { suspendedUntil: suspended.until }),
    ...(supervised === undefined ? {} : { supervisedUntil: supervised.until }),
  };
}

type FirstClock = {
  readonly name: ClockName;
  readonly startedAt: number;
  readonly dueAt: number;
  readonly pausedSince: number | null;
};

function firstClock(doc: CaseDoc): FirstClock | null {
  let first: { name: ClockName; clock: CaseClock } | null = null;
  for (const [name, clock] of Object.entries(doc.clocks)) {
    if (clock.endedAt !== undefined) continue;
    if (first === null || clock.dueAt < first.clock.dueAt)
      first = { name: name as ClockName, clock };
  }
  if (first === null) return null;
  const { startedAt, dueAt } = first.clock;
  return { name: first.name, startedAt, dueAt, pausedSince: pausedSince(doc, first.clock) };
}

/** Standing still by the suspension that the case has now; whether that still lasts is seen when it is shown. */
function pausedSince({ suspended }: CaseDoc, { paused = [] }: CaseClock): number | null {
  if (suspended === undefined) return null;
  return paused.find(({ to }) => to === suspended.until)?.from ?? null;
}

function hasOpenAsk(doc: CaseDoc): boolean {
  return Object.values(doc.asks ?? {}).some((ask) => ask.state === 'open');
}

function openConflicts(doc: CaseDoc): number {
  return Object.values(doc.conflicts ?? {}).filter((one) => one.state === 'open').length;
}

function isSigned(doc: CaseDoc): boolean {
  return Object.values(doc.assignments ?? {}).some(
    (one) => one.round === doc.round && one.signedAt !== undefined && one.endedAt === undefined,
  );
}

const AT_WORK = ['offered', 'signed', 'responded'];

/** `|unit|unit|`: units whose assignment is open, for a LIKE that meets whole ids only. */
function unitsAtWork(doc: CaseDoc): string {
  const units = Object.values(doc.assignments ?? {})
    .filter((one) => AT_WORK.includes(one.state))
    .map((one) => one.unit);
  return units.length === 0 ? '' : `|${units.join('|')}|`;
}

function leadUnit(doc: CaseDoc): string | null {
  const current = Object.values(doc.assignments ?? {}).filter(
    (one) =>
      one.round === doc.round &&
      one.lead &&
      !['returned', 'recalled', 'waived'].includes(one.state),
  );
  return current.at(-1)?.unit ?? null;
}

function waitsFor(doc: CaseDoc): number {
  const ask = hasOpenAsk(doc) ? WAITS.dispatcher : 0;
  const conflict = openConflicts(doc) > 0 ? WAITS.dispatcher | WAITS.dutyChief : 0;
  return waitsInStage(doc) | ask | conflict;
}

function waitsInStage(doc: CaseDoc): number {
  switch (doc.stage) {
    case 'reported': {
      // Without a matter nobody can file it: whoever dispatches gives it one.
      const sorting = doc.matter === undefined ? WAITS.dispatcher : 0;
      return WAITS.operator | WAITS.dutyChief | sorting;
    }
    case 'precheck':
      return WAITS.inspector;
    case 'to_dispatch':
      return WAITS.dispatcher;
    case 'dispatched':
    case 'handling':
      return WAITS.unit;
    case 'handled':
      return doc.verifyOrdered === undefined ? WAITS.operator | WAITS.dutyChief : WAITS.inspector;
    case 'to_close':
      return WAITS.dutyChief;
    default:
      return 0;
  }
}

function waitsAfterClosing(doc: CaseDoc): number {
  const isDue = doc.callbackDueAt !== undefined && doc.callbackDone === undefined;
  return (isDue ? WAITS.callbackClerk : 0) | (openConflicts(doc) > 0 ? WAITS.dutyChief : 0);
}
