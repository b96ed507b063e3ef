import type { SqlReader } from '../../storage/sqlDatabase.ts';

/** One pass over all cases, which the database looks through by itself: only those that name one come here. */
export async function readFilesNamed(
  reader: SqlReader,
  sha256s: readonly string[],
): Promise<ReadonlySet<string>> {
  if (sha256s.length === 0) return new Set();
  const any = sha256s.map(() => 'doc LIKE ?').join(' OR ');
  const rows = await reader.all<{ doc: string }>(
    `SELECT doc FROM case_doc WHERE doc LIKE '%"attachments":%' AND (${any})`,
    sha256s.map((sha256) => `%"${sha256}"%`),
  );
  return new Set(sha256s.filter((sha256) => rows.some(({ doc }) => doc.includes(`"${sha256}"`))));
}
