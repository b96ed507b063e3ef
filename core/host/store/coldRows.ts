import type { CaseDoc, CaseStub } from '../../domain/case/caseDoc.ts';
import { stubOf } from '../../domain/case/caseStub.ts';
import { endedAt } from '../../domain/case/endedAt.ts';
import type { SqlReader, SqlWriter } from '../../storage/sqlite/database.ts';
import { LANES, NEVER } from '../board/boardColumns.ts';

const ENDED_LANE = LANES.indexOf('ended');

/** Which cases are not held whole any more, and which not at all. */
export type Rotation = {
  readonly endedBefore: number;
  readonly forgetBefore: number;
  readonly cases: number;
  /** Somebody works on it, or has just looked at it. */
  readonly isKept: (caseId: string) => boolean;
};

type ColdRow = { readonly case_id: string; readonly stub: string };

/** Puts stubs in place of cases that ended before; names them. Whatever is still to be done on one keeps it. */
export async function goCold(tx: SqlWriter, by: Rotation): Promise<readonly string[]> {
  const rows = await tx.all<{ case_id: string; doc: string }>(
    `SELECT b.case_id, c.doc FROM board b JOIN confirmed c ON c.case_id = b.case_id AND c.form = 'full'
     WHERE b.lane = ? AND b.clock_key > ? AND b.open = 0 AND b.sync = 0 AND b.waits = 0 AND b.conflicts = 0
     ORDER BY b.lane, b.clock_key DESC LIMIT ?`,
    [ENDED_LANE, NEVER - by.endedBefore, by.cases],
  );
  const docs = rows
    .map(({ doc }) => JSON.parse(doc) as CaseDoc)
    .filter(({ caseId }) => !by.isKept(caseId));
  const ids = docs.map(({ caseId }) => caseId as string);
  await writeCold(
    tx,
    docs.map((doc) => ({ stub: stubOf(doc), endedAt: endedAt(doc) ?? doc.updatedAt })),
  );
  const list = JSON.stringify(ids);
  for (const table of ['confirmed', 'event']) {
    await tx.run(`DELETE FROM ${table} WHERE case_id IN (SELECT value FROM json_each(?))`, [list]);
  }
  await tx.run('DELETE FROM cold WHERE ended_at < ?', [by.forgetBefore]);
  return ids;
}

export type ColdCase = { readonly stub: CaseStub; readonly endedAt: number };

/** Of cases that are not held in any other form. */
export async function writeCold(tx: SqlWriter, cases: readonly ColdCase[]): Promise<void> {
  await tx.insertRows(
    'OR REPLACE INTO cold',
    ['case_id', 'case_no', 'ended_at', 'stub'],
    cases.map(({ stub, endedAt: at }) => [
      stub.caseId,
      stub.caseNo ?? '',
      at,
      JSON.stringify(stub),
    ]),
  );
}

/** Where the list of stubs goes on, newest first; null when all of them are here. */
export type StubMark = { readonly endedAt: number; readonly caseId: string } | null;

export async function readStubMark(reader: SqlReader): Promise<StubMark | undefined> {
  const sql = "SELECT value FROM mark WHERE key = 'stubs'";
  const row = await reader.get<{ value: string }>(sql);
  return row === null ? undefined : (JSON.parse(row.value) as StubMark);
}

/** A page of stubs and where the list goes on, in one transaction. What is held in another form is newer. */
export async function addStubs(
  tx: SqlWriter,
  cases: readonly ColdCase[],
  next: StubMark,
): Promise<void> {
  const ids = JSON.stringify(cases.map(({ stub }) => stub.caseId));
  const sql = 'SELECT case_id FROM confirmed WHERE case_id IN (SELECT value FROM json_each(?))';
  const held = new Set((await tx.all<{ case_id: string }>(sql, [ids])).map((row) => row.case_id));
  await writeCold(
    tx,
    cases.filter(({ stub }) => !held.has(stub.caseId)),
  );
  const value = JSON.stringify(next);
  await tx.run("INSERT OR REPLACE INTO mark VALUES ('stubs', ?)", [value]);
}

export async function dropCold(tx: SqlWriter, ids: readonly string[]): Promise<void> {
  const sql = 'DELETE FROM cold WHERE case_id IN (SELECT value FROM json_each(?))';
  await tx.run(sql, [JSON.stringify(ids)]);
}

export async function readCold(reader: SqlReader, caseId: string): Promise<CaseStub | null> {
  const sql = 'SELECT case_id, stub FROM cold WHERE case_id = ?';
  const row = await reader.get<ColdRow>(sql, [caseId]);
  return row === null ? null : (JSON.parse(row.stub) as CaseStub);
}

/** Those whose number begins so, the last that ended first. */
export async function coldNumbered(
  reader: SqlReader,
  prefix: string,
  limit: number,
): Promise<readonly CaseStub[]> {
  const rows = await reader.all<ColdRow>(
    `SELECT case_id, stub FROM cold WHERE case_no >= ? AND case_no < ?
     ORDER BY case_no DESC LIMIT ?`,
    [prefix, `${prefix}\uffff`, limit],
  );
  return rows.map(({ stub }) => JSON.parse(stub) as CaseStub);
}
