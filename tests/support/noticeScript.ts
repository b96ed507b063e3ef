import type { NoticeRow } from '#core/protocol/console/rows.ts';
import type { NoticesParams, NoticesView } from '#core/protocol/console/notices.ts';

const MINUTE = 60_000;

/** What a desk was told: acts that met, a proposal, an act without the right to it; or nothing at all. */
export function noticeScript(
  now: number,
  { list }: NoticesParams = {},
  isEmpty = false,
): NoticesView {
  const row = (ago: number, over: Partial<NoticeRow>): NoticeRow => ({
    id: `op-${ago}:${over.code ?? ''}`,
    code: 'conflict-raised',
    rule: null,
    mine: true,
    own: true,
    read: false,
    caseId: `case-${ago}`,
    caseNo: `DZM261121-${String(ago).padStart(4, '0')}`,
    caseTitle: '关于市民反映污水井盖缺失，行人险跌的问题',
    kind: 'case.edit',
    byName: '派遣员 05',
    scope: 'street:110101009',
    saidAt: now - ago * MINUTE,
    at: now - ago * MINUTE - 2_000,
    errMs: 2_000,
    outcome: 'conflict',
    reason: null,
    met: null,
    ...over,
  });
  const met = (kind: string, byName: string, own = false): NoticeRow['met'] => ({
    kind,
    byName,
    own,
    scope: 'district',
    at: now - 41 * MINUTE,
  });
  const held = { code: 'case/not-held', detail: { holder: 'street:110101009' } };
  const notices = [
    row(4, { rule: 7, met: met('case.edit', '值班长 07') }),
    row(9, { code: 'matrix-named-other', rule: 2, kind: 'case.dispatch', outcome: 'superseded' }),
    row(12, { code: 'act-adjusted', kind: 'case.dispatch', outcome: 'adjusted', reason: held }),
    row(20, {
      code: 'fact-after-close',
      rule: 6,
      kind: 'assign.done',
      own: false,
      byName: '派遣员 12',
      outcome: 'adjusted',
      met: met('case.close', '派遣员 05', true),
    }),
    row(33, { code: 'proposed', kind: 'case.dispatch', mine: false, own: false, read: true }),
    row(41, {
      code: 'acted-without-grant',
      rule: 28,
      kind: 'case.note',
      mine: false,
      own: false,
      read: true,
      outcome: 'refused-recorded',
      reason: { code: 'grant/none' },
      byName: '派遣员 31',
    }),
    row(95, { code: 'return-granted', kind: 'judge', own: false, read: true, outcome: 'applied' }),
  ];
  const told = isEmpty ? [] : notices;
  const listed = told.filter((one) => list !== 'mine' || one.mine);
  const unreadOf = (some: readonly NoticeRow[]): number => some.filter((one) => !one.read).length;
  const unread = { unread: unreadOf(told), unreadListed: unreadOf(listed), upTo: 7 };
  return { notices: listed, from: 0, total: listed.length, ...unread, asOf: now };
}
