import type { SqlReader } from '../../storage/sqlite/database.ts';

export type ActRow = {
  readonly opId: string;
  readonly rseq: number;
  readonly caseId: string | null;
  readonly caseNo: string | null;
  readonly later: boolean;
};

/** Kind and author are not known of an act that has left the outbox. */
export type OnceMade = ActRow & { readonly kind: string | null; readonly actor: string | null };

type OnceRow = {
  readonly op_id: string;
  readonly rseq: number;
  readonly case_id: string | null;
  readonly case_no: string | null;
  readonly later: number;
  readonly kind: string | null;
  readonly actor: string | null;
};

const COLUMNS = 'op_id, rseq, case_id, case_no, later';

/** The act that the form with this token made. */
export async function onceMade(reader: SqlReader, once: string): Promise<OnceMade | null> {
  const act = await reader.get<OnceRow>(
    `SELECT ${COLUMNS}, kind, json_extract(op, '$.actor') AS actor FROM act
     WHERE once = ? ORDER BY incarnation DESC`,
    [once],
  );
  const row =
    act ??
    (await reader.get<OnceRow>(
      `SELECT ${COLUMNS}, NULL AS kind, NULL AS actor FROM once_made WHERE once = ?`,
      [once],
    ));
  if (row === null) return null;
  return {
    opId: row.op_id,
    rseq: row.rseq,
    caseId: row.case_id,
    caseNo: row.case_no,
    later: row.later === 1,
    kind: row.kind,
    actor: row.actor,
  };
}
