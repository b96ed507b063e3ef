import type { ViewSnapshot } from '../../protocol/console/views.ts';
import { andOpenedBy, keysAt, type KeyClause } from '../board/boardKeys.ts';
import type { ConsoleCore } from '../consoleCore.ts';
import { readerOf } from '../session/reading.ts';
import { fillingOf, scopeName } from './sessionView.ts';

type SyncSnapshot = ViewSnapshot<'sync'>;
const OUTBOX_ROWS = 200;
const STREET_SILENT_MS = 60_000;

type ActRow = {
  readonly op_id: string;
  readonly kind: string;
  readonly case_id: string | null;
  readonly case_no: string | null;
  readonly made_at: number;
  readonly rseq: number;
  readonly outcome: string | null;
  readonly rule: number | null;
  readonly reason: string | null;
};

/** The line, what waits to be sent, what became of what was sent, and what the district cannot see. */
export async function syncView(core: ConsoleCore): Promise<SyncSnapshot> {
  const status = core.engine.status();
  const { incarnation, device, replica } = core.outbox.identity();
  const rows = await core.files.outbox.read((reader) =>
    reader.all<ActRow>(
      `SELECT a.op_id, a.kind, a.case_id, a.case_no, a.made_at, a.rseq, d.outcome, d.rule, d.reason
       FROM act a LEFT JOIN decision d ON d.op_id = a.op_id
       WHERE a.incarnation = ? ORDER BY a.rseq DESC LIMIT ?`,
      [incarnation, OUTBOX_ROWS],
    ),
  );
  const outcomes = await core.files.outbox.read((reader) =>
    reader.all<{ outcome: string; n: number }>(
      'SELECT outcome, COUNT(*) AS n FROM decision WHERE incarnation = ? GROUP BY outcome',
      [incarnation],
    ),
  );
  const own = andOpenedBy(keysAt(readerOf(core), core.scope));
  const numbers = await caseNumbers(core, rows, own);
  const isCut = core.line.isCut();
  return {
    line: isCut ? 'cut' : status.line,
    since: isCut ? core.cutSince : status.since,
    lastHeard: status.lastHeard,
    cutByHand: isCut,
    drillUntil: isCut ? null : core.news.drillUntil,
    refusedWith: isCut || status.line !== 'refused' ? null : status.refusedWith,
    heldBack: isCut ? null : status.heldBack,
    ...stationOf(core),
    pendingOps: core.keeper.undecidedCount(),
    pendingCases: core.keeper.undecidedCases(),
    oldestPendingAt: core.keeper.oldestUndecidedAt(),
    byOutcome: Object.fromEntries(outcomes.map((row) => [row.outcome, row.n])),
    clockOffsetMs: status.off,
    clockErrMs: status.err,
    numbersLeft: await core.numbers.left(incarnation, core.bus.today()),
    cursor: core.replica.cursors()[core.scope] ?? 0,
    outbox: rows.map((row) => ({
      opId: row.op_id,
      kind: row.kind,
      ...shownCaseOf(row, numbers),
      at: row.made_at,
      rseq: row.rseq,
      outcome: row.outcome,
      rule: row.rule,
      reason: row.reason,
    })),
    healing: core.healing.last,
    checks: checksOf(core),
    ...fillingOf(core),
    streets: await streetsOf(core),
    device: { device, replica, incarnation },
  };
}

function checksOf(core: ConsoleCore): SyncSnapshot['checks'] {
  const { compared = 0, repaired = 0, repairedAt = null } = core.engine.checks() ?? {};
  return { compared, repaired, repairedAt };
}

function stationOf({ street, keeper }: ConsoleCore): Pick<SyncSnapshot, 'station'> {
  if (street === null) return {};
  return { station: { ...street.report(), others: keeper.foreignCount() } };
}

type CaseNumbers = { readonly of: ReadonlyMap<string, string>; readonly isAll: boolean };

/** Which case an act was on is told to whoever may read that case. */
function shownCaseOf(
  { case_id: caseId, case_no: caseNo }: ActRow,
  numbers: CaseNumbers,
): Pick<SyncSnapshot['outbox'][number], 'caseId' | 'caseNo'> {
  const known = numbers.of.get(caseId ?? '');
  if (!numbers.isAll && known === undefined) return { caseId: null, caseNo: null };
  return { caseId, caseNo: caseNo ?? known ?? null };
}

async function caseNumbers(
  core: ConsoleCore,
  rows: readonly ActRow[],
  own: KeyClause,
): Promise<CaseNumbers> {
  const found = await core.replica.read((reader) =>
    reader.all<{ case_id: string; case_no: string }>(
      `SELECT case_id, case_no FROM board
       WHERE case_id IN (SELECT value FROM json_each(?))${own.sql}`,
      [JSON.stringify([...new Set(rows.map((row) => row.case_id))]), ...own.params],
    ),
  );
  const of = new Map(found.map((row) => [row.case_id, row.case_no]));
  return { of, isAll: own.sql === '' };
}

async function streetsOf(core: ConsoleCore): Promise<SyncSnapshot['streets']> {
  const counted = await core.replica.read((reader) =>
    reader.all<{ street: string; n: number }>(
      `SELECT substr(holder, ${'street:'.length + 1}) AS street, COUNT(*) AS n FROM board
       WHERE open = 1 AND holder LIKE 'street:%' GROUP BY holder`,
    ),
  );
  const open = new Map(counted.map((row) => [row.street, row.n]));
  const news = new Map(core.news.streets.map((one) => [one.street, one]));
  const isOnline = core.isOnline();
  const streets = core.reference.catalogue?.streets.map((street) => street.code) ?? [
    ...news.keys(),
  ];
  return streets.map((street) => {
    const told = news.get(street);
    // This console is the street: it need not be told that it is here.
    const isHere = isOnline && core.scope === `street:${street}`;
    const lastSeen = isHere ? core.now() : (told?.lastSeen ?? null);
    return {
      street,
      name: scopeName(core, `street:${street}`) ?? street,
      lastSeen,
      open: told?.open ?? open.get(street) ?? 0,
      line: isOnline ? lineOf(lastSeen, isHere ? core.now() : core.news.streetsAt) : 'unknown',
    };
  });
}

function lineOf(lastSeen: number | null, toldAt: number): SyncSnapshot['streets'][number]['line'] {
  if (lastSeen === null) return 'unknown';
  return toldAt - lastSeen < STREET_SILENT_MS ? 'online' : 'cut';
}
