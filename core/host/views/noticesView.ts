import type { Role } from '../../domain/operation/identity.ts';
import type { Reader } from '../../domain/permission/reading.ts';
import { DAY_MS } from '../../kernel/time.ts';
import type { NoticesParams } from '../../protocol/console/notices.ts';
import type { NoticeRow } from '../../protocol/console/rows.ts';
import type { ViewSnapshot } from '../../protocol/console/views.ts';
import { andOpenedBy, keysAt } from '../board/boardKeys.ts';
import type { ConsoleCore } from '../consoleCore.ts';
import { readerOf } from '../session/reading.ts';
import { SEEN_DAYS } from '../store/deskStore.ts';
import {
  readNoticeHeads,
  readNotices,
  type NoticeHead,
  type ToldNotice,
} from '../store/noticeRows.ts';

type NoticesSnapshot = ViewSnapshot<'notices'>;

/** Of a list, what a view of it showed. */
type Shown = {
  readonly list: NonNullable<NoticesParams['list']>;
  readonly upTo: NoticesSnapshot['upTo'];
};

const ROWS = 100;
const NOTHING = { notices: [], from: 0, total: 0, unread: 0, unreadListed: 0, upTo: 0 };
/** Marks of what was seen are kept as long. */
const NEWS_MS = SEEN_DAYS * DAY_MS;
const SCOPE_READERS: readonly Role[] = ['operator', 'dispatcher', 'dutyChief'];
const SECURITY_READERS: readonly Role[] = ['dutyChief', 'administrator'];
const SECURITY_CODE = 'acted-without-grant';

/** What was told to whoever sits here and to the scope he works for, newest first; a window of it. */
export async function noticesView(
  core: ConsoleCore,
  { list = 'all', from = 0, count = ROWS }: NoticesParams = {},
): Promise<NoticesSnapshot> {
  const reader = readerOf(core);
  const asOf = core.now();
  if (reader === null) return { ...NOTHING, asOf };
  const heads = await headsFor(core, reader);
  const isRead = await readingOf(core, reader.person);
  const listed = listedFor(reader, list, heads);
  const window = listed.slice(from, from + count);
  const told = await core.replica.read((rows) =>
    readNotices(rows, inboxesOf(core, reader), window),
  );
  const known = await casesOf(core, told, reader);
  const notices = told.map((notice): NoticeRow => {
    const row = { ...rowOf(core, notice, reader.person), ...caseShown(notice, known) };
    return { ...row, read: isRead({ ...notice, op_id: notice.opId }) };
  });
  const unreadOf = (some: readonly NoticeHead[]): number =>
    some.filter((one) => !isRead(one)).length;
  const unread = { unread: unreadOf(heads), unreadListed: unreadOf(listed) };
  return { notices, from, total: listed.length, ...unread, upTo: listed[0]?.seq ?? 0, asOf };
}

/** Ids of what a list holds up to there that whoever sits here has not seen; what came since is not. */
export async function unreadNotices(core: ConsoleCore, { list, upTo }: Shown): Promise<string[]> {
  const reader = readerOf(core);
  if (reader === null) return [];
  const isRead = await readingOf(core, reader.person);
  const heads = await headsFor(core, reader);
  return listedFor(reader, list, heads)
    .filter((one) => one.seq <= upTo && !isRead(one))
    .map(idOf);
}

function listedFor(
  { person }: Reader,
  list: NonNullable<NoticesParams['list']>,
  heads: readonly NoticeHead[],
): readonly NoticeHead[] {
  return list === 'all' ? heads : heads.filter((one) => one.to === person);
}

const inboxesOf = (core: ConsoleCore, { person }: Reader): readonly string[] => [
  `inbox:${person}`,
  `inbox:${core.scope}`,
];

/**
 * What is for me alone is news until I have seen it; what everybody is told, when it came while I was here.
 */
async function readingOf(
  core: ConsoleCore,
  person: string,
): Promise<(notice: NoticeHead) => boolean> {
  const now = core.now();
  const here = core.session.person?.since ?? now;
  const seen = await core.desk.seenNotices(person);
  return (notice) => {
    const isNews = notice.at >= (notice.to === person ? now - NEWS_MS : here);
    return !isNews || seen.has(idOf(notice));
  };
}

/** What is told to both is told once, to the person; a scope does not hear of one's own act. */
async function headsFor(core: ConsoleCore, who: Reader): Promise<NoticeHead[]> {
  const { person, grants } = who;
  const [own = [], shared = []] = await core.replica.read((reader) =>
    Promise.all(inboxesOf(core, who).map((inbox) => readNoticeHeads(reader, inbox))),
  );
  const isKnown = new Set(own.map(idOf));
  const isFor = (notice: NoticeHead): boolean => {
    if (notice.by === person || isKnown.has(idOf(notice))) return false;
    const roles = notice.code === SECURITY_CODE ? SECURITY_READERS : SCOPE_READERS;
    return grants.some(
      ({ role, scope }) => roles.includes(role) && (scope === core.scope || scope === 'district'),
    );
  };
  return [...own, ...shared.filter(isFor)].sort((a, b) => b.seq - a.seq);
}

function rowOf(core: ConsoleCore, notice: ToldNotice, person: string): NoticeRow {
  const { met } = notice;
  return {
    id: idOf({ op_id: notice.opId, code: notice.code }),
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

function idOf({ op_id: opId, code }: Pick<NoticeHead, 'op_id' | 'code'>): string {
  return `${opId}:${code}`;
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
