import { setImmediate as turn } from 'node:timers/promises';
import { endedAt } from '../../domain/case/endedAt.ts';
import type { CaseDoc } from '../../domain/case/caseDoc.ts';
import type { Hashing } from '../../kernel/hashing.ts';
import type { SqlReader } from '../../storage/sqlite/database.ts';
import { stateHashOf } from '../../sync/confirmed.ts';
import type { Compared, OwnStates } from '../../sync/syncPorts.ts';

const ROWS_A_STEP = 40;

type Row = { readonly case_id: string; readonly doc: string };

/**
 * State hashes of the confirmed rows of a scope, made from what stands in them now. A step is short, for this
 * happens beside everything else; all of them see the same moment when the reader stands in a transaction.
 */
export async function readStates(
  reader: SqlReader,
  of: { readonly scope: string; readonly endedSince: number },
  hashing: Hashing,
): Promise<OwnStates> {
  const sql = 'SELECT seq FROM cursor WHERE scope = ?';
  const cursor = (await reader.get<{ seq: number }>(sql, [of.scope]))?.seq ?? 0;
  const states = new Map<string, string>();
  for (let after = ''; ; await turn()) {
    const rows = await reader.all<Row>(
      `SELECT case_id, doc FROM confirmed WHERE case_id > ? AND form <> 'stub'
       ORDER BY case_id LIMIT ?`,
      [after, ROWS_A_STEP],
    );
    for (const row of rows) {
      const doc = docOf(row.doc);
      if (doc === null || isCompared(doc, of)) {
        states.set(row.case_id, hashOf(row.doc, doc, hashing));
      }
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < ROWS_A_STEP) return { cursor, states };
    after = last.case_id;
  }
}

/** Of one case; null where it is not held whole. */
export async function readState(
  reader: SqlReader,
  caseId: string,
  hashing: Hashing,
): Promise<string | null> {
  const sql = "SELECT case_id, doc FROM confirmed WHERE case_id = ? AND form <> 'stub'";
  const row = await reader.get<Row>(sql, [caseId]);
  if (row === null) return null;
  return hashOf(row.doc, docOf(row.doc), hashing);
}

/** It was compared as one that is not held here, and a page has taken it away since: no answer is newer. */
export async function hasLeftSince(
  reader: SqlReader,
  caseId: string,
  { scope, cursor }: Compared,
): Promise<boolean> {
  const sql = `SELECT 1 FROM confirmed WHERE case_id = ? AND form = 'stub'
               AND ? <> IFNULL((SELECT seq FROM cursor WHERE scope = ?), 0)`;
  return (await reader.get(sql, [caseId, cursor, scope])) !== null;
}

export function isCompared(
  doc: CaseDoc,
  { scope, endedSince }: { readonly scope: string; readonly endedSince: number },
): boolean {
  const { members } = doc as Partial<CaseDoc>;
  // A case of which only later steps came knows nothing of itself; it is on its way.
  if (members === undefined) return true;
  return members[scope as 'district'] === true && (endedAt(doc) ?? Infinity) >= endedSince;
}

/** What cannot be read is no case of the district's, and has the hash of what it is. */
function hashOf(text: string, doc: CaseDoc | null, hashing: Hashing): string {
  return doc === null ? hashing.sha256(text) : stateHashOf(doc, hashing);
}

function docOf(text: string): CaseDoc | null {
  try {
    return JSON.parse(text) as CaseDoc;
  } catch {
    return null;
  }
}
