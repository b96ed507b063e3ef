import { assert } from '../../kernel/assert.ts';
import { refuseNewer } from '../fileVersion.ts';
import type { SqlDatabase } from '../sqlDatabase.ts';
import { checksumOf } from '../sqlite/migrate.ts';
import type { Migration } from '../sqlite/migrate.ts';
import type { PostgresDatabase } from './pgDatabase.ts';
import type { PgSession } from './pgSession.ts';

type Applied = { readonly version: number; readonly checksum: string };

const BOOK = `CREATE TABLE IF NOT EXISTS schema_version (
  version  INTEGER PRIMARY KEY,
  name     TEXT COLLATE "C" NOT NULL,
  checksum TEXT COLLATE "C" NOT NULL
)`;

/**
 * Forward only, one transaction each, by whoever holds the decider's lock. A database written by a newer
 * program, or by other files under the same numbers, is refused and not touched.
 */
export async function migratePostgres(
  database: PostgresDatabase,
  migrations: readonly Migration[],
): Promise<{ readonly from: number; readonly to: number }> {
  return database.maintain(async (session) => {
    await session.exec(BOOK);
    const sql = 'SELECT version, checksum FROM schema_version ORDER BY version';
    const { rows } = await session.query<Applied>(sql);
    const from = rows.at(-1)?.version ?? 0;
    const to = migrations.at(-1)?.version ?? 0;
    refuseNewer(from, to);
    for (const migration of migrations) {
      const applied = rows.find(({ version }) => version === migration.version);
      if (applied === undefined) await apply(session, migration);
      else {
        const isSame = applied.checksum === checksumOf(migration.sql);
        assert(isSame, `${migration.name} was another file once`);
      }
    }
    return { from, to };
  });
}

/** 0 for a database that no district was begun in. */
export function versionOnServer(database: SqlDatabase): Promise<number> {
  return database.read(async (reader) => {
    const book = await reader.get<{ there: boolean }>(
      `SELECT to_regclass('schema_version') IS NOT NULL AS there`,
    );
    if (book?.there !== true) return 0;
    const sql = 'SELECT MAX(version) AS version FROM schema_version';
    return (await reader.get<{ version: number | null }>(sql))?.version ?? 0;
  });
}

async function apply(session: PgSession, migration: Migration): Promise<void> {
  await session.exec('BEGIN');
  try {
    await session.exec(migration.sql);
    const { version, name } = migration;
    const sql = 'INSERT INTO schema_version (version, name, checksum) VALUES (?, ?, ?)';
    await session.query(sql, [version, name, checksumOf(migration.sql)]);
    await session.exec('COMMIT');
  } catch (cause) {
    await session.exec('ROLLBACK').catch(() => undefined);
    throw cause;
  }
}
