import type { ViewSnapshot } from '../../protocol/console/views.ts';
import { andOpenedBy } from '../board/boardKeys.ts';
import { viewerOf } from '../board/viewer.ts';
import type { ConsoleCore } from '../consoleCore.ts';
import { readerOf } from '../session/reading.ts';

type AlarmsSnapshot = ViewSnapshot<'alarms'>;
type Alarm = AlarmsSnapshot['alarms'][number];
const ROWS_MAX = 100;
const HEALED_SHOWN_MS = 10 * 60_000;

type AlarmRow = {
  readonly case_id: string;
  readonly case_no: string;
  readonly title: string;
  readonly since: number;
};

/**
 * What must not be overlooked. A1: a critical case that nobody signed within its limit, that no call rings here
 * any more because another console has the seat, and a district whose log is not the one that this console has
 * witnessed, or was put back behind it. A2: a limit that ran out on a case of mine, a login that the district has
 * not seen, a line that was cut or came back, a conflict that waits for my scope.
 */
export async function alarmsView(core: ConsoleCore): Promise<AlarmsSnapshot> {
  const person = readerOf(core);
  if (person === null) return { alarms: [] };
  const now = core.now();
  const viewer = viewerOf(person, core.scope);
  const own = andOpenedBy(viewer.keys);
  const here = [JSON.stringify(viewer.holders ?? []), ...own.params];
  const isHere = `holder IN (SELECT value FROM json_each(?))${own.sql}`;
  const select = "SELECT case_id, case_no, json_extract(row, '$.title') AS title";
  const [unsigned, overdue, conflicts] = await core.replica.read(async (reader) => [
    await reader.all<AlarmRow>(
      `${select}, sign_by AS since FROM board
       WHERE sign_by > 0 AND sign_by <= ? AND ${isHere} ORDER BY sign_by LIMIT ?`,
      [now, ...here, ROWS_MAX],
    ),
    await reader.all<AlarmRow>(
      // The latest first by their own index: by holder, all that ran out would be sorted each time.
      `${select}, due_at AS since FROM board INDEXED BY board_overdue
       WHERE open = 1 AND lane = 0 AND due_at <= ? AND sign_by = 0 AND ${isHere}
       ORDER BY due_at DESC LIMIT ?`,
      [now, ...here, ROWS_MAX],
    ),
    await reader.all<AlarmRow>(
      `${select}, updated_at AS since FROM board WHERE conflicts > 0 AND ${isHere} LIMIT ?`,
      [...here, ROWS_MAX],
    ),
  ]);
  const seen = await core.desk.seenAlarms();
  const found = [
    ...unsigned.map((row) => caseAlarm(row, 'A1', 'unsigned')),
    ...lineAlarms(core),
    ...seatAlarms(core),
    ...loginAlarms(core),
    ...(await historyAlarms(core, now)),
    ...conflicts.map((row) => caseAlarm(row, 'A2', 'conflict')),
    ...overdue.map((row) => caseAlarm(row, 'A2', 'overdue')),
  ];
  return { alarms: found.map((alarm) => ({ ...alarm, acknowledged: seen.has(alarm.id) })) };
}

function caseAlarm(row: AlarmRow, level: Alarm['level'], code: string): Alarm {
  return {
    id: `${code}:${row.case_id}`,
    level,
    code,
    caseId: row.case_id,
    caseNo: row.case_no === '' ? null : row.case_no,
    title: row.title,
    since: row.since,
    acknowledged: false,
  };
}

function lineAlarms(core: ConsoleCore): Alarm[] {
  const since = core.lineMark.lostAt;
  if (since !== null) return [lineAlarm('line-cut', since)];
  const healed = core.healing.last;
  const isNew = healed !== null && core.clock.wall() - healed.healedAt < HEALED_SHOWN_MS;
  return isNew ? [lineAlarm('line-healed', healed.healedAt)] : [];
}

/** Another console has taken the seat over: nothing rings here any more. */
function seatAlarms(core: ConsoleCore): Alarm[] {
  const { lost } = core.seat;
  return lost === null ? [] : [{ ...lineAlarm('seat-lost', lost.at), level: 'A1', title: lost.by }];
}

/** The district did not see this login, or knows it no more: the person's own notices do not come. */
function loginAlarms(core: ConsoleCore): Alarm[] {
  const { person, token } = core.session;
  if (person === null || token !== null || !core.isOnline()) return [];
  return [lineAlarm('login-again', person.since)];
}

/** What the district signed does not go on from what it signed before, or leaves some of that out. */
async function historyAlarms(core: ConsoleCore, now: number): Promise<Alarm[]> {
  const { heads } = core.questions;
  const since = await heads.doubtedSince(now);
  const partings = await heads.partings(now);
  const changed = since === null ? [] : [lineAlarm('history-changed', since)];
  const left = partings.map((one) => ({
    ...lineAlarm('history-put-back', one.since),
    title: String(one.entries),
  }));
  return [...changed, ...left].map((alarm) => ({ ...alarm, level: 'A1' }));
}

function lineAlarm(code: string, since: number): Alarm {
  return {
    id: `${code}:${since}`,
    level: 'A2',
    code,
    caseId: null,
    caseNo: null,
    title: '',
    since,
    acknowledged: false,
  };
}
