import type { NoticeRow } from '#core/protocol/console/rows.ts';
import type { Messages } from './zh-CN/catalogue.ts';

/** What a notice says, in one line. A code of a newer program says its outcome at least. */
export function noticeText(
  row: Pick<NoticeRow, 'code' | 'outcome' | 'reason'>,
  m: Messages,
  scopeName: (scope: string) => string,
): string {
  const holder = row.reason?.code === 'case/not-held' ? row.reason.detail?.['holder'] : undefined;
  if (row.code === 'act-adjusted' && typeof holder === 'string') {
    return m.notices.becameProposal(scopeName(holder));
  }
  const codes: Readonly<Record<string, string>> = m.notices.codes;
  return codes[row.code] ?? m.sync.outcomes[row.outcome] ?? row.code;
}

/** Who did what, and what it met: 李静 更正 × 我 更正. */
export function noticeActs(
  row: Pick<NoticeRow, 'kind' | 'own' | 'byName' | 'met'>,
  m: Messages,
): string {
  const act = (one: Pick<NoticeRow, 'kind' | 'own' | 'byName'>): string =>
    m.notices.did(one.own ? m.notices.me : one.byName, actName(one.kind, m));
  return row.met === null ? act(row) : `${act(row)} × ${act(row.met)}`;
}

/** What somebody did, in a word; of a kind that only a newer program knows, that it is one. */
export function actName(kind: string, m: Messages): string {
  return (m.operations.names as Readonly<Record<string, string>>)[kind] ?? m.operations.newer;
}
