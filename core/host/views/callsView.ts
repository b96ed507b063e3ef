import type { CallRow } from '../../protocol/console/rows.ts';
import type { ViewSnapshot } from '../../protocol/console/views.ts';
import { maskedNumber } from '../../domain/permission/masked.ts';
import type { ConsoleCore } from '../consoleCore.ts';
import { nameKnown } from '../session/callerShown.ts';
import { readerOf } from '../session/reading.ts';
import { isHallSeat } from '../../domain/permission/hallSeat.ts';
import { callerSight, callSight, mayRead } from '../../domain/permission/reading.ts';
import type { CaseDoc } from '../../domain/case/caseDoc.ts';
import { DAY_MS } from '../../kernel/time.ts';
import type { StoredRow } from '../board/boardColumns.ts';

type CallsSnapshot = ViewSnapshot<'calls'>;
const HISTORY_MAX = 10;

const SILENT: Omit<CallsSnapshot, 'seat'> = {
  seatState: 'off',
  calls: [],
  queue: 0,
  longestWaitMs: 0,
  idleSeats: 0,
  seatsTotal: 0,
  shift: { answered: 0, within15: 0, meanTalkMs: 0, toCallBack: 0, answeredAtOnce: 0, drafts: 0 },
  lastHour: [],
};

/** Calls of my seat as the district told them last, with what this replica knows of the caller. */
export async function callsView(core: ConsoleCore): Promise<CallsSnapshot> {
  const told = toldHere(core);
  const calls: CallRow[] = [];
  for (const call of told.calls) calls.push(await withHistory(core, call));
  const { person } = core.session;
  const drafts = person === null ? 0 : await core.drafts.unfinished(person.id);
  const hallSeats = core.reference.catalogue?.seats.filter(isHallSeat).length ?? 0;
  return {
    ...told,
    seat: person?.seat ?? null,
    calls,
    seatsTotal: told.seatsTotal > 0 ? told.seatsTotal : hallSeats,
    shift: { ...SILENT.shift, ...told.shift, drafts },
  };
}

/** Calls are last values, not facts: without a line nothing is known of them. */
function toldHere(core: ConsoleCore): Omit<CallsSnapshot, 'seat'> {
  const isTold = core.isOnline() && core.seat.lost === null;
  const news = isTold ? (core.news.calls as Partial<CallsSnapshot> | null) : null;
  return { ...SILENT, ...news };
}

const IN_HAND: readonly CallRow['state'][] = ['claimed', 'answered', 'held'];

/** Somebody is on the line with this seat: whoever sits here does not leave him. */
export function hasCallInHand(core: ConsoleCore): boolean {
  if (core.session.person === null) return false;
  return toldHere(core).calls.some(({ state }) => IN_HAND.includes(state));
}

async function withHistory(core: ConsoleCore, call: CallRow): Promise<CallRow> {
  if (call.number === null) return call;
  const sight = callSight(readerOf(core));
  if (sight === 'none') return { ...call, number: null };
  const shown = sight === 'open' ? call : { ...call, number: maskedNumber(call.number) };
  const known = await callerCases(core, call.number);
  const now = core.now();
  const since = (days: number): number =>
    known.filter((one) => one.row.createdAt >= now - days * DAY_MS).length;
  return {
    ...shown,
    callerName: call.callerName ?? known.find((one) => one.name !== null)?.name ?? null,
    callerKind: call.callerKind ?? known[0]?.kind ?? null,
    confidential: known.some((one) => one.isConfidential),
    callsThisMonth: call.callsThisMonth > 0 ? call.callsThisMonth : since(30),
    callsThisYear: call.callsThisYear > 0 ? call.callsThisYear : since(365),
    history: known
      .filter(isOpen)
      .slice(0, HISTORY_MAX)
      .map(({ row, satisfied }) => ({
        caseId: row.caseId,
        caseNo: row.caseNo,
        at: row.createdAt,
        title: row.title,
        stage: row.stage,
        dueAt: row.clock?.dueAt ?? null,
        satisfied,
      })),
  };
}

export type CallerCase = {
  readonly row: StoredRow;
  readonly name: string | null;
  readonly kind: 'person' | 'enterprise' | 'vulnerable' | null;
  readonly isConfidential: boolean;
  /** Whether whoever looks may read the case and see who its caller is. */
  readonly isOpen: boolean;
  readonly satisfied: number | null;
};

/** Cases of a number, newest first, found by its HMAC. */
export async function callerCases(core: ConsoleCore, number: string): Promise<CallerCase[]> {
  const hmac = core.sealing.hmacOf(number);
  const rows = await core.replica.read((reader) =>
    reader.all<{ row: string; doc: string | null }>(
      `SELECT b.row, COALESCE(o.doc, c.doc) AS doc
       FROM caller_case k JOIN board b ON b.case_id = k.case_id
       LEFT JOIN overlay o ON o.case_id = k.case_id
       LEFT JOIN confirmed c ON c.case_id = k.case_id AND c.form <> 'stub'
       WHERE k.number_hmac = ? ORDER BY k.created_at DESC LIMIT 50`,
      [hmac],
    ),
  );
  return rows.map(({ row, doc }) => callerCase(core, hmac, { row, doc }));
}

function callerCase(
  core: ConsoleCore,
  hmac: string,
  stored: { readonly row: string; readonly doc: string | null },
): CallerCase {
  const row = JSON.parse(stored.row) as StoredRow;
  if (stored.doc === null) {
    return { row, ...UNKNOWN, satisfied: null };
  }
  const doc = JSON.parse(stored.doc) as CaseDoc;
  const lastTry = Object.values(doc.callbacks ?? {}).at(-1);
  return { row, ...callerOf(core, hmac, doc), satisfied: lastTry?.satisfied ?? null };
}

type KnownCaller = Pick<CallerCase, 'name' | 'kind' | 'isConfidential' | 'isOpen'>;
const UNKNOWN: KnownCaller = { name: null, kind: null, isConfidential: false, isOpen: false };

function isOpen(known: CallerCase): boolean {
  return known.isOpen;
}

function callerOf(core: ConsoleCore, hmac: string, doc: CaseDoc): KnownCaller {
  const caller = doc.caller?.numberHmac === hmac ? doc.caller : doc.callers?.[hmac];
  if (caller === undefined) return UNKNOWN;
  const reader = readerOf(core);
  return {
    name: nameKnown(doc, caller, { reader, sealing: core.sealing }),
    kind: caller.kind,
    isConfidential: caller.confidential || doc.confidential === true,
    isOpen: reader !== null && mayRead(reader, doc) && callerSight(reader, doc, caller) === 'open',
  };
}
