import type { CaseId } from '../../domain/operation/identity.ts';
import type { EpochMs } from '../../kernel/time.ts';
import type { SqlDatabase } from '../../storage/sqlDatabase.ts';
import type { LogEntry, StoredCase } from './districtStore.ts';

/** A case that was archived and whose words are still there, by when it was archived. */
export type ArchivedCase = {
  readonly caseId: CaseId;
  readonly at: EpochMs;
  readonly seq: number;
};

export type ArchivedRange = {
  /** Those archived by then, and after this one. */
  readonly until: EpochMs;
  readonly after: Pick<ArchivedCase, 'at' | 'seq'>;
  readonly limit: number;
};

export interface ArchivedReads {
  /** Those that nobody has redacted, or to which something came since; the first archived first. */
  archived(range: ArchivedRange): Promise<readonly ArchivedCase[]>;
  /** How many there are, counted no further than that. */
  archivedCount(until: EpochMs, most: number): Promise<number>;
}

/** A redaction is the last that became of a case, or it has to be said again (docs/adr/0019). */
const WITH_WORDS = `l.kind = 'case.archive' AND l.outcome = 'applied' AND l.at_ms <= ?
  AND NOT EXISTS (SELECT 1 FROM op_log r JOIN case_doc c ON c.case_id = r.case_id AND c.ver = r.ver
                  WHERE r.case_id = l.case_id AND r.kind = 'case.redact' AND r.outcome = 'applied')`;

export function archivedReads(database: SqlDatabase): ArchivedReads {
  return {
    archived: ({ until, after, limit }) => {
      const sql = `SELECT l.case_id AS "caseId", l.at_ms AS at, l.server_seq AS seq FROM op_log l
                   WHERE ${WITH_WORDS} AND (l.at_ms, l.server_seq) > (?, ?)
                   ORDER BY l.at_ms, l.server_seq LIMIT ?`;
      const params = [until, after.at, after.seq, limit];
      return database.read((reader) => reader.all<ArchivedCase>(sql, params));
    },
    archivedCount: async (until, most) => {
      const sql = `SELECT COUNT(*) AS n FROM (SELECT 1 FROM op_log l WHERE ${WITH_WORDS} LIMIT ?) AS found`;
      const row = await database.read((reader) => reader.get<{ n: number }>(sql, [until, most]));
      return row?.n ?? 0;
    },
  };
}

/** The same, of what stands in memory. */
export function archivedOf(
  entries: readonly LogEntry[],
  cases: readonly StoredCase[],
  until: EpochMs,
): readonly ArchivedCase[] {
  const docs = new Map(cases.map(({ doc }) => [doc.caseId, doc]));
  const found = entries.flatMap(({ op, decision }): ArchivedCase[] => {
    const doc = op.caseId === null ? undefined : docs.get(op.caseId);
    if (op.kind !== 'case.archive' || decision.outcome !== 'applied' || doc === undefined)
      return [];
    if (decision.at > until || doc.redacted?.ver === doc.ver) return [];
    return [{ caseId: doc.caseId, at: decision.at, seq: decision.serverSeq }];
  });
  return found.sort(byTime);
}

export function byTime(
  a: Pick<ArchivedCase, 'at' | 'seq'>,
  b: Pick<ArchivedCase, 'at' | 'seq'>,
): number {
  return a.at - b.at || a.seq - b.seq;
}
