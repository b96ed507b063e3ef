import type { Role } from '../../domain/operation/identity.ts';
import type { Reader } from '../../domain/permission/reading.ts';
import { DAY_MS } from '../../kernel/time.ts';
import type { NoticeRow } from '../../protocol/console/rows.ts';
import type { ViewSnapshot } from '../../protocol/console/views.ts';
import { INBOX_KEPT } from '../../protocol/sync/frames.ts';
import { andOpenedBy, keysAt } from '../board/boardKeys.ts';
import type { ConsoleCore } from '../consoleCore.ts';
import { readerOf } from '../session/reading.ts';
import { SEEN_DAYS } from '../store/deskStore.ts';
import { readNotices, type ToldNotice } from '../store/noticeRows.ts';

type NoticesSnapshot = ViewSnapshot<'notices'>;

const OWN_MAX = 200;
const SCOPE_MAX = 100;
/** Marks of what was seen are kept as long. */
const NEWS_MS = SEEN_DAYS * DAY_MS;
const SCOPE_READERS: readonly Role[] = ['operator', 'dispatcher', 'dutyChief'];
const SECURITY_READERS: readonly Role[] = ['dutyChief', 'administrator'];
const SECURITY_CODE = 'acted-without-grant';

/** What was told to whoever sits here and to the scope he works for, newest first. */
export async function noticesView(core: ConsoleCore): Promise<NoticesSnapshot> {
  const reader = readerOf(core);
  const now = core.now();
  if (reader === null) return { notices: [], unread: 0, asOf: now };
  const told = await toldTo(core, reader);
  const seen = await core.desk.seenNotices(reader.person);
  const known = await casesOf(core, told, reader);
  // What is for me alone is news until I have seen it; what everybody is told, when it came while I was here.
  const here = core.session.person?.since ?? now;
  const rows = told.map((notice): NoticeRow => {
    const row = { ...rowOf(core, notice, reader.person), ...caseShown(notice, known) };
    const isNews = notice.at >= (row.mine ? now - NEWS_MS : here);
    return { ...row, read: seen.has(row.id) || !isNews };
  });
  return { notices: rows, unread: rows.filter((row) => !row.read).length, asOf: now };
}

/** What is told to both is told once, to the person; a scope does not hear of one's own act. */
async function toldTo(core: ConsoleCore, { person, grants }: Reader): Promise<ToldNotice[]> {
  const [own, shared] = await core.replica.read(async (reader) => [
    await readNotices(reader, `inbox:${person}`, OWN_MAX),
    await readNotices(reader, `inbox:${core.scope}`, INBOX_KEPT),
  ]);
  const isKnown = new Set(own.map(idOf));
  const isFor = (notice: ToldNotice): boolean => {
    if (notice.by === person || isKnown.has(idOf(notice))) return false;
    const roles = notice.code === SECURITY_CODE ? SECURITY_READERS : SCOPE_READERS;
    return grants.some(
      ({ role, scope }) => roles.includes(role) && (scope === core.scope || scope === 'district'),
    );
  };
  return [...own, ...shared.filter(isFor).slice(0, SCOPE_MAX)].sort((a, b) => b.seq - a.seq);
}

function rowOf(core: ConsoleCore, notice: ToldNotice, person: string): NoticeRow {
  const { met } = notice;
  return {
    id: idOf(notice),
    code: notice.code,
    rule: notice.rule,
    mine: notice.to === person,
    own: notice.by === person,
    read: false,
    caseId: null,
    caseNo: null,
    caseTitle: null,
    kind: notice.kind,
    byName: core.profile.personName(notice.by),
    scope: notice.scope,
    saidAt: notice.saidAt,
    at: notice.at,
    errMs: notice.errMs,
    outcome: notice.outcome,
    reason: notice.reason,
    met:
      met === null
        ? null
        : {
            kind: met.kind,
            byName: core.profile.personName(met.by),
            own: met.by === person,
            scope: met.scope,
            at: met.at,
          },
  };
}

function idOf(notice: ToldNotice): string {
  return `${notice.opId}:${notice.code}`;
}

type KnownCases = {
  readonly of: ReadonlyMap<string, { readonly caseNo: string | null; readonly title: string }>;
  /** Whoever looks reads every case of this console, those that left it by their number. */
  readonly isAll: boolean;
};

/** Which case it was about is told to whoever may read that case. */
function caseShown(
  { caseId, caseNo }: ToldNotice,
  known: KnownCases,
): Pick<NoticeRow, 'caseId' | 'caseNo' | 'caseTitle'> {
  const found = known.of.get(caseId ?? '');
  if (found === undefined && !known.isAll) return { caseId: null, caseNo: null, caseTitle: null };
  return { caseId, caseNo: found?.caseNo ?? caseNo, caseTitle: found?.title ?? null };
}

async function casesOf(
  core: ConsoleCore,
  told: readonly ToldNotice[],
  who: Reader,
): Promise<KnownCases> {
  const own = andOpenedBy(keysAt(who, core.scope));
  const ids = new Set(told.flatMap((one) => one.caseId ?? []));
  const rows = await core.replica.read((reader) =>
    reader.all<{ case_id: string; case_no: string; title: string }>(
      `SELECT case_id, case_no, json_extract(row, '$.title') AS title FROM board
       WHERE case_id IN (SELECT value FROM json_each(?))${own.sql}`,
      [JSON.stringify([...ids]), ...own.params],
    ),
  );
  const of = rows.map(
    (row) =>
      [row.case_id, { caseNo: row.case_no === '' ? null : row.case_no, title: row.title }] as const,
  );
  return { of: new Map(of), isAll: own.sql === '' };
}
