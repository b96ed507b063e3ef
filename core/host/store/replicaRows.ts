import type { CaseDoc } from '../../domain/case/caseDoc.ts';
import type { WireEvent } from '../../protocol/sync/frames.ts';
import type { SqlReader, SqlWriter } from '../../storage/sqlite/database.ts';
import type { Page } from '../../sync/syncPorts.ts';
import { dropCold } from './coldRows.ts';
import { writeNotices } from './noticeRows.ts';
import { redactedIn } from './redactedRows.ts';
import { mapInSlices } from './slices.ts';
import { noteUnread } from './unread.ts';
import type { HeldCase, PageChanges } from './pageApply.ts';

type ConfirmedRow = {
  readonly case_id: string;
  readonly form: HeldCase['form'];
  readonly doc: string;
};

export async function heldCases(
  reader: SqlReader,
  ids: readonly string[],
): Promise<Map<string, HeldCase>> {
  const rows = await reader.all<ConfirmedRow>(
    'SELECT case_id, form, doc FROM confirmed WHERE case_id IN (SELECT value FROM json_each(?))',
    [JSON.stringify(ids)],
  );
  return new Map(
    await mapInSlices(rows, (row): [string, HeldCase] => {
      const body = JSON.parse(row.doc) as unknown;
      return row.form === 'stub'
        ? [row.case_id, { form: 'stub', stub: body as never }]
        : [row.case_id, { form: row.form, doc: body as CaseDoc }];
    }),
  );
}

/** Confirmed rows, events and records as a page or a fetched case changes them. */
export async function writeChanges(tx: SqlWriter, changes: PageChanges): Promise<void> {
  await tx.insertRows(
    'OR REPLACE INTO confirmed',
    ['case_id', 'ver', 'form', 'doc'],
    await mapInSlices(changes.cases, ([id, held]) =>
      held.form === 'stub'
        ? [id, 0, 'stub', JSON.stringify(held.stub)]
        : [id, held.doc.ver, held.form, JSON.stringify(held.doc)],
    ),
  );
  await tx.insertRows(
    'OR REPLACE INTO event',
    ['case_id', 'ver', 'server_seq', 'at', 'outcome', 'rule', 'kind', 'body'],
    await mapInSlices(
      changes.events.filter((event) => event.caseId !== null && event.ver !== null),
      (e) => [e.caseId, e.ver, e.serverSeq, e.at, e.outcome, e.rule, kindOf(e), JSON.stringify(e)],
    ),
  );
  await tx.insertRows(
    'OR REPLACE INTO record',
    ['type', 'id', 'ver', 'body'],
    [...changes.records.values()].map(({ type, id, doc }) => [type, id, 0, JSON.stringify(doc)]),
  );
  const known = [...changes.cases].filter(([, held]) => held.form !== 'broken');
  await dropCold(
    tx,
    known.map(([id]) => id),
  );
  // Steps of before a redaction are with nobody any more.
  await tx.run(
    `DELETE FROM event WHERE (case_id, ver) IN (
       SELECT e.case_id, e.ver FROM json_each(?) AS gone JOIN event e
         ON e.case_id = json_extract(gone.value, '$[0]') AND e.ver < json_extract(gone.value, '$[1]'))`,
    [JSON.stringify([...redactedIn(changes.cases)])],
  );
  if (changes.left.size > 0) {
    // Nothing of a case is kept beyond its stub once this replica's scopes are no members (I-18).
    const left = JSON.stringify([...changes.left]);
    await tx.run('DELETE FROM event WHERE case_id IN (SELECT value FROM json_each(?))', [left]);
  }
}

function kindOf(event: WireEvent): string {
  return (event.op as { readonly kind?: string } | null)?.kind ?? '';
}

/** What a page changes, with where its feed stands from then on (I-09). */
export async function writePage(
  tx: SqlWriter,
  page: Pick<Page, 'scope' | 'to'>,
  found: PageChanges,
): Promise<void> {
  await writeChanges(tx, found);
  await writeNotices(tx, page.scope, found.notices);
  if (found.unread !== null) await noteUnread(tx, page.scope, found.unread);
  await tx.run('INSERT OR REPLACE INTO cursor VALUES (?, ?)', [page.scope, page.to]);
}

/** Whether the rows are of this history and their feed stands where the page begins. */
export async function standsAt(
  tx: SqlReader,
  { scope, from, epoch }: Pick<Page, 'scope' | 'from'> & { readonly epoch: string },
): Promise<boolean> {
  const at = await tx.get<{ seq: number }>('SELECT seq FROM cursor WHERE scope = ?', [scope]);
  if ((at?.seq ?? 0) !== from) return false;
  const mark = await tx.get<{ value: string }>("SELECT value FROM mark WHERE key = 'epoch'");
  return mark?.value === epoch;
}

/** All of another history; what settings say stays. */
export async function forgetRows(tx: SqlWriter): Promise<void> {
  for (const table of ['confirmed', 'event', 'record', 'overlay', 'cursor', 'notice', 'cold']) {
    await tx.exec(`DELETE FROM ${table}`);
  }
  await tx.exec('DELETE FROM caller_case; DELETE FROM board_text; DELETE FROM board_point');
  await tx.exec('DELETE FROM board; DELETE FROM case_number; DELETE FROM board_key');
  await tx.run("DELETE FROM mark WHERE key IN ('stubs', 'unread')");
}
