import type { WireDecision } from '../../protocol/sync/frames.ts';
import type { SqlReader, SqlWriter } from '../../storage/sqlite/database.ts';

/**
 * What the district decided of acts of this console. The first word stands, but what was deferred is decided
 * once more, and then that is what became of it (I-03).
 */
export async function writeDecisions(
  tx: SqlWriter,
  decisions: readonly WireDecision[],
  incarnation: number,
): Promise<void> {
  await tx.insertRows(
    'OR IGNORE INTO decision',
    ['op_id', 'rseq', 'incarnation', 'outcome', 'rule', 'reason', 'ver', 'server_seq', 'at'],
    decisions.map((d) => [
      d.opId,
      d.rseq,
      incarnation,
      d.outcome,
      d.rule,
      d.reason?.code ?? null,
      d.ver,
      d.serverSeq,
      d.at,
    ]),
  );
  const again = decisions.filter(({ redecides }) => redecides !== undefined);
  for (const { opId, outcome, rule, reason, ver, serverSeq, at } of again) {
    await tx.run(
      `UPDATE decision SET outcome = ?, rule = ?, reason = ?, ver = ?, server_seq = ?, at = ?
       WHERE op_id = ? AND outcome = 'deferred' AND server_seq < ?`,
      [outcome, rule, reason?.code ?? null, ver, serverSeq, at, opId, serverSeq],
    );
  }
}

/**
 * Forgets what was decided of every earlier incarnation; whether acts now wait that have no place in this one.
 */
export async function forgetEarlier(tx: SqlWriter, incarnation: number): Promise<boolean> {
  await tx.run('DELETE FROM decision WHERE incarnation < ?', [incarnation]);
  const stray = await tx.get<{ readonly found: number }>(
    `SELECT 1 AS found FROM act a LEFT JOIN decision d ON d.op_id = a.op_id
     WHERE a.incarnation < ? AND d.op_id IS NULL AND NOT EXISTS
       (SELECT 1 FROM act own WHERE own.op_id = a.op_id AND own.incarnation = ?) LIMIT 1`,
    [incarnation, incarnation],
  );
  return stray !== null;
}

/** What stands deferred and is still here is asked anew: under its new number the answer is the last decision. */
export async function forgetDeferred(tx: SqlWriter): Promise<void> {
  await tx.run(
    `DELETE FROM decision WHERE outcome = 'deferred'
     AND EXISTS (SELECT 1 FROM act WHERE act.op_id = decision.op_id)`,
  );
}

/** Acts that nobody has decided, whatever their incarnation: each once, in the order they were first said in. */
export function undecidedActs(
  reader: SqlReader,
): Promise<
  readonly { readonly op: string; readonly once: string | null; readonly later: number }[]
> {
  return reader.all(
    `SELECT a.op, a.once, a.later FROM act a LEFT JOIN decision d ON d.op_id = a.op_id
     WHERE d.op_id IS NULL AND NOT EXISTS
       (SELECT 1 FROM act old WHERE old.op_id = a.op_id AND old.incarnation < a.incarnation)
     ORDER BY a.incarnation, a.rseq`,
  );
}

/** Acts of this incarnation that stand deferred and are still here. */
export function deferredRows(
  reader: SqlReader,
  incarnation: number,
): Promise<readonly { readonly rseq: number }[]> {
  return reader.all<{ rseq: number }>(
    `SELECT a.rseq FROM decision d JOIN act a ON a.op_id = d.op_id AND a.incarnation = ?
     WHERE d.outcome = 'deferred' ORDER BY a.rseq`,
    [incarnation],
  );
}
