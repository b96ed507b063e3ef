import { REPLAY_MARK } from '../../domain/operation/operation.ts';
import type { SqlWriter } from '../../storage/sqlDatabase.ts';
import {
  FORGOTTEN_START,
  LAST_REDACTION,
  fileListKey,
  filesOf,
  forgottenEntry,
  type Redaction,
} from './forgotten.ts';
import { type LogTexts, logEntryOf } from './sqlRows.ts';

/**
 * I-28: takes what was said out of every act before a redaction, in its transaction: of the log and of the feeds. What
 * waits to be decided stays. Rows of feeds become parts, which tell a reader no more than that an act was.
 */
export async function forgetBefore(tx: SqlWriter, redaction: Redaction): Promise<void> {
  const { caseId, seq } = redaction;
  const rows = await tx.all<LogTexts>(
    `SELECT op, decision, received_ms, chain FROM op_log
     WHERE case_id = ? AND server_seq < ? AND substr(decision, 1, ?) <> ?
       AND NOT (outcome = 'deferred' AND NOT EXISTS
         (SELECT 1 FROM op_log AS again WHERE again.op_id = op_log.op_id || ?))`,
    [caseId, seq, FORGOTTEN_START.length, FORGOTTEN_START, REPLAY_MARK],
  );
  const entries = rows.map(logEntryOf);
  for (const entry of entries) {
    const { op, decision } = forgottenEntry(entry);
    const at = decision.serverSeq;
    await tx.run('UPDATE op_log SET op = ?, decision = ? WHERE server_seq = ?', [
      JSON.stringify(op),
      JSON.stringify(decision),
      at,
    ]);
    await tx.run(
      `UPDATE feed SET type = 'part', body = NULL
       WHERE scope IN (SELECT scope FROM feed_head) AND seq = ? AND type IN ('event', 'enter')`,
      [at],
    );
  }
  const files = [...new Set(entries.flatMap(filesOf))];
  const metas: [string, string][] = [[LAST_REDACTION, String(seq)]];
  if (files.length > 0) metas.push([fileListKey(redaction), JSON.stringify(files)]);
  await tx.upsertRows({ table: 'meta', key: ['key'] }, ['key', 'value'], metas);
}
